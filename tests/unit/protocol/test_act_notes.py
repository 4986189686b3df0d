"""What has to be known beside an act is said in the same words everywhere."""

import pytest

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wall import HIDDEN, NOBODY
from console.protocol.act_notes import act_note
from console.protocol.core_messages import AssignFeed
from console.protocol.preset_messages import LoadPreset
from console.protocol.tour_messages import RenameTour

ASSIGN = AssignFeed(MonitorId("wall-1"), CellIndex(0), FeedId("cam-001"))
PRESET, TOUR = LoadPreset("night"), RenameTour("round", "late")


@pytest.mark.parametrize(
    "result", [None, {}, {"n": 4}, "odd", {"unseen": 7, "beneath": [], "still_named": "x"}]
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


def test_what_still_has_a_tours_old_name_is_named() -> None:
    one = {"still_named": {"layouts": ["docks"], "presets": []}}
    assert act_note(TOUR, one) == "but layout docks still has its old name: save it anew"
    more = {"still_named": {"layouts": ["docks", "gate"], "presets": ["day"]}}
    assert act_note(TOUR, more) == (
        "but layouts docks, gate and wall preset day still have its old name: save them anew"
    )
