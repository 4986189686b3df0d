"""What there is to say of the room for recordings: figures, and what will be wrong. Pure."""

from collections import deque

from console.core.recording.movie_holders import Holders, Wanted, is_kept
from console.core.recording.room_plan import RoomPlan
from console.domain.wording import size_words
from console.protocol.recording_messages import RecordingRoom

RATE_OVER_S = 600.0
RATE_AFTER_S = 60.0
"""A rate is that of the last ten minutes, and none is known before a minute."""

DAY_S = 86_400.0
MUCH_PROTECTED = 0.75
"""Protected recordings that take more than this part of the room are told of before it ends."""


class WritingRate:
    """Bytes a second that come onto the disk, whatever goes meanwhile."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()
        self._total = 0

    def note(self, now_s: float, grown_bytes: int) -> None:
        """So much came since the last look. Seconds of a clock that nobody sets."""
        self._total += grown_bytes
        self._seen.append((now_s, self._total))
        while len(self._seen) > 2 and now_s - self._seen[1][0] >= RATE_OVER_S:
            self._seen.popleft()

    @property
    def bytes_per_s(self) -> float | None:
        """None while it is not known."""
        if not self._seen or self._seen[-1][0] - self._seen[0][0] < RATE_AFTER_S:
            return None
        (since_s, before), (now_s, total) = self._seen[0], self._seen[-1]
        return (total - before) / (now_s - since_s)


def room_report(
    holders: Holders, wanted: Wanted, plan: RoomPlan, disk: tuple[int, int], bytes_per_s: float | None
) -> RecordingRoom:
    """Figures of this moment; ``disk`` is what movies may take, and what is free, in bytes."""
    limit, free = disk
    used = sum(movie.size for movie in holders)
    protected = sum(movie.size for movie, needing in holders.items() if any(one.protected for one in needing))
    kept = sum(
        movie.size
        for movie, needing in holders.items()
        if any(is_kept(one) for one in needing) or not wanted.knows(movie)
    )
    unknown = sum(movie.size for movie, needing in holders.items() if not needing and not wanted.knows(movie))
    always = [movie.first_ms for movie in holders if movie.folder in wanted.always_folders]
    return RecordingRoom(
        movies=len(holders),
        used_bytes=used,
        limit_bytes=limit,
        free_bytes=free,
        protected_bytes=protected,
        unknown_bytes=unknown,
        bytes_per_s=bytes_per_s,
        always_since_ms=min(always, default=0),
        full_in_s=_left_s(limit - used, bytes_per_s),
        ends_in_s=0.0 if plan.lacking else _left_s(limit - kept, bytes_per_s),
    )


def _left_s(room: int, bytes_per_s: float | None) -> float | None:
    return max(0, room) / bytes_per_s if bytes_per_s else None


def room_problems(room: RecordingRoom) -> tuple[str, ...]:
    """What those on duty should do something about, a day ahead."""
    protected = (
        f"protected recordings take {size_words(room.protected_bytes)} of {size_words(room.limit_bytes)}"
    )
    if room.unknown_bytes:
        protected += f", movies from before core's log {size_words(room.unknown_bytes)} (remove them by hand)"
    held = room.protected_bytes + room.unknown_bytes
    advice = "let some go (ctl record protect --off), or raise keep_gb in the site file"
    ends_s = room.ends_in_s
    if ends_s == 0.0:
        if 2 * held >= room.used_bytes:
            return (f"The room for recordings is used up: {protected}: {advice}",)
        return (
            f"The room for recordings is used up: what runs now takes {size_words(room.used_bytes)} of "
            f"{size_words(room.limit_bytes)}, and {size_words(room.free_bytes)} are free: make room on "
            "the disk",
        )
    if ends_s is not None and ends_s < DAY_S and 2 * held >= room.limit_bytes:
        return (f"Recording room ends in about {_about(ends_s)}: {protected}: {advice}",)
    if held > MUCH_PROTECTED * room.limit_bytes:
        return (f"Little room is left for recordings: {protected}: {advice}",)
    return ()


def _about(seconds: float) -> str:
    """Rounded, so that it is not said anew each half minute."""
    if seconds >= 3_600:
        return f"{round(seconds / 3_600)} h"
    return f"{max(1, round(seconds / 600)) * 10} min"
