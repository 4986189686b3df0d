"""An act on a lent monitor is done, and said to be seen later; nothing is said of any other."""

import pytest
from msgspec import Struct

from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.wall import NO_SCREEN, NOBODY
from console.protocol.core_messages import AssignFeed, ClearCell, CloseIncident, PinCell, RewindCell
from console.protocol.layout_messages import LoadLayout, SaveLayout
from console.protocol.lent_acts import lent_note

WALL_2, CELL = MonitorId("wall-2"), CellIndex(1)
LENT = {"n": 7, "lent_to": "test-replay"}
ON_A_MONITOR = (
    AssignFeed(WALL_2, CELL, FeedId("cam-1")),
    PinCell(WALL_2, CELL, True),
    ClearCell(WALL_2, CELL),
    LoadLayout(WALL_2, "2x2"),
    RewindCell(WALL_2, CELL, 0.0),
)


@pytest.mark.parametrize("command", ON_A_MONITOR)
def test_what_nobody_sees_yet_is_said_with_when(command: Struct) -> None:
    assert lent_note(command, LENT) == "shown once wall-2 is back (it is lent to test-replay)"
    for result in ({"n": 7}, None, "odd"):
        assert lent_note(command, result) == ""


def test_a_rewind_ends_by_itself_and_may_never_be_seen() -> None:
    assert "seen only if wall-2 is back within a minute" in lent_note(RewindCell(WALL_2, CELL, 10.0), LENT)


@pytest.mark.parametrize("command", [SaveLayout(WALL_2, "night"), CloseIncident(IncidentId("i-1"))])
def test_what_is_not_there_to_be_seen_on_a_monitor_needs_no_word(command: Struct) -> None:
    assert lent_note(command, LENT) == ""


def test_the_replays_name_is_anothers_text() -> None:
    assert "\x1b" not in lent_note(ON_A_MONITOR[0], {"lent_to": "\x1b[2J"})


@pytest.mark.parametrize(("to", "why"), [(NOBODY, "closed"), (NO_SCREEN, "without a screen")])
def test_of_one_that_nobody_sees_it_is_said_why(to: str, why: str) -> None:
    note = lent_note(ON_A_MONITOR[0], {"n": 7, "lent_to": to})
    assert note == f"shown once wall-2 is back (it is {why})"
