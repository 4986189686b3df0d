"""A slot that a stream fills: which pictures are due in it, and what it is told of them."""

from dataclasses import dataclass

import av
import cv2

from console.domain.media import SlotPlan
from console.domain.picture import LostCause, PictureState
from console.domain.tier import Tier
from console.media.worker.decoder import Picture
from console.media.worker.drawn_rate import DrawnRate
from console.media.worker.scale import Scaler, fit
from console.protocol.slots import SlotWriter

EARLY = 0.2
"""A picture that comes so much of an interval before it is due is taken: arrival times jitter."""

SPARSE_INTERVALS = 2.5
"""A slot that is drawn seldom on purpose is stale after so many of its own intervals, if that is longer."""


@dataclass(frozen=True, slots=True)
class ShownSlot:
    """A slot as the plan wants it filled."""

    writer: SlotWriter
    plan: SlotPlan

    @property
    def keys_only(self) -> bool:
        """Whether keyframes are enough; with ``max_fps`` every frame is decoded and few are drawn."""
        return self.plan.tier <= Tier.KEYFRAMES and not self.plan.max_fps


class SlotFill:
    """The filling of one slot. Not locked: its owner does that."""

    def __init__(self, shown: ShownSlot) -> None:
        self.writer = shown.writer
        self.shown = shown
        self.is_new = True
        self.drawn_fps = 0.0
        self._rate = DrawnRate()
        self._due_ns = 0
        self._said: tuple[PictureState, LostCause, int, int] | None = None

    def leapt(self, epoch: int) -> None:
        """A replay leapt: it has no picture yet."""
        self.is_new = True
        self._due_ns = 0
        self.writer.leap(epoch)

    @property
    def area(self) -> int:
        """Device pixels of its box."""
        key = self.writer.place.key
        return key.width * key.height

    def plan(self, shown: ShownSlot) -> None:
        """The plan for the same slot changed."""
        if shown.plan.max_fps != self.shown.plan.max_fps:
            self._due_ns = 0
        self.shown = shown

    def is_due(self, at_ns: int) -> bool:
        """Whether a picture of this time is drawn; asked once for each, it keeps the rate's beat."""
        max_fps = self.shown.plan.max_fps
        if not max_fps:
            return True
        interval_ns = int(1e9 / max_fps)
        if at_ns < self._due_ns - interval_ns * EARLY and not self.is_new:
            return False
        on_beat = at_ns - self._due_ns < interval_ns
        self._due_ns = (self._due_ns if on_beat else at_ns) + interval_ns
        return True

    def draw(self, picture: Picture, arrival_ns: int, scaler: Scaler) -> bool:
        """Scale the picture into the slot; False for a format or size that nobody here can convert."""
        self.is_new = False
        frame = picture.frame
        key = self.writer.place.key
        width, height = fit(*picture.shape, key.width, key.height)
        pixels = self.writer.begin(width, height)
        try:
            scaler.write(frame, pixels, width)
        except (av.FFmpegError, cv2.error, ValueError):
            return False
        self.writer.publish(arrival_ns, picture.pts_us)
        self._rate.drawn()
        return True

    def explain(
        self, state: PictureState, cause: LostCause, stale_after_ms: int, key_interval_ms: int = 0
    ) -> None:
        """Write the state, with a bound that fits the rate at which this slot is drawn."""
        max_fps = self.shown.plan.max_fps
        if max_fps:
            stale_after_ms = max(stale_after_ms, int(SPARSE_INTERVALS * 1000 / max_fps))
        said = (state, cause, stale_after_ms, key_interval_ms)
        if said != self._said:
            self._said = said
            self.writer.set_state(*said)

    def say_quality(self, now_ns: int) -> None:
        """Once a second: at which rate pictures are drawn, and why it is less than was asked."""
        self.drawn_fps = self._rate.look(now_ns)
        self.writer.set_quality(self.shown.plan.shed, self.drawn_fps)
