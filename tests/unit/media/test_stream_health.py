import pytest

from console.domain.picture import LostCause, PictureState
from console.media.worker.stream_health import HealthLog, stream_state

SECOND_NS = 1_000_000_000


@pytest.mark.parametrize(
    ("lost", "packet_ns", "now_s", "state"),
    [
        (True, SECOND_NS, 1, PictureState.LOST),
        (False, 0, 100, PictureState.CONNECTING),
        (False, SECOND_NS, 3, PictureState.LIVE),
        (False, SECOND_NS, 3.001, PictureState.STALE),
    ],
)
def test_state(lost: bool, packet_ns: int, now_s: float, state: PictureState) -> None:
    assert stream_state(lost, packet_ns, 2000, int(now_s * SECOND_NS)) is state


def test_since_moves_only_with_the_state_or_its_cause() -> None:
    log = HealthLog()
    assert log.since_ms(PictureState.LOST, LostCause.REFUSED, 10) == 10
    assert log.since_ms(PictureState.LOST, LostCause.REFUSED, 20) == 10
    assert log.since_ms(PictureState.LOST, LostCause.SILENT, 30) == 30
    assert log.since_ms(PictureState.LIVE, LostCause.NONE, 40) == 40
