"""What rules do is told once for each rule and reason, with the monitors."""

from console.core.decisions import FrameDown, FrameUp, RuleIdle
from console.core.publishing.rule_acts import acts_of_rules
from console.domain.ids import MonitorId

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")


def test_one_for_each_rule_on_all_its_monitors() -> None:
    decisions = (
        FrameUp("late", "night", WALL_1, "it is 22:00"),
        FrameUp("late", "night", WALL_2, "it is 22:00"),
        FrameDown("fog", WALL_2, ""),
        RuleIdle("gate", "its preset is gone"),
    )
    assert [(one.at_ms, one.by, one.act, one.words, one.monitor) for one in acts_of_rules(7, decisions)] == [
        (
            7,
            "",
            "frame_up",
            "rule late: wall preset night put up on wall-1, wall-2: it is 22:00",
            WALL_1,
        ),
        (7, "", "frame_down", "rule fog: what it put up is down on wall-2", WALL_2),
    ]


def test_nothing_is_told_where_no_rule_did_anything() -> None:
    assert acts_of_rules(7, ()) == []
