"""A session begins at a keyframe, then each frame leaves when it is due: tried with a clock of its own."""

import socket
from collections.abc import Iterator

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.simulator_messages import Fault
from console.sim.bounded_sender import BoundedSender, ClientTooSlow
from console.sim.play import Play
from console.sim.scene_files import Codec, CodedPicture, Scene
from console.sim.streams import SimulatedStream, packet_loop

FPS = 10
GOP = 5
LOOP = 8
"""Not a multiple of the group: the loop's end is a short group."""
INTERVAL_NS = 10**9 // FPS
EPOCH_NS = 7 * 10**9
PHASE = 3


@pytest.fixture
def stream() -> SimulatedStream:
    pictures = tuple(
        CodedPicture((bytes((0x65 if index % GOP == 0 else 0x41, index)),), index % GOP == 0)
        for index in range(LOOP)
    )
    scene = Scene(1, Profile.SUB, FPS, 640, 360, Codec.H264, (b"\x67\1\2\3", b"\x68\1"), pictures)
    return SimulatedStream(FeedId("cam-001"), Profile.SUB, packet_loop(scene), PHASE, 0, EPOCH_NS)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    yield ours, theirs
    ours.close()
    theirs.close()


class Receiver:
    """Reads what was sent: the loop positions of frames, and their RTP numbers."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.seqs: list[int] = []
        self.times: list[int] = []

    def positions(self) -> list[int]:
        try:
            data = self._connection.recv(1 << 20)
        except BlockingIOError:
            return []
        found = []
        while data:
            length = int.from_bytes(data[2:4])
            packet, channel = data[4 : 4 + length], data[1]
            data = data[4 + length :]
            if channel == 0:
                self.seqs.append(int.from_bytes(packet[2:4]))
                if packet[12] in (0x65, 0x41):
                    found.append(packet[13])
                    self.times.append(int.from_bytes(packet[4:8]))
        return found


def at(frame: float) -> int:
    return EPOCH_NS + round(frame * INTERVAL_NS)


def test_starts_with_the_current_group_and_goes_on_over_the_seam(
    stream: SimulatedStream, pair: tuple[socket.socket, socket.socket]
) -> None:
    play, sender, receiver = Play(stream), BoundedSender(pair[0]), Receiver(pair[1])
    seq, time = play.start_at(at(4.5))  # position (4 + 3) % 8 = 7, its keyframe at 5
    play.advance(sender, at(4.5), 0)
    assert receiver.positions() == [5, 6, 7]
    play.advance(sender, at(4.9), 0)
    assert receiver.positions() == []
    for frame in range(5, 14):
        play.advance(sender, at(frame), 0)
        assert receiver.positions() == [(frame + PHASE) % LOOP]
    assert play.frames_late == 0
    assert receiver.seqs == [(seq + index) & 0xFFFF for index in range(len(receiver.seqs))]
    assert receiver.times == [(time + index * 9000) & 0xFFFFFFFF for index in range(12)]


def test_a_held_up_server_catches_up_and_counts_late_frames(
    stream: SimulatedStream, pair: tuple[socket.socket, socket.socket]
) -> None:
    play, sender, receiver = Play(stream), BoundedSender(pair[0]), Receiver(pair[1])
    play.start_at(at(2))
    play.advance(sender, at(2), 0)
    assert receiver.positions() == [5]
    play.advance(sender, at(4.5), 0)
    assert receiver.positions() == [6, 7]
    assert play.frames_late == 1


def test_after_a_long_gap_it_goes_on_from_the_latest_keyframe(
    stream: SimulatedStream, pair: tuple[socket.socket, socket.socket]
) -> None:
    play, sender, receiver = Play(stream), BoundedSender(pair[0]), Receiver(pair[1])
    play.start_at(at(2))
    play.advance(sender, at(2), 0)
    receiver.positions()
    play.advance(sender, at(2_000_003), 0)  # position 6
    assert receiver.positions() == [5, 6]


def test_a_stall_sends_nothing_and_ends_with_a_keyframe(
    stream: SimulatedStream, pair: tuple[socket.socket, socket.socket]
) -> None:
    play, sender, receiver = Play(stream), BoundedSender(pair[0]), Receiver(pair[1])
    play.start_at(at(0))
    play.advance(sender, at(0), 0)
    receiver.positions()
    stream.set_fault(Fault.STALL, at(1))
    play.advance(sender, at(1), 0)
    assert receiver.positions() == []
    stream.set_fault(Fault.NONE, at(6))
    play.advance(sender, at(6), 0)  # position 1, its keyframe at 0
    assert receiver.positions() == [0, 1]
    assert play.frames_late == 0


def test_a_fault_begins_and_ends_with_a_keyframe_and_no_time_comes_twice(
    stream: SimulatedStream, pair: tuple[socket.socket, socket.socket]
) -> None:
    play, sender, receiver = Play(stream), BoundedSender(pair[0]), Receiver(pair[1])
    play.start_at(at(3))
    play.advance(sender, at(3), 0)  # position 6
    assert receiver.positions() == [5, 6]
    stream.set_fault(Fault.FREEZE, at(4.5))
    play.advance(sender, at(5), 0)
    play.advance(sender, at(7), 0)
    assert receiver.positions() == [5, 5, 5]
    stream.set_fault(Fault.NONE, at(7.5))
    play.advance(sender, at(8), 0)  # position 3; its keyframe's time came already
    assert receiver.positions() == []
    play.advance(sender, at(11), 0)  # position 6
    assert receiver.positions() == [5, 6]
    assert receiver.times == sorted(set(receiver.times))


def test_a_slow_camera_spreads_the_first_third_of_each_group(
    stream: SimulatedStream, pair: tuple[socket.socket, socket.socket]
) -> None:
    play, sender, receiver = Play(stream), BoundedSender(pair[0]), Receiver(pair[1])
    stream.set_fault(Fault.SLOW, at(0))
    play.start_at(at(5))  # position 0
    sent = []
    for frame in range(5, 13):
        play.advance(sender, at(frame), 0)
        sent.append(receiver.positions())
    assert sent == [[0], [], [], [1], [], [5], [], []]
    assert receiver.times[1] - receiver.times[0] == 3 * 90_000 // FPS


def test_noise_comes_in_packets_of_the_same_lengths(
    stream: SimulatedStream, pair: tuple[socket.socket, socket.socket]
) -> None:
    play, sender, receiver = Play(stream), BoundedSender(pair[0]), Receiver(pair[1])
    stream.set_fault(Fault.GARBAGE, at(0))
    play.start_at(at(5))
    play.advance(sender, at(5), 0)  # position 0: two parameter sets and a keyframe
    play.advance(sender, at(6), 0)
    assert receiver.positions() == []
    assert receiver.seqs == [(receiver.seqs[0] + index) & 0xFFFF for index in range(4)]
    assert stream.loop.pictures[0].data[-2:] == bytes((0x65, 0)), "the loop itself is left alone"


def test_what_a_client_leaves_unread_is_bounded(pair: tuple[socket.socket, socket.socket]) -> None:
    sender = BoundedSender(pair[0], limit_bytes=10_000)
    sent = 0
    with pytest.raises(ClientTooSlow):
        while sent < 10_000_000:
            sender.send(b"x" * 3_000)
            sent += 3_000
    assert sender.is_behind
    received = 0
    while sender.is_behind:
        received += len(pair[1].recv(1 << 20))
        sender.flush()
    received += len(pair[1].recv(1 << 20))
    assert received == sent
