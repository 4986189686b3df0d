"""Why a replay has no picture of a stream at a moment. Pure."""

from collections.abc import Sequence

from console.domain.picture import LostCause
from console.media.worker.rtsp_source import LostReason
from console.protocol.picture_clock import NS_PER_MS
from console.protocol.process_config import RecordedLoss

NOT_RECORDED = LostReason(LostCause.NOT_RECORDED, "nothing of it was recorded here")
NOT_IN_PACKAGE = LostReason(LostCause.NOT_IN_PACKAGE, "the site recorded it; this package has it not")
WAS_LOST = LostReason(LostCause.ENDED, "the camera was lost then")


class BareReasons:
    """``recorded_ms``: when the site recorded the stream, in the package or not (from and to, log time);
    ``losses``: when its camera was lost, why, and since when.
    """

    def __init__(
        self,
        recorded_ms: Sequence[tuple[int, int]] = (),
        losses: Sequence[RecordedLoss] = (),
    ) -> None:
        self._recorded_ns = [(from_ms * NS_PER_MS, to_ms * NS_PER_MS) for from_ms, to_ms in recorded_ms]
        self._losses = [(one.from_ms * NS_PER_MS, one.to_ms * NS_PER_MS, _reason(one)) for one in losses]
        lost_ns = [(begin, end) for begin, end, _ in self._losses]
        self._bounds_ns = sorted({at_ns for times in (*self._recorded_ns, *lost_ns) for at_ns in times})

    def at(self, now_ns: int, *, is_lost: bool = False) -> LostReason:
        """As the wall showed it where the camera was lost; ``is_lost``: its movie says that it was."""
        told = next((reason for begin, end, reason in self._losses if begin <= now_ns < end), None)
        if told is not None:
            return told
        if is_lost:
            return WAS_LOST
        is_elsewhere = any(begin <= now_ns < end for begin, end in self._recorded_ns)
        return NOT_IN_PACKAGE if is_elsewhere else NOT_RECORDED

    def turn_ns(self, now_ns: int) -> int | None:
        """When it may be another one; None for never."""
        return next((at_ns for at_ns in self._bounds_ns if at_ns > now_ns), None)


def _reason(loss: RecordedLoss) -> LostReason:
    return LostReason(loss.cause, WAS_LOST.detail, loss.since_ms)
