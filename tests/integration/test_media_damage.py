"""Packets of the network that are lost: what is smeared is known, what is whole is shown."""

import os
import random
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
import numpy.typing as npt
import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.decoder import Decoder
from console.media.worker.opening_gate import OpeningGate
from console.media.worker.ring import KeptPacket, PacketRing
from console.media.worker.rtsp_source import Connection, LostReason, StreamFormat, VideoPacket
from console.media.worker.session import Session
from console.protocol.clock import SystemClock
from console.protocol.process_config import StreamSource
from tests.fakes.rtp_camera import Oddities, RtpCamera, Unit, encoded
from tests.fakes.rtsp_clips import footage
from tests.watch.figures import Figure
from tests.watch.waiting import wait_until

WIDTH, HEIGHT, FPS = 640, 360, 15
FAR_DB = 10.0
Luma = npt.NDArray[np.uint8]


class Receiver:
    """Keeps all packets of one session."""

    def __init__(self) -> None:
        self.ring = PacketRing(keep_s=600, max_bytes=1 << 30, max_gop_bytes=1 << 30)
        self.connection: Connection | None = None
        self.kept: list[KeptPacket] = []
        self.losses = 0

    def connected(self, form: StreamFormat) -> None:
        self.connection = self.connection or Connection(1, form)

    def arrived(self, packet: VideoPacket, arrival_ns: int, *, after_loss: bool = False) -> None:
        if self.losses or self.connection is None:
            return
        if self.ring.append(self.connection, packet, arrival_ns, after_loss=after_loss):
            self.kept += self.ring.after(self.ring.head() - 1, 1)

    def lost(self, reason: LostReason) -> None:
        self.losses += 1


class Loss:
    """Drops so many of the packets, by chance, after the first picture."""

    def __init__(self, share: float, seed: int) -> None:
        self._share = share
        self._chance = random.Random(seed)
        self.dropped = 0

    def __call__(self, index: int, packets: list[bytes]) -> list[bytes]:
        kept = [one for one in packets if not index or self._chance.random() >= self._share]
        self.dropped += len(packets) - len(kept)
        return kept


class Seen(NamedTuple):
    """A picture that came through loss: by how many dB it is worse than without, and whether it is marked."""

    worse_db: float
    marked: bool


class Film(NamedTuple):
    """Pictures before they were encoded, their units, and what becomes of these without loss."""

    source: list[Luma]
    units: list[Unit]
    clean: list[Luma]


@lru_cache(maxsize=1)  # the same for each transport
def film(codec: str, pictures: int) -> Film:
    folder = os.environ["SIGHTLINE_TEST_DATA"]
    frames = [
        frame.reformat(WIDTH, HEIGHT, "yuv420p")
        for frame in islice(_again(Path(folder) / "car-detection.mp4"), pictures)
    ]
    units = encoded(iter(frames), WIDTH, HEIGHT, codec)
    context = av.CodecContext.create("hevc" if codec == "h265" else "h264", "r")
    assert isinstance(context, av.video.codeccontext.VideoCodecContext)
    context.thread_count = 1
    clean: list[Luma] = []
    for unit in units:
        packet = av.Packet(b"".join(b"\0\0\0\1" + nal for nal in unit.nals))
        clean += [_luma(frame) for frame in context.decode(packet)]
    clean += [_luma(frame) for frame in context.decode(None)]
    return Film([_luma(frame) for frame in frames], units, clean)


def _again(path: Path) -> Iterator[av.VideoFrame]:
    while True:
        yield from footage(path, 10_000)


def _luma(frame: av.VideoFrame) -> Luma:
    return frame.to_ndarray(format="gray")


def _psnr_db(one: Luma, other: Luma) -> float:
    error = float(np.mean((one.astype(np.float32) - other) ** 2))
    return 10 * float(np.log10(255**2 / max(error, 0.01)))


def through_loss(told: Film, codec: str, transport: str, share: float, speed: float) -> list[Seen]:
    """What comes of a film whose packets are lost on their way."""
    loss = Loss(share, seed=7)
    camera = RtpCamera(told.units, h265=codec == "h265", speed=speed, odd=Oddities(loss))
    camera.start()
    receiver = Receiver()
    source = StreamSource(FeedId("cam-1"), Profile.SUB, camera.url, transport=transport)
    session = Session(source, receiver, OpeningGate(SystemClock()), SystemClock())
    session.start()
    try:
        wait_until(lambda: receiver.losses, 20 + len(told.units) / FPS / speed, "the film is through")
    finally:
        session.ask_to_stop()
        camera.stop()
        assert session.wait_stopped(8)
    assert bool(loss.dropped) == bool(share)
    return list(_seen(told, receiver))


def _seen(told: Film, receiver: Receiver) -> Iterator[Seen]:
    assert receiver.connection is not None
    decoder = Decoder(receiver.connection)
    for kept in receiver.kept:
        try:
            picture = decoder.decode(kept)
        except av.FFmpegError:
            continue
        if picture is not None:
            at = round(picture.pts_us * FPS / 1e6)
            yield Seen(_worse_db(told, _luma(picture.frame), at), not picture.is_whole)


def _worse_db(told: Film, shown: Luma, at: int) -> float:
    """After a loss FFmpeg may give a picture the time of the one before it."""
    near = [index for index in (at, at + 1) if 0 <= index < len(told.source)]
    return min(
        _psnr_db(told.source[index], told.clean[index]) - _psnr_db(told.source[index], shown)
        for index in near
    )


@pytest.mark.footage
@pytest.mark.parametrize(("codec", "transport"), [("h264", "udp"), ("h265", "udp"), ("h265", "tcp")])
def test_what_is_smeared_by_lost_packets_is_marked(codec: str, transport: str, figure: Figure) -> None:
    seen = through_loss(film(codec, 180), codec, transport, 0.02, speed=8)
    far = [one for one in seen if one.worse_db > FAR_DB]
    assert len(far) > 20, "the loss does harm"
    unmarked = sum(not one.marked for one in far)
    figure(
        f"{codec} {transport}, 2 % lost: far from whole and unmarked", 100 * unmarked / len(far), "%", "1 %"
    )
    assert unmarked <= len(far) * 0.01
    assert sum(not one.marked for one in seen) > 10, "what is whole is shown"


@pytest.mark.footage
@pytest.mark.parametrize(("codec", "transport"), [("h264", "udp"), ("h265", "tcp")])
def test_without_loss_nothing_is_marked(codec: str, transport: str) -> None:
    seen = through_loss(film(codec, 75), codec, transport, 0.0, speed=8)
    assert len(seen) >= 73 and not any(one.marked or one.worse_db > 1 for one in seen)


@pytest.mark.long
@pytest.mark.footage
@pytest.mark.timeout(900)
@pytest.mark.parametrize("transport", ["udp", "tcp"])
@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_figures_of_loss(codec: str, transport: str, figure: Figure) -> None:
    told = film(codec, 1200)
    for percent in (0, 0.1, 1, 5):
        seen = through_loss(told, codec, transport, percent / 100, speed=6)
        far = [one for one in seen if one.worse_db > FAR_DB]
        unmarked = sum(not one.marked for one in far)
        marked = sum(one.marked for one in seen)
        share = 100 * unmarked / max(1, len(far))
        name = (
            f"{codec} {transport} {percent:g} % lost: {len(seen)} pictures, {len(far)} far, {marked} marked"
        )
        figure(name, share, "% unmarked", "1 %")
        assert share <= 1 and (percent or not marked), name
