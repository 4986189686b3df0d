"""The rules of the table: one meaning for a key at a place, one name for a command, some keys left free."""

from collections import Counter

import pytest

from console.domain.operator_commands.command import PARTS, REPLAY, About, Role, Where
from console.domain.operator_commands.table import (
    COMMANDS,
    changes_the_site,
    command_of,
    commands_at,
    help_line,
    in_replay,
    key_of,
)

LEFT_FREE = (
    *(f"Shift+F{n}" for n in range(2, 13)),
    *("Ctrl+Shift+Z", "O"),
)
"""On a live desk, for what comes."""


def test_names_are_unique_and_fit_a_file() -> None:
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names))
    assert all(name.replace("-", "").isalnum() and name == name.lower() for name in names)


@pytest.mark.parametrize("place", list(Where))
def test_no_two_commands_of_a_place_have_one_key(place: Where) -> None:
    keys = Counter(key for command in commands_at(place) for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize(
    ("place", "replay"), [(Where.DESK, Where.REPLAY_DESK), (Where.DISPLAY, Where.REPLAY_DISPLAY)]
)
def test_a_replays_keys_come_before_a_live_sites(place: Where, replay: Where) -> None:
    commands = in_replay(place, replay)
    keys = Counter(key for command in commands for key in command.keys)
    assert max(keys.values()) == 1
    assert commands[: len(commands_at(replay))] == commands_at(replay)
    assert command_of("live") not in commands and command_of("help") in commands


def test_keys_for_what_comes_are_free_on_the_desk() -> None:
    taken = {key for command in commands_at(Where.DESK) for key in command.keys}
    assert not taken & set(LEFT_FREE)


def test_each_row_says_what_people_need() -> None:
    for command in COMMANDS:
        assert not command.title[:1].islower() and not command.title.endswith("."), command.name
        assert command.does and not command.does.endswith("."), command.name
        assert command.keys or command.pointer, f"{command.name} can't be reached but by the palette"
        assert command.ctl == "" or command.ctl.startswith("sightline ctl "), command.name
        assert (command.about is About.REPLAY) == bool(command.where & REPLAY), command.name
        assert not (command.hint and command.where & (Where.DISPLAY | Where.PICTURE) == command.where)


def test_what_a_viewer_may_changes_nothing_that_others_see() -> None:
    assert not changes_the_site(command_of("fit-map")) and changes_the_site(command_of("pin"))
    live = [one for one in commands_at(Where.DESK | PARTS) if one.role is Role.VIEWER]
    assert not {"assign", "acknowledge", "load-layout", "take-back"} & {one.name for one in live}


def test_a_key_and_a_line_of_help_are_had_by_name() -> None:
    assert (key_of("pin"), key_of("camera-north"), key_of("package")) == ("P", "Alt+↑", "")
    assert help_line("pin") == "Pin what a cell shows, or let it go."
    assert help_line("pin", "More.") == "Pin what a cell shows, or let it go.\n\nMore."
