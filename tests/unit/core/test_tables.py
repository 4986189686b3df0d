"""Tables of the state: whatever was written is taken back as a whole, and indexes follow."""

from hypothesis import given
from hypothesis import strategies as st

from console.core.tables import Fact, Ledger, SortedKeys, Table, ToldTable

acts = st.lists(
    st.tuples(st.sampled_from(["put", "drop", "fact"]), st.integers(0, 5), st.integers(0, 99)), max_size=30
)


class Counting(Table[int, int]):
    """Keeps its records' values in order, as families keep their indexes."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self.order: SortedKeys[tuple[int, int]] = SortedKeys()

    def _moved(self, key: int, before: int | None, now: int | None) -> None:
        self.order.move(None if before is None else (before, key), None if now is None else (now, key))


def act_on(table: Counting, fact: Fact[int], life: list[tuple[str, int, int]]) -> None:
    for act, key, value in life:
        if act == "fact":
            fact.put(value)
        elif act == "put":
            table.put(key, value)
        elif key in table:
            table.drop(key)


def contents(table: Counting, fact: Fact[int]) -> tuple[dict[int, int], list[tuple[int, int]], int]:
    return dict(table.items()), list(table.order), fact.value


@given(acts, acts, acts)
def test_an_undo_takes_back_what_was_written_since_the_last_keep(
    kept: list[tuple[str, int, int]],
    undone: list[tuple[str, int, int]],
    after: list[tuple[str, int, int]],
) -> None:
    ledger = Ledger()
    table, fact = Counting(ledger), Fact(ledger, 0)
    act_on(table, fact, kept)
    ledger.keep()
    before = contents(table, fact)
    act_on(table, fact, undone)
    ledger.undo()
    assert contents(table, fact) == before
    act_on(table, fact, after)
    rows, order, _ = contents(table, fact)
    assert order == sorted((value, key) for key, value in rows.items())
    assert table.order.first == (order[0] if order else None)


def test_touched_keys_are_told_until_somebody_takes_note() -> None:
    ledger = Ledger()
    table: ToldTable[str, int] = ToldTable(ledger)
    table.put("a", 1)
    table.put("b", 1)
    table.drop("a")
    assert list(table.touched) == ["a", "b"]
    table.touched.clear()
    table.put("b", 2)
    assert list(table.touched) == ["b"]
