"""A stream with real packets and a real decoder; the session's and pool's calls are made by hand."""

import mmap
from collections.abc import Sequence
from typing import Any

import av

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Priority, SlotKey, SlotPlan
from console.media.worker.decode_pool import DecodeTools, Work
from console.media.worker.shown_slot import ShownSlot
from console.media.worker.stream import Stream
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import StreamSource
from console.protocol.slots import SlotReader, SlotWriter, slot_bytes

INTERVAL_NS = 66_666_667


class HeldClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at_ns = 1_000_000_000

    def monotonic_ns(self) -> int:
        return self.at_ns

    def now_ms(self) -> int:
        return self.at_ns // 1_000_000


class Bench:
    """A stream, the packets of a clip, and the steps a pool would make."""

    def __init__(self, packets: "Sequence[av.Packet]") -> None:
        self.clock = HeldClock()
        self.offered = 0
        self.woken = 0
        self.crowded = False
        self.alarms: dict[Work, int] = {}
        self.tools = DecodeTools()
        source = StreamSource(FeedId("cam-1"), Profile.SUB, "rtsp://camera/1")
        self.stream = Stream(source, "worker-0", self.clock, PictureClock(self.clock), self, self._wake)
        self._packets = packets
        self._next = 0
        self._others: list[Work] = []

    def offer(self, work: Work) -> None:
        self.offered += 1
        if work is not self.stream.drawing and work not in self._others:
            self._others.append(work)

    def offer_at(self, work: Work, due_ns: int) -> None:
        self.alarms[work] = min(due_ns, self.alarms.get(work, due_ns))

    def is_crowded(self) -> bool:
        return self.crowded

    def _wake(self) -> None:
        self.woken += 1

    def receive(self, count: int, *, after_loss: bool = False) -> int:
        """So many packets arrive; returns when the last did."""
        for _ in range(count):
            self.clock.at_ns += INTERVAL_NS
            packet = self._packets[self._next % len(self._packets)]
            self.stream.arrived(packet, self.clock.at_ns, after_loss=after_loss)
            self._next += 1
        return self.clock.at_ns

    def receive_again(self) -> None:
        """The first packet, a keyframe, arrives once more."""
        self.stream.arrived(self._packets[0], self.clock.at_ns)

    def step_to_head(self) -> int:
        steps = 1
        while self.stream.drawing.step(self.tools):
            steps += 1
        return steps

    def step_others(self) -> None:
        """Step what was offered beside the stream, and whose alarm is due by now."""
        due = [work for work, at_ns in self.alarms.items() if at_ns <= self.clock.at_ns]
        for work in [*self._others, *due]:
            self.alarms.pop(work, None)
            while work.step(self.tools):
                pass
        self._others.clear()

    def slot(self, width: int = 160, height: int = 90, *, delay_ms: int = 0, **plan: Any) -> "Slot":
        memory = mmap.mmap(-1, slot_bytes(width, height))
        key = SlotKey(FeedId("cam-1"), Profile.SUB, width, height, delay_ms)
        writer = SlotWriter(memory, "frames", 0, key, 1)
        writer.start()
        shown = ShownSlot(writer, SlotPlan(key, Priority.GRID, **plan))
        return shown, SlotReader(memory, writer.place)


Slot = tuple[ShownSlot, SlotReader]
