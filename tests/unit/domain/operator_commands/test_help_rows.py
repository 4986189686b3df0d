"""Help: groups by what is selected, a line for each command or family, hints for what is possible."""

from console.domain.operator_commands.command import About, OperatorCommand, Where
from console.domain.operator_commands.help_rows import by_subject, help_rows, hint_words, hinted
from console.domain.operator_commands.table import COMMANDS, commands_at


def test_each_command_is_told_in_one_line_and_a_family_in_one_for_all() -> None:
    rows = help_rows(COMMANDS)
    told = " ".join(row.does for row in rows)
    assert all((one.family or one.does) in told for one in COMMANDS)
    assert len(rows) == len({one.family or one.name for one in COMMANDS})


def test_what_has_no_key_says_what_to_type_for_it() -> None:
    rows = {row.title: row for row in help_rows(COMMANDS)}
    assert rows["New tour"].typed == "new" and rows["New tour"].keys == ""
    assert all(bool(row.keys) != bool(row.typed) for row in rows.values())
    mapped = help_rows(COMMANDS, lambda one: (*one.keys, "F13"))
    assert not any(row.typed for row in mapped)


def test_further_keys_are_told_also_of_one_of_a_family() -> None:
    def keys_of(command: OperatorCommand) -> tuple[str, ...]:
        return (*command.keys, "F13") if command.name in ("pin", "camera-south") else command.keys

    rows = {row.title: row.keys for row in help_rows(commands_at(Where.DESK), keys_of)}
    assert rows["Pin the cell, or let it go"] == "P, F13"
    assert rows["Camera to the south"] == "F13"


def test_what_is_selected_comes_first_and_nothing_is_left_out() -> None:
    groups = by_subject(COMMANDS, (About.INCIDENT, About.CELL, About.INCIDENT))
    assert [about for about, _ in groups][:2] == [About.INCIDENT, About.CELL]
    assert sorted(one.name for _, rows in groups for one in rows) == sorted(one.name for one in COMMANDS)


def test_hints_are_of_what_is_selected_and_of_what_is_always_possible() -> None:
    live = commands_at(Where.DESK)
    nothing = hint_words(hinted(live, ()))
    always = ("F1 help", "Ctrl+K find anything", "Ctrl+Z undo")
    assert nothing[:3] == always and "P pin" not in nothing
    cell = hint_words(hinted(live, (About.CELL,)))
    assert cell[:4] == (*always, "P pin") and set(nothing) < set(cell)
    assert "Alt+↑ → ↓ ← next camera" in cell
    both = hint_words(hinted(live, (About.INCIDENT, About.CELL)))
    assert both[3] == "A acknowledge" and both.index("A acknowledge") < both.index("P pin")
    assert "0–9 camera by number" in hint_words(hinted(live, (About.CAMERA,)))
