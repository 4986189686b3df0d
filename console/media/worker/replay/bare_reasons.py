"""Why a replay has no picture of a stream at a moment, whose camera its log does not call lost. Pure."""

from collections.abc import Sequence

from console.domain.picture import LostCause
from console.media.worker.intake import WAS_LOST as LOST_WORDS
from console.media.worker.rtsp_source import LostReason
from console.protocol.picture_clock import NS_PER_MS

NOT_RECORDED = LostReason(LostCause.NOT_RECORDED, "nothing of it was recorded here")
NOT_IN_PACKAGE = LostReason(LostCause.NOT_IN_PACKAGE, "the site recorded it; this package has it not")
WAS_LOST = LostReason(LostCause.ENDED, LOST_WORDS)


class BareReasons:
    """``recorded_ms``: when the site recorded the stream, in the package or not (from and to, log time)."""

    def __init__(self, recorded_ms: Sequence[tuple[int, int]] = ()) -> None:
        self._recorded_ns = [(from_ms * NS_PER_MS, to_ms * NS_PER_MS) for from_ms, to_ms in recorded_ms]
        self._bounds_ns = sorted({at_ns for times in self._recorded_ns for at_ns in times})

    def at(self, now_ns: int, *, is_lost: bool = False) -> LostReason:
        """``is_lost``: its movie says that its camera was."""
        if is_lost:
            return WAS_LOST
        is_elsewhere = any(begin <= now_ns < end for begin, end in self._recorded_ns)
        return NOT_IN_PACKAGE if is_elsewhere else NOT_RECORDED

    def turn_ns(self, now_ns: int) -> int | None:
        """When it may be another one; None for never."""
        return next((at_ns for at_ns in self._bounds_ns if at_ns > now_ns), None)
