"""The sheet's columns: every group is there once, in order, and none is higher than it need be."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.operator_commands.command import About
from console.domain.operator_commands.help_rows import HelpRow
from console.ui.desk.help_sheet import COLUMN_PX, GAP_PX, HelpGroup, column_count, in_columns

groups = st.lists(
    st.builds(
        HelpGroup,
        st.sampled_from(About),
        st.lists(st.builds(HelpRow, st.text(max_size=3), st.just(""), st.text())),
    ),
    max_size=8,
)


@given(groups, st.integers(1, 4))
def test_groups_stay_in_order_and_whole_in_no_more_columns_than_there_is_room_for(
    found: list[HelpGroup], count: int
) -> None:
    columns = in_columns(found, count)
    assert [group for column in columns for group in column] == found
    assert 1 <= len(columns) <= count


def test_what_fits_beside_is_not_put_below() -> None:
    rows = [HelpRow("P", "", "pin")] * 5
    three = [HelpGroup(about, rows) for about in (About.CELL, About.CAMERA, About.LAYOUT)]
    assert in_columns(three, 3) == [[group] for group in three]
    assert in_columns(three, 2) == [three[:2], three[2:]]


@given(st.integers(300, 4000))
def test_no_column_needs_more_room_than_there_is(room_px: int) -> None:
    count = column_count(room_px)
    assert count == 1 or count * (COLUMN_PX + GAP_PX) + GAP_PX <= room_px
    assert (count + 1) * (COLUMN_PX + GAP_PX) + GAP_PX > room_px
