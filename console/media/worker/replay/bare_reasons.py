"""Why a replay has no picture of a stream at a moment. Pure."""

from collections.abc import Sequence

from console.domain.picture import LostCause
from console.media.worker.rtsp_source import LostReason
from console.protocol.picture_clock import NS_PER_MS

NOT_RECORDED = LostReason(LostCause.NOT_RECORDED, "nothing of it was recorded here")
NOT_IN_PACKAGE = LostReason(LostCause.NOT_IN_PACKAGE, "the site recorded it; this package has it not")
WAS_LOST = LostReason(LostCause.ENDED, "the camera was lost then")


class BareReasons:
    """``recorded_ms``: when the site recorded the stream, in the package or not; ``lost_ms``: when its camera
    was lost, and why. From and to, log time.
    """

    def __init__(
        self,
        recorded_ms: Sequence[tuple[int, int]] = (),
        lost_ms: Sequence[tuple[int, int, LostCause]] = (),
    ) -> None:
        self._recorded_ns = [(from_ms * NS_PER_MS, to_ms * NS_PER_MS) for from_ms, to_ms in recorded_ms]
        self._lost_ns = [(begin * NS_PER_MS, end * NS_PER_MS, cause) for begin, end, cause in lost_ms]
        bounds = {at_ns for times in (*self._recorded_ns, *self._lost_ns) for at_ns in times[:2]}
        self._bounds_ns = sorted(bounds)

    def at(self, now_ns: int, *, is_lost: bool = False) -> LostReason:
        """As the wall showed it where the camera was lost; ``is_lost``: its movie says that it was."""
        cause = next((one for begin, end, one in self._lost_ns if begin <= now_ns < end), None)
        if cause is not None:
            return LostReason(cause, WAS_LOST.detail)
        if is_lost:
            return WAS_LOST
        is_elsewhere = any(begin <= now_ns < end for begin, end in self._recorded_ns)
        return NOT_IN_PACKAGE if is_elsewhere else NOT_RECORDED

    def turn_ns(self, now_ns: int) -> int | None:
        """When it may be another one; None for never."""
        return next((at_ns for at_ns in self._bounds_ns if at_ns > now_ns), None)
