"""Beside an act core says that nobody sees it yet, that it goes with a rule's preset, and more."""

from dataclasses import replace

import pytest

from console.core.boundary.beside import beside, place_of
from console.core.log.input_log import CommandGiven
from console.domain.cell_content import TourContent
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.tour import Tour, TourStep
from console.domain.wall import HIDDEN, NO_SCREEN, NOBODY, CoverKind
from console.protocol.core_messages import AnyCommand, AssignFeed, ReportLent, RewindCell
from console.protocol.layout_messages import ImportLayout, LoadLayout, OwnLayout
from console.protocol.preset_messages import DeletePreset, LoadPreset, RenamePreset, SavePreset
from console.protocol.tour_messages import RenameTour, SaveTour, StopTour
from console.protocol.wall_messages import CoverMonitors, UndoLoad
from tests.fakes.input_feeder import InputFeeder
from tests.unit.core.presets.test_frames import names, night, site_of_rules

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")
ASSIGN = AssignFeed(WALL_1, CellIndex(0), FeedId("cam-009"))


@pytest.fixture
def feeder() -> InputFeeder:
    return site_of_rules()


def told(feeder: InputFeeder, command: AnyCommand) -> dict[str, object]:
    """Of an act that is done now."""
    place = place_of(command, feeder.state)
    feeder.command(command)
    return beside(command, "operator", place, feeder.state)


def test_of_what_everybody_sees_there_is_nothing_to_say(feeder: InputFeeder) -> None:
    for command in (ASSIGN, LoadPreset("night"), LoadLayout(WALL_1, "2x2")):
        assert told(feeder, command) == {}


def test_what_is_done_on_a_hidden_monitor_waits(feeder: InputFeeder) -> None:
    feeder.command(CoverMonitors(CoverKind.BLANK, (WALL_1,)))
    assert told(feeder, ASSIGN) == {"lent_to": HIDDEN}
    assert told(feeder, LoadPreset("night")) == {"unseen": {"wall-1": HIDDEN}}
    assert told(feeder, LoadPreset("night", (WALL_2,))) == {}
    n = feeder.state.n
    feeder.command(LoadPreset("night"))
    assert told(feeder, UndoLoad(n + 1)) == {"unseen": {"wall-1": HIDDEN}}
    assert told(feeder, LoadPreset("nowhere")) == {}, "it was refused"


def test_what_is_hidden_and_lent_to_a_replay_is_still_seen(feeder: InputFeeder) -> None:
    feeder.command(ReportLent({WALL_1: "night", WALL_2: NO_SCREEN}))
    assert told(feeder, CoverMonitors(CoverKind.BLANK, ())) == {"still_seen": {"wall-1": "night"}}
    assert told(feeder, CoverMonitors(CoverKind.PUBLIC, (WALL_2,))) == {}
    feeder.command(ReportLent({WALL_1: NOBODY}))
    assert told(feeder, CoverMonitors(CoverKind.BLANK, (WALL_1,))) == {}


def test_what_is_done_on_a_rules_preset_goes_with_it(feeder: InputFeeder) -> None:
    n = feeder.state.n + 1
    feeder.command(LoadLayout(WALL_1, "2x2"))
    night(feeder, up=True)
    assert told(feeder, ASSIGN) == {"framed_by": "nights"}
    assert told(feeder, RewindCell(WALL_1, CellIndex(0), 10.0)) == {}, "which ends by itself"
    assert told(feeder, UndoLoad(n)) == {"beneath": {"wall-1": "nights"}}
    assert names(feeder) == ["3x3", "3x3"], "the rule's preset stands above what was taken back"
    assert told(feeder, LoadLayout(WALL_1, "2x2")) == {}, "in place of the rule's preset"


def test_a_tours_new_name_is_not_in_what_names_the_old_one(feeder: InputFeeder) -> None:
    feeder.command(SaveTour(Tour("round", (TourStep(FeedId("cam-001")),))))
    touring = Layout("docks", 1, 1, (Cell(0, 0, content=TourContent("round")),))
    for name in ("docks", "own", "alien"):
        feeder.command(ImportLayout(replace(touring, name=name)))
    feeder.command(OwnLayout("own", personal=True))
    feeder.feed(CommandGiven("somebody", OwnLayout("alien", personal=True), "theirs"))
    feeder.command(LoadLayout(WALL_1, "docks"))
    feeder.command(SavePreset("day", 1))
    assert told(feeder, StopTour(WALL_1, CellIndex(0))) == {}
    assert told(feeder, RenameTour("round", "round")) == {}
    named = {"layouts": ["docks", "own"], "presets": ["day"]}
    assert told(feeder, RenameTour("round", "late")) == {"still_named": named}
    assert told(feeder, RenameTour("late", "later")) == {}


def test_a_preset_that_goes_is_still_named_in_the_site_file(feeder: InputFeeder) -> None:
    nights, shots = ({"rules": (name,), "public_preset": name == "shots"} for name in ("nights", "shots"))
    assert told(feeder, RenamePreset("night", "night", 3)) == {}
    assert told(feeder, RenamePreset("3", "late")) == {"still_named": nights}
    assert told(feeder, RenamePreset("late", "night")) == {}
    assert told(feeder, DeletePreset("night")) == {"still_named": nights}
    assert told(feeder, DeletePreset("alarm")) == {"still_named": shots}, "it is the public preset, too"
    assert told(feeder, DeletePreset("alarm")) == {"still_named": shots}, "as an answer that is given again"
