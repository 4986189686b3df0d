"""What has to be known beside an act is said in the same words everywhere."""

import pytest

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wall import HIDDEN, NOBODY, CoverKind
from console.protocol.act_notes import act_note
from console.protocol.core_messages import AssignFeed
from console.protocol.preset_messages import DeletePreset, LoadPreset, RenamePreset
from console.protocol.tour_messages import RenameTour
from console.protocol.wall_messages import CoverMonitors

ASSIGN = AssignFeed(MonitorId("wall-1"), CellIndex(0), FeedId("cam-001"))
PRESET, TOUR = LoadPreset("night"), RenameTour("round", "late")


@pytest.mark.parametrize(
    "result",
    [None, {}, {"n": 4}, "odd", {"unseen": 7, "beneath": [], "still_named": "x"}, {"still_named": {}}],
)
def test_where_there_is_nothing_to_know_nothing_is_said(result: object) -> None:
    assert act_note(PRESET, result) == ""


def test_a_hidden_monitor_and_a_rules_preset_are_both_said() -> None:
    note = act_note(ASSIGN, {"lent_to": HIDDEN, "framed_by": "nights"})
    assert note == (
        "shown once wall-1 is shown again (it is hidden from visitors), there until rule nights is down"
    )


def test_of_several_monitors_those_are_named_that_nobody_sees() -> None:
    assert act_note(PRESET, {"unseen": {"wall-1": HIDDEN}}) == (
        "on wall-1 shown once it is shown again (it is hidden from visitors)"
    )
    assert act_note(PRESET, {"unseen": {"wall-1": HIDDEN, "wall-2": HIDDEN, "wall-3": NOBODY}}) == (
        "on wall-1, wall-2 shown once they are shown again (they are hidden from visitors), "
        "on wall-3 shown once it is back (it is closed)"
    )


def test_what_was_taken_back_beneath_a_rules_preset_waits_there() -> None:
    assert act_note(PRESET, {"beneath": {"wall-1": "nights"}}) == "on wall-1 it waits beneath rule nights"


def test_a_monitor_that_is_hidden_and_still_shows_a_replay_is_named() -> None:
    hide = CoverMonitors(CoverKind.BLANK, ())
    assert act_note(hide, {"still_seen": {"wall-3": "night"}}) == (
        "but wall-3 still shows night: take it back first"
    )
    assert act_note(hide, {"still_seen": {"wall-3": "night", "wall-4": "night"}}) == (
        "but wall-3 still shows night, wall-4 still shows night: take them back first"
    )


def test_what_still_has_a_tours_old_name_is_named() -> None:
    one = {"still_named": {"layouts": ["docks"], "presets": []}}
    assert act_note(TOUR, one) == "but layout docks still has its old name: save it anew"
    more = {"still_named": {"layouts": ["docks", "gate"], "presets": ["day"]}}
    assert act_note(TOUR, more) == (
        "but layouts docks, gate and wall preset day still have its old name: save them anew"
    )


def test_of_a_preset_that_goes_is_said_what_in_the_site_file_still_names_it() -> None:
    one = {"still_named": {"rules": ["nights"], "public_preset": False}}
    assert act_note(RenamePreset("night", "late"), one) == (
        "but rule nights of the site file still has its old name: write the new one there"
    )
    more = {"still_named": {"rules": ["nights", "days"], "public_preset": True}}
    assert act_note(RenamePreset("night", "late"), more) == (
        "but rules nights, days and public_preset of the site file still have its old name: "
        "write the new one there"
    )
    assert act_note(DeletePreset("night"), one) == (
        "but rule nights of the site file still names it: save another one under its name, or change that"
    )
    public = {"still_named": {"rules": [], "public_preset": True}}
    assert act_note(DeletePreset("night"), public) == (
        "but public_preset of the site file still names it: save another one under its name, or change that"
    )
