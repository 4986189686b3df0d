"""A stream's state as the worker sees it from arriving packets, and since when. Times are passed in."""

from console.domain.picture import LostCause, PictureState

Condition = tuple[PictureState, LostCause]


def stream_state(packet_ns: int, stale_after_ms: int, now_ns: int, *, has_key: bool = True) -> PictureState:
    """CONNECTING (never a packet: ``packet_ns`` is 0), STALE (the last one is too old), WAIT or LIVE.

    WAIT: packets come, but no keyframe was among them: there is nothing yet that could be shown.
    """
    if not packet_ns:
        return PictureState.CONNECTING
    if now_ns - packet_ns > stale_after_ms * 1_000_000:
        return PictureState.STALE
    if not has_key:
        return PictureState.WAIT
    return PictureState.LIVE


class HealthLog:
    """Remembers since when a state and its cause hold; a loss goes on whatever its cause is by now."""

    def __init__(self) -> None:
        self._known: Condition | None = None
        self._since_ms = 0

    def since_ms(self, state: PictureState, cause: LostCause, now_ms: int) -> int:
        """Epoch milliseconds since when this state holds, as far as this log was asked."""
        before = self._known
        self._known = (state, cause)
        is_same_loss = before is not None and before[0] is state is PictureState.LOST
        if before != self._known and not is_same_loss:
            self._since_ms = now_ms
        return self._since_ms
