"""What each input changed of the views: folded, it gives what every monitor shows, at every input."""

from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.log.input_log import LogEntry, SiteLoaded, decode_entry
from console.core.log.saved_state import decode_state, encode_state
from console.core.state import State
from console.core.step import step
from console.core.wall.cells import monitor_views
from console.core.wall.view_changes import ViewChange, ViewChanges, apply
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wall import MonitorView
from console.protocol.core_messages import AssignFeed
from console.protocol.layout_messages import LoadLayout
from tests.fakes.input_feeder import InputFeeder
from tests.unit.core.test_replay import acts, lived

RECORDED = Path(__file__).parents[3] / "data" / "core-log.jsonl"
WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")


def changed(state: State, changes: ViewChanges, entry: LogEntry) -> list[tuple[MonitorId, ViewChange]]:
    """As it comes back from where it was written down."""
    step(state, entry)
    found = changes.take(whole=isinstance(entry.input, SiteLoaded))
    return [(name, msgspec.json.decode(msgspec.json.encode(one), type=ViewChange)) for name, one in found]


def assert_folds(entries: list[LogEntry]) -> None:
    state = State()
    changes, views = ViewChanges(state), dict[MonitorId, MonitorView]()
    for entry in entries:
        apply(views, changed(state, changes, entry))
        assert views == monitor_views(state), entry


@settings(max_examples=80, deadline=None)
@given(acts)
def test_folded_changes_are_the_views_whatever_happens(life: list[object]) -> None:
    assert_folds(lived(life).entries)


def test_folded_changes_are_the_views_of_every_kind_of_input() -> None:
    assert_folds([decode_entry(line) for line in RECORDED.read_bytes().splitlines()])


@settings(max_examples=40, deadline=None)
@given(acts, st.integers(0, 100))
def test_from_any_checkpoint_the_same_is_told(life: list[object], at_percent: int) -> None:
    entries = lived(life).entries
    state = State()
    changes = ViewChanges(state)
    split = len(entries) * at_percent // 100
    for entry in entries[:split]:
        changed(state, changes, entry)
    again = decode_state(encode_state(state))
    changes_again = ViewChanges(again)
    for entry in entries[split:]:
        assert changed(state, changes, entry) == changed(again, changes_again, entry)


class Wall:
    """Two monitors of nine cells, and what each input changed."""

    def __init__(self) -> None:
        self.feeder = InputFeeder()
        self.state = State()
        self.changes = ViewChanges(self.state)
        self._changed()

    def after(self, command: AssignFeed | LoadLayout) -> dict[MonitorId, ViewChange]:
        self.feeder.command(command)
        return self._changed()

    def load(self, site: SiteLoaded) -> dict[MonitorId, ViewChange]:
        self.feeder.feed(site)
        return self._changed()

    def _changed(self) -> dict[MonitorId, ViewChange]:
        return dict(changed(self.state, self.changes, self.feeder.entries[-1]))


def test_a_hand_changes_one_cell_and_says_no_more() -> None:
    wall = Wall()
    assign = AssignFeed(WALL_2, CellIndex(4), FeedId("cam-001"))
    (found,) = wall.after(assign).items()
    assert found[0] == WALL_2 and found[1].whole is None
    (cell,) = found[1].cells
    assert (cell.cell, cell.feed, cell.layer) == (4, "cam-001", "hand")
    assert wall.after(assign) == {}, "the same again is no change"


def test_another_grid_is_told_whole() -> None:
    wall = Wall()
    found = wall.after(LoadLayout(WALL_1, "2x2"))
    assert list(found) == [WALL_1]
    assert found[WALL_1].whole == wall.feeder.view() and not found[WALL_1].cells


def test_a_loaded_site_is_told_whole_and_a_monitor_that_is_gone_is_said() -> None:
    wall = Wall()
    site = wall.feeder.site
    told = wall.load(site)
    assert {name: one.whole for name, one in told.items()} == monitor_views(wall.state)
    smaller = msgspec.structs.replace(site, monitors=site.monitors[:1])
    assert wall.load(smaller)[WALL_2] == ViewChange(gone=True)
    assert list(wall.load(smaller)) == [WALL_1], "said once"
