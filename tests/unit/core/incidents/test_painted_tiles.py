"""From the alert to the picture: the last of an incident's tiles that was painted live ends its time."""

import msgspec
import pytest

from console.core.decisions import AnyDecision, PictureTimed
from console.core.incidents.painted_tiles import LATENCIES_KEPT, LONGEST_ALERT_TO_PICTURE_MS
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Incident
from console.protocol.core_messages import PaintedTile, ReportPainted, UndoSwitch
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

FIRST = IncidentId("i-000001")
MS = 1_000_000


class Alerted(InputFeeder):
    """One alert, whose cameras were switched into several cells."""

    def __init__(self) -> None:
        super().__init__(cameras=40)
        self.alert(alert_message(1, at_camera=30))
        assert len(self.incident.overlays) == 4

    @property
    def incident(self) -> Incident:
        return self.state.incidents.table[FIRST]

    def paint(self, *tiles: int, after_ns: int, **changes: object) -> tuple[AnyDecision, ...]:
        """These of its tiles, so long after the alert came."""
        decisions: tuple[AnyDecision, ...] = ()
        at_ns = self.incident.received_mono_ns + after_ns
        for number in tiles:
            overlay = self.incident.overlays[number]
            tile = PaintedTile(FIRST, overlay.cell, overlay.feed, painted_mono_ns=at_ns)
            told = (msgspec.structs.replace(tile, **changes),)
            decisions += self.command(ReportPainted(overlay.monitor, told))
        return decisions


@pytest.fixture
def alerted() -> Alerted:
    return Alerted()


def test_the_last_tile_counts_whatever_the_order_in_which_they_are_told(alerted: Alerted) -> None:
    assert alerted.paint(0, after_ns=700 * MS) == ()
    assert alerted.paint(1, 2, after_ns=300 * MS) == ()
    assert alerted.incident.alert_to_picture_ms is None
    assert alerted.paint(3, after_ns=300 * MS) == (PictureTimed(FIRST, 700),)
    assert alerted.incident.alert_to_picture_ms == 700
    assert alerted.state.incidents.latencies_ms.value == (700,)
    assert FIRST not in alerted.state.incidents.painted, "what it was made of is forgotten"


def test_of_a_millisecond_a_part_is_a_whole_one(alerted: Alerted) -> None:
    assert alerted.paint(0, 1, 2, 3, after_ns=700 * MS + 1) == (PictureTimed(FIRST, 701),)


def test_a_tiles_first_paint_counts(alerted: Alerted) -> None:
    alerted.paint(0, after_ns=200 * MS)
    alerted.paint(0, after_ns=900 * MS)
    assert alerted.paint(1, 2, 3, after_ns=300 * MS) == (PictureTimed(FIRST, 300),)
    assert alerted.paint(0, 1, 2, 3, after_ns=900 * MS) == (), "it is timed once"


@pytest.mark.parametrize(
    "changes",
    [{"incident": IncidentId("i-9")}, {"feed": FeedId("cam-001")}, {"cell": CellIndex(0)}],
)
def test_a_tile_that_is_none_of_its_own_is_passed_over(alerted: Alerted, changes: dict[str, object]) -> None:
    alerted.paint(1, 2, 3, after_ns=300 * MS)
    assert alerted.paint(0, after_ns=300 * MS, **changes) == ()
    assert alerted.incident.alert_to_picture_ms is None
    assert alerted.paint(0, after_ns=300 * MS) == (PictureTimed(FIRST, 300),)


def test_the_same_cell_of_another_monitor_is_another_tile(alerted: Alerted) -> None:
    overlay = alerted.incident.overlays[0]
    other = next(MonitorId(name) for name in ("wall-1", "wall-2") if name != overlay.monitor)
    tile = PaintedTile(FIRST, overlay.cell, overlay.feed, alerted.incident.received_mono_ns)
    alerted.command(ReportPainted(other, (tile,)))
    assert alerted.paint(1, 2, 3, after_ns=300 * MS) == ()


def test_what_was_taken_back_is_waited_for_no_longer(alerted: Alerted) -> None:
    overlay = alerted.incident.overlays[0]
    alerted.command(UndoSwitch(FIRST, overlay.monitor, overlay.cell))
    assert alerted.paint(0, 1, 2, after_ns=300 * MS) == (PictureTimed(FIRST, 300),)


@pytest.mark.parametrize(
    ("after_ms", "is_timed"),
    [(-1, False), (0, True), (LONGEST_ALERT_TO_PICTURE_MS, True), (LONGEST_ALERT_TO_PICTURE_MS + 1, False)],
)
def test_a_time_of_before_a_start_of_the_machine_is_none(after_ms: int, is_timed: bool) -> None:
    alerted = Alerted()
    timed = alerted.paint(0, 1, 2, 3, after_ns=after_ms * MS)
    assert timed == ((PictureTimed(FIRST, after_ms),) if is_timed else ())
    assert FIRST not in alerted.state.incidents.painted


def test_the_last_times_are_kept(alerted: Alerted) -> None:
    alerted.state.incidents.latencies_ms.put(tuple(range(LATENCIES_KEPT)))
    alerted.paint(0, 1, 2, 3, after_ns=300 * MS)
    kept = alerted.state.incidents.latencies_ms.value
    assert kept == (*range(1, LATENCIES_KEPT), 300)
