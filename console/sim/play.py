"""One playing session: a stream's frames, stamped with the session's own numbers, at the stream's clock."""

import random
import secrets

from console.protocol.simulator_messages import Fault
from console.sim.bounded_sender import BoundedSender
from console.sim.rtp import CLOCK_HZ, sender_report
from console.sim.streams import SimulatedStream

REPORT_INTERVAL_NS = 5_000_000_000
NS = 1_000_000_000


class Play:
    """Begins with the current group of pictures from its keyframe, as a burst, then goes on in real time.

    Most cameras make a keyframe for a new session. These loops are encoded beforehand, so the burst stands
    for it: the client has a whole picture at once and is then at the head. The same happens after a stall
    or when the process itself was held up for longer than a group of pictures. Where a fault begins or ends
    it goes on with the next keyframe: no frame's time comes twice.
    """

    def __init__(self, stream: SimulatedStream) -> None:
        self.stream = stream
        self.source = secrets.randbits(32)
        self.frames_sent = 0
        self.frames_late = 0
        self._seq = secrets.randbits(16)
        self._time_offset = secrets.randbits(32)
        self._ticks_per_frame = CLOCK_HZ / stream.loop.scene.fps
        self._fault = stream.fault
        self._loop = stream.loop
        self._next_frame: int | None = None
        self._last_frame: int | None = None
        self._noise = random.Random(self.source)
        self._next_report_ns = 0
        self._packets = 0
        self._octets = 0

    def start_at(self, now_ns: int) -> tuple[int, int]:
        """Choose the first frame; returns its sequence number and RTP time, for the answer to PLAY."""
        self._next_frame = self.stream.keyframe_before(self.stream.latest(now_ns))
        return self._seq, self._time_of(self._next_frame)

    def advance(self, sender: BoundedSender, now_ns: int, wall_ms: int) -> None:
        """Send all frames that are due. Raises OSError when the client is gone or too slow."""
        stream = self.stream
        if stream.fault is not self._fault:
            self._fault, self._next_frame = stream.fault, None
        if stream.fault is Fault.STALL:
            return
        latest = stream.latest(now_ns)
        frame = self._first_due(latest, now_ns)
        if frame is None:
            return
        while frame <= latest:
            self._send(sender, frame)
            frame += 1
        self._next_frame = frame
        if now_ns >= self._next_report_ns:
            self._report(sender, now_ns, wall_ms)

    def _first_due(self, latest: int, now_ns: int) -> int | None:
        """The next frame to send; None while a keyframe is waited for."""
        stream, frame = self.stream, self._next_frame
        keyframe = stream.keyframe_before(latest)
        if frame is None:
            sent_already = self._last_frame is not None and keyframe <= self._last_frame
            return None if sent_already else keyframe
        if frame < keyframe - stream.loop.since_key[-1] - 1:
            return keyframe
        if frame <= latest and now_ns - stream.due_ns(frame) > stream.interval_ns and self.frames_sent:
            self.frames_late += latest - frame
        return frame

    def _time_of(self, frame: int) -> int:
        return (self._time_offset + round(frame * self._ticks_per_frame)) & 0xFFFF_FFFF

    def _send(self, sender: BoundedSender, frame: int) -> None:
        self._last_frame = frame
        position = self.stream.position(frame)
        if position is None:
            return
        if self._loop.pictures[position].is_key:
            self._loop = self.stream.loop_now()
        picture = self._loop.pictures[position]
        if self._fault is Fault.GARBAGE:
            picture = picture.as_noise(self._noise)
        picture.stamp(self._seq, self._time_of(frame), self.source)
        sender.send(picture.data)
        packets = len(picture.offsets)
        self._seq = (self._seq + packets) & 0xFFFF
        self._packets += packets
        self._octets += len(picture.data) - packets * 16
        self.frames_sent += 1

    def _report(self, sender: BoundedSender, now_ns: int, wall_ms: int) -> None:
        self._next_report_ns = now_ns + REPORT_INTERVAL_NS
        time = self._time_offset + (now_ns - self.stream.epoch_ns) * CLOCK_HZ // NS
        sender.send(sender_report(self.source, wall_ms, time, self._packets, self._octets))
