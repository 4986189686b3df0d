"""How a replay's log says that a camera was, at each moment. Pure."""

from bisect import bisect_right
from collections.abc import Sequence

from console.domain.picture import PictureState
from console.protocol.picture_clock import NS_PER_MS
from console.protocol.process_config import RecordedState


class RecordedWords:
    """``states``: one after the other, in log time; none where the log does not tell of the camera."""

    def __init__(self, states: Sequence[RecordedState] = ()) -> None:
        self._states = states
        self._from_ns = [one.from_ms * NS_PER_MS for one in states]

    def at(self, now_ns: int) -> RecordedState | None:
        """How it was; None where the log does not say."""
        index = bisect_right(self._from_ns, now_ns) - 1
        return self._states[index] if index >= 0 else None

    def turn_ns(self, now_ns: int) -> int | None:
        """When the log says the next; None for never."""
        index = bisect_right(self._from_ns, now_ns)
        return self._from_ns[index] if index < len(self._from_ns) else None

    def lost_ns(self, from_ns: int, to_ns: int) -> int | None:
        """When between these the log first says that it is lost; None where it does not."""
        begins = (at_ns for at_ns, one in zip(self._from_ns, self._states, strict=True) if _is_lost(one))
        return next((at_ns for at_ns in begins if from_ns <= at_ns < to_ns), None)


def _is_lost(state: RecordedState) -> bool:
    return state.state is PictureState.LOST
