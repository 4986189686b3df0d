"""What the state is made of: tables of immutable records, changed in place, undone as a whole when need be.

Every write goes through one Ledger, which remembers what stood there before. A step that fails or is refused
is undone from it; a step that succeeds forgets it. So a write costs the same however much the state holds,
and what has been touched is known without looking for it.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, ItemsView, Iterator, ValuesView
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
KeyT = TypeVar("KeyT", bound=int | tuple[Any, ...])


Write = tuple[Callable[[Any, Any], None], Any, Any]
"""How a write is taken back: ``restore(key, before)``."""


class Ledger:
    """What the input that is being decided on has written so far."""

    __slots__ = ("writes",)

    def __init__(self, writes: list[Write] | None = None) -> None:
        self.writes: list[Write] = [] if writes is None else writes

    def keep(self) -> None:
        """The writes stand."""
        self.writes.clear()

    def undo(self) -> None:
        """Take all writes back, the last one first."""
        while self.writes:
            restore, key, before = self.writes.pop()
            restore(key, before)


class Fact(Generic[V]):
    """One value of the state."""

    __slots__ = ("_note", "value")

    def __init__(self, ledger: Ledger, value: V) -> None:
        self._note = ledger.writes.append
        self.value = value

    def put(self, value: V) -> None:
        """The value is this one now."""
        self._note((self._restore, None, self.value))
        self.value = value

    def _restore(self, _key: None, before: V) -> None:
        self.value = before


class Table(Generic[K, V]):
    """Immutable records by key. A family derives from it and keeps its indexes in ``_moved``.

    The order of its rows means nothing: where an order decides, there is a SortedKeys.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._note = ledger.writes.append
        self._take_back = self._restore
        self._rows: dict[K, V] = {}
        self.get = self._rows.get

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __getitem__(self, key: K) -> V:
        return self._rows[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def values(self) -> ValuesView[V]:
        """All records."""
        return self._rows.values()

    def items(self) -> ItemsView[K, V]:
        """All records with their keys."""
        return self._rows.items()

    def put(self, key: K, record: V) -> None:
        """Insert or replace a record."""
        before = self._rows.get(key)
        self._note((self._take_back, key, before))
        self._rows[key] = record
        self._moved(key, before, record)

    def drop(self, key: K) -> None:
        """Remove a record. Raises KeyError."""
        before = self._rows[key]
        self._note((self._take_back, key, before))
        del self._rows[key]
        self._moved(key, before, None)

    def discard(self, key: K) -> None:
        """Remove a record, if it is there."""
        if key in self._rows:
            self.drop(key)

    def _restore(self, key: K, before: V | None) -> None:
        now = self._rows.get(key)
        if before is None:
            self._rows.pop(key, None)
        else:
            self._rows[key] = before
        self._moved(key, now, before)

    def _moved(self, key: K, before: V | None, now: V | None) -> None:
        """Bring the indexes in line with one record's change; None for no record."""


class ToldTable(Table[K, V]):
    """``touched`` collects the keys of records that were written, for those who tell; they empty it."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self.touched: dict[K, None] = {}

    def _moved(self, key: K, before: V | None, now: V | None) -> None:
        self.touched[key] = None


class SortedKeys(Generic[KeyT]):
    """Keys in order, some thousands of them at most: a plain list, found by bisection."""

    __slots__ = ("_keys",)

    def __init__(self) -> None:
        self._keys: list[KeyT] = []

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[KeyT]:
        return iter(self._keys)

    @property
    def first(self) -> KeyT | None:
        """The smallest key; None of none."""
        return self._keys[0] if self._keys else None

    def add(self, key: KeyT) -> None:
        """Insert a key that is not there yet."""
        insort(self._keys, key)

    def remove(self, key: KeyT) -> None:
        """Remove a key, if it is there."""
        keys = self._keys
        at = bisect_left(keys, key)
        if at < len(keys) and keys[at] == key:
            del keys[at]

    def move(self, before: KeyT | None, now: KeyT | None) -> None:
        """One key in place of another; None for no key."""
        if before is not None:
            self.remove(before)
        if now is not None:
            insort(self._keys, now)
