"""Who names a tour that goes is told to whoever has it go."""

from console.protocol.layout_messages import LayoutHead
from console.protocol.preset_messages import PresetHead
from console.protocol.tour_users import tour_users_words

DOCKS = LayoutHead("docks", 7, tours=("ferry", "night"))


def test_one_and_many_are_named() -> None:
    assert tour_users_words([DOCKS, LayoutHead("4x4")], [], "ferry") == (
        "layout docks still names ferry: such cells stay empty"
    )
    presets = [PresetHead(name, None, (), 8, tours=("ferry",)) for name in "abc"]
    assert tour_users_words([DOCKS], presets, "ferry") == (
        "layout docks, wall preset a, wall preset b and 1 more still name ferry: such cells stay empty"
    )


def test_what_nobody_names_needs_no_word() -> None:
    assert tour_users_words([DOCKS], [PresetHead("late", 3, (), 8)], "quay") == ""
