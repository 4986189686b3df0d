"""A camera made of access units whose answers and RTP packets a test may change as it likes."""

import base64
import contextlib
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import av

from console.sim.rtp import CLOCK_HZ, packetise
from tests.fakes.rtsp_clips import ENCODERS

FPS = 15
FIRST_SEQ = 100
FIRST_TIME = CLOCK_HZ
START_CODE = re.compile(b"\0\0\0?\1")


class Unit(NamedTuple):
    """An access unit's NAL units."""

    nals: tuple[bytes, ...]
    is_key: bool


Change = Callable[[int, list[bytes]], list[bytes]]
"""From a unit's index and RTP packets to the packets that are sent in their place."""

Answer = Callable[[dict[str, str]], str | None]
"""From a request's headers to a status line and headers in place of the usual answer; None for that."""


def as_it_is(_index: int, packets: list[bytes]) -> list[bytes]:
    return packets


def encoded(
    frames: Iterator[av.VideoFrame],
    width: int,
    height: int,
    codec: str,
    *,
    gop: int = 30,
    options: dict[str, str] | None = None,
    bit_rate: int = 1_000_000,
) -> list[Unit]:
    """The frames as a camera encodes them: keyframes with their parameter sets."""
    name, usual = ENCODERS.get(codec, (codec, {}))
    encoder = av.CodecContext.create(name, "w")
    assert isinstance(encoder, av.video.codeccontext.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, 15), Fraction(15)
    encoder.gop_size, encoder.bit_rate, encoder.options = gop, bit_rate, options or usual
    packets: list[av.Packet] = []
    for index, frame in enumerate(frames):
        shown = frame.reformat(width, height, "yuv420p")
        shown.pts, shown.time_base = index, Fraction(1, 15)
        packets += encoder.encode(shown)
    packets += encoder.encode(None)
    if codec not in ENCODERS:
        return [Unit((bytes(one),), one.is_keyframe) for one in packets]
    return [
        Unit(tuple(nal for nal in START_CODE.split(bytes(one)) if nal), one.is_keyframe) for one in packets
    ]


def parameter_sets(unit: Unit, *, h265: bool) -> list[bytes]:
    """Those of a keyframe, in their order."""
    wanted = (32, 33, 34) if h265 else (7, 8)
    return [nal for nal in unit.nals if (nal[0] >> 1 & 63 if h265 else nal[0] & 31) in wanted]


@dataclass
class Oddities:
    """What is odd about a camera. ``transports`` are those that it knows; ``answers`` by method.

    ``due_s``: when a unit is sent, after the first. ``payloads``: "plain" for a codec without NAL units.
    ``one_client``: a new session ends the one before it. ``numbers_what_it_sends``: what ``change`` left out
    is not missing.
    """

    change: Change = as_it_is
    answers: dict[str, Answer] | None = None
    transports: tuple[str, ...] = ("tcp", "udp")
    sdp: Callable[[str], str] = str
    early_packets: bool = False
    due_s: Callable[[int], float] = lambda index: index / FPS
    payloads: str = "nal units"
    one_client: bool = False
    numbers_what_it_sends: bool = False


