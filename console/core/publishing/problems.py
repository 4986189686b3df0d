"""What is wrong with core itself, in the operator's words."""

import logging
from collections.abc import Iterable

from console.core.log.decider import Decider
from console.core.log.folder_words import set_aside_words
from console.core.log.store import Store
from console.core.presets.named_presets import missing_words
from console.core.recording.video_room import VideoRoom
from console.domain.ids import FeedId
from console.domain.wording import age_words, few_of
from console.protocol.recording_messages import RecordedStream

log = logging.getLogger("sightline.core")

STEP_TOLD_MS = 600_000
"""A clock that was set is told for so long: those on duty should know why times jump."""


class Problems:
    """``look`` at least once a second. One thread only: the loop's."""

    def __init__(
        self, decider: Decider, store: Store, room: VideoRoom, of_start: tuple[str, ...] = ()
    ) -> None:
        self._of_start = of_start
        self._decider = decider
        self._store = store
        self._room = room
        self._step = ""
        self._step_until_ms = 0

    def look(self) -> tuple[str, ...]:
        """All that is wrong now."""
        self._watch_clock()
        step = (self._step,) if self._decider.clock.now_ms() < self._step_until_ms else ()
        state = self._decider.state
        recording = recording_troubles(state.recordings.streams.value)
        of_disks = (*self._store.problems, *recording, *self._room.problems)
        return (*of_disks, *self._set_aside(), *self._of_start, *step, *missing_words(state))

    def _set_aside(self) -> tuple[str, ...]:
        aside = self._decider.state.set_aside
        first_n = self._store.log_size.first_n
        # what was pruned since needs nobody's care
        numbers = sorted(n for n, one in aside.items() if max(n, one.last_n) >= first_n)
        if not numbers:
            return ()
        return (set_aside_words([aside[n] for n in numbers]),)

    def _watch_clock(self) -> None:
        step_ms = self._decider.clock.step_ms()
        if not step_ms:
            return
        way = "forward" if step_ms > 0 else "back"
        self._step = (
            f"The machine's clock was set {way} by {age_words(round(abs(step_ms), -3))}: "
            "times that are shown jump, ages and holds do not"
        )
        self._step_until_ms = self._decider.clock.now_ms() + STEP_TOLD_MS
        log.warning("the machine's clock was set %s by %d ms; log time goes on", way, abs(step_ms))


def recording_troubles(streams: Iterable[RecordedStream]) -> tuple[str, ...]:
    """What keeps pictures from being recorded, each reason once, with what it is about.

    That is a camera ("cam-006") where all of its streams miss for it, else a stream ("cam-006 main").
    """
    told = tuple(streams)
    troubles: dict[FeedId, set[str]] = {}
    for stream in told:
        troubles.setdefault(stream.feed, set()).add(stream.trouble)
    missing: dict[str, dict[str, None]] = {}
    for stream in told:
        if stream.trouble:
            is_whole = len(troubles[stream.feed]) == 1
            name = stream.feed if is_whole else f"{stream.feed} {stream.profile}"
            missing.setdefault(stream.trouble, {})[name] = None
    return tuple(f"Not recorded: {few_of(list(names))}: {trouble}" for trouble, names in missing.items())
