import pytest

from console.domain.picture import LostCause, PictureState
from console.media.worker.stream_health import HealthLog, stream_state

SECOND_NS = 1_000_000_000


@pytest.mark.parametrize(
    ("packet_ns", "now_s", "state"),
    [
        (0, 100, PictureState.CONNECTING),
        (SECOND_NS, 3, PictureState.LIVE),
        (SECOND_NS, 3.001, PictureState.STALE),
    ],
)
def test_state(packet_ns: int, now_s: float, state: PictureState) -> None:
    assert stream_state(packet_ns, 2000, int(now_s * SECOND_NS)) is state


def test_since_moves_only_with_the_state_or_its_cause() -> None:
    log = HealthLog()
    assert log.since_ms(PictureState.WAIT, LostCause.NO_KEYFRAME, 10) == 10
    assert log.since_ms(PictureState.WAIT, LostCause.NO_KEYFRAME, 20) == 10
    assert log.since_ms(PictureState.WAIT, LostCause.NO_WHOLE_PICTURE, 30) == 30
    assert log.since_ms(PictureState.LIVE, LostCause.NONE, 40) == 40


def test_a_loss_goes_on_whatever_its_cause_is_by_now() -> None:
    log = HealthLog()
    assert log.since_ms(PictureState.LOST, LostCause.REFUSED, 10) == 10
    assert log.since_ms(PictureState.LOST, LostCause.SILENT, 30) == 10
    assert log.since_ms(PictureState.LIVE, LostCause.NONE, 40) == 40
    assert log.since_ms(PictureState.LOST, LostCause.SILENT, 50) == 50