class RtpCamera:
    """Serves one client after the other, each from the first unit on, at ``speed`` times the real rate.

    RTP time is that of the unit's index. ``sent`` counts packets, ``plays`` sessions. It closes the
    connection after the last unit unless it ``repeats``.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        *,
        h265: bool = False,
        speed: float = 1.0,
        odd: Oddities | None = None,
        repeats: bool = False,
    ) -> None:
        self._units = units
        self._h265 = h265
        self._odd = odd or Oddities()
        self._speed = speed
        self._repeats = repeats
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._rtp.bind(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]
        self._playing: list[socket.socket] = []
        self.sent = 0
        self.plays = 0
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"rtsp://127.0.0.1:{self.port}/video"

    def start(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        for one in (self._listener, self._rtp, *self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._sockets.append(client)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        destination: tuple[str, int] | None = None
        with contextlib.suppress(OSError):
            for method, headers in _requests(client):
                self.asked.append(method)
                answer = (self._odd.answers or {}).get(method)
                odd = answer(headers) if answer is not None else None
                cseq = f"CSeq: {headers.get('cseq', '0')}\r\n"
                if odd is not None:
                    status, _, rest = odd.partition("\r\n")
                    client.sendall(f"RTSP/1.0 {status}\r\n{cseq}{rest}\r\n".encode())
                    continue
                if method == "SETUP":
                    said, destination = self._set_up(headers["transport"])
                elif method == "DESCRIBE":
                    said = self._description()
                else:
                    said = "200 OK\r\n" + "Session: 1;timeout=60\r\n" * (method != "OPTIONS")
                if method == "PLAY":
                    said += f"RTP-Info: url=t1;seq={FIRST_SEQ};rtptime={FIRST_TIME}\r\n"
                if method == "PLAY" and self._odd.early_packets:
                    self._play(client, destination)
                    self._stopping.wait(0.2)
                status, _, rest = said.partition("\r\n")
                head, split, body = rest.partition("\r\n\r\n")
                head = head if split else head.removesuffix("\r\n")
                lines = f"RTSP/1.0 {status}\r\n{cseq}{head}" + "\r\n" * bool(head)
                client.sendall(f"{lines}\r\n{body}".encode("latin-1"))
                if method == "PLAY" and not self._odd.early_packets:
                    self._play(client, destination)

    def _set_up(self, asked: str) -> tuple[str, tuple[str, int] | None]:
        kind = "tcp" if "TCP" in asked else "udp"
        if kind not in self._odd.transports:
            return "461 Unsupported Transport\r\n", None
        if kind == "tcp":
            return "200 OK\r\nSession: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n", None
        found = re.search(r"client_port=(\d+)", asked)
        assert found is not None
        own, port = self._rtp.getsockname()[1], int(found[1])
        ports = f"client_port={port}-{port + 1};server_port={own}-{own + 1}"
        return f"200 OK\r\nSession: 1\r\nTransport: RTP/AVP;unicast;{ports}\r\n", ("127.0.0.1", port)

    def _description(self) -> str:
        sets = [base64.b64encode(one).decode() for one in parameter_sets(self._units[0], h265=self._h265)]
        if self._h265:
            form = ";".join(
                f"sprop-{name}={one}" for name, one in zip(("vps", "sps", "pps"), sets, strict=True)
            )
        else:
            form = f"packetization-mode=1;sprop-parameter-sets={','.join(sets)}"
        body = self._odd.sdp(
            "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\n"
            f"a=rtpmap:96 {'H265' if self._h265 else 'H264'}/90000\r\na=fmtp:96 {form}\r\na=control:t1\r\n"
        )
        return f"200 OK\r\nContent-Type: application/sdp\r\nContent-Length: {len(body)}\r\n\r\n{body}"

    def _play(self, client: socket.socket, destination: tuple[str, int] | None) -> None:
        self.plays += 1
        if self._odd.one_client:
            for other in self._playing:
                with contextlib.suppress(OSError):
                    other.shutdown(socket.SHUT_RDWR)
            self._playing = [client]
        threading.Thread(target=self._send_all, args=(client, destination), daemon=True).start()

    def _send_all(self, client: socket.socket, destination: tuple[str, int] | None) -> None:
        seq, index, begun_s = FIRST_SEQ, 0, time.monotonic()
        with contextlib.suppress(OSError):
            while self._repeats or index < len(self._units):
                unit = self._units[index % len(self._units)]
                due_s = self._odd.due_s(index)
                self._stopping.wait(max(0.0, begun_s + due_s / self._speed - time.monotonic()))
                packets = self._packets(unit, seq, FIRST_TIME + round(due_s * CLOCK_HZ))
                sent = self._odd.change(index, packets)
                if self._odd.numbers_what_it_sends:
                    packets = sent = [
                        one[:2] + (seq + at & 0xFFFF).to_bytes(2, "big") + one[4:]
                        for at, one in enumerate(sent)
                    ]
                seq = seq + len(packets) & 0xFFFF
                for packet in sent:
                    self._send(client, destination, packet)
                index += 1
            self._stopping.wait(0.6)  # FFmpeg waits so long for packets that were overtaken
            client.shutdown(socket.SHUT_RDWR)

    def _packets(self, unit: Unit, seq: int, at: int) -> list[bytes]:
        """RTP packets without what TCP puts before them."""
        if self._odd.payloads == "plain":
            pieces = [unit.nals[0][start : start + 1400] for start in range(0, len(unit.nals[0]), 1400)]
            heads = [(0x80 if index == len(pieces) - 1 else 0) | 96 for index in range(len(pieces))]
            return [
                struct.pack(">BBHII", 0x80, head, seq + index & 0xFFFF, at & 0xFFFFFFFF, 7) + piece
                for index, (head, piece) in enumerate(zip(heads, pieces, strict=True))
            ]
        made = packetise(unit.nals, is_key=unit.is_key, h265=self._h265)
        made.stamp(seq, at, 7)
        ends = (*made.offsets[1:], len(made.data))
        return [bytes(made.data[a + 4 : b]) for a, b in zip(made.offsets, ends, strict=True)]

    def _send(self, client: socket.socket, destination: tuple[str, int] | None, packet: bytes) -> None:
        self.sent += 1
        if destination is None:
            client.sendall(b"$\0" + len(packet).to_bytes(2, "big") + packet)
        else:
            self._rtp.sendto(packet, destination)


def _requests(client: socket.socket) -> Iterator[tuple[str, dict[str, str]]]:
    received = b""
    while chunk := client.recv(4096):
        received += chunk
        while received.startswith(b"$") and len(received) >= 4:
            received = received[4 + int.from_bytes(received[2:4], "big") :]
        while not received.startswith(b"$") and b"\r\n\r\n" in received:
            head, _, received = received.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {
                key.strip().lower(): value.strip() for key, _, value in (x.partition(":") for x in lines)
            }
            yield first.split()[0], headers
