"""Movies of cameras that send by RTSP: as the session's own thread fills the ring that is recorded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.intake import Intake
from console.media.worker.opening_gate import OpeningGate
from console.media.worker.rtsp_source import LostReason, StreamFormat, VideoPacket
from console.media.worker.segments.movie import index_of
from console.media.worker.segments.recorder import Recorder
from console.media.worker.session import Session
from console.protocol.clock import SystemClock
from console.protocol.movie_index import CONNECTION, read_index
from console.protocol.process_config import StreamSource
from tests.fakes.rtp_camera import Oddities, RtpCamera, Unit, encoded
from tests.fakes.rtsp_clips import moving_bar
from tests.integration.test_media_odd_cameras import (
    another_source_each_gop,
    joined_by_start_codes,
    sets_of_another_size,
    sets_with_a_time_of_their_own,
    sets_with_every_third_keyframe,
    without_marker,
)
from tests.unit.media.worker.segments.filmed import complaints, probed, sample_units, samples
from tests.watch.waiting import wait_until

KEY = FeedId("cam-1"), Profile.SUB
SPEED = 10.0
PICTURES = 120
WIDTH, HEIGHT, GOP = 320, 180, 15


class Filled:
    """The sink of a session: what the worker's stream does with packets, without its pictures."""

    def __init__(self) -> None:
        self.intake = Intake()

    def connected(self, form: StreamFormat) -> None:
        self.intake.connected(form)

    def arrived(self, packet: VideoPacket, arrival_ns: int, *, after_loss: bool = False) -> None:
        self.intake.arrived(packet, arrival_ns, after_loss=after_loss)

    def lost(self, reason: LostReason) -> None:
        self.intake.lost(reason)


def said_without_sets(sdp: str) -> str:
    return "".join(line for line in sdp.splitlines(keepends=True) if not line.startswith("a=fmtp"))


@dataclass(frozen=True)
class Kind:
    """A camera, and the codec's name in its movie."""

    codec: str = "h264"
    odd: Oddities = field(default_factory=Oddities)
    units: Callable[[Sequence[Unit]], list[Unit]] = list


KINDS = {
    "h264": Kind(),
    "h265": Kind("h265"),
    "no sets said": Kind(odd=Oddities(sdp=said_without_sets)),
    "h265, no sets said": Kind("h265", Oddities(sdp=said_without_sets)),
    "sets of another size said": Kind(odd=Oddities(sdp=sets_of_another_size)),
    "sets have their own time": Kind(odd=Oddities(sets_with_a_time_of_their_own)),
    "sets in each third keyframe": Kind(
        odd=Oddities(sets_with_every_third_keyframe, numbers_what_it_sends=True)
    ),
    "start codes inside": Kind(units=joined_by_start_codes),
    "another source each GOP": Kind(odd=Oddities(another_source_each_gop)),
    "no marker": Kind(odd=Oddities(without_marker)),
}


def record(folder: Path, camera: RtpCamera, enough: Callable[[Filled], bool]) -> list[Path]:
    """The movies of what the camera sends until it is enough."""
    clock, filled = SystemClock(), Filled()
    filled.intake.ring.keep(60.0, 2**28)
    camera.start()
    source = StreamSource(*KEY, camera.url)
    session = Session(source, filled, OpeningGate(clock), clock)
    recorder = Recorder(folder, clock, "boot")
    recorder.start()
    recorder.record(KEY, filled.intake.ring)
    session.start()
    wait_until(lambda: enough(filled), 30, "enough packets")
    assert recorder.stop(10.0)
    session.ask_to_stop()
    camera.stop()
    assert session.wait_stopped(10.0)
    return sorted(folder.glob("*/*.mp4"))


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_what_a_camera_sends_is_in_its_movie(tmp_path: Path, kind: Kind) -> None:
    bar = moving_bar(PICTURES, WIDTH, HEIGHT)
    sent = encoded(bar, WIDTH, HEIGHT, kind.codec, gop=GOP)
    camera = RtpCamera(kind.units(sent), h265=kind.codec == "h265", speed=SPEED, odd=kind.odd, repeats=True)
    (path,) = record(tmp_path, camera, lambda filled: filled.intake.ring.head() >= PICTURES)
    index = read_index(index_of(path))
    assert index.missing == ""
    assert index.gaps == ()
    pictures = [one for one in index.packets if one.file_us is not None]
    name = {"h265": "hevc"}.get(kind.codec, kind.codec)
    assert probed(path) == f"{name},{WIDTH},{HEIGHT},{len(pictures)}"
    assert complaints(path) == ""
    assert len(pictures) >= PICTURES // 2
    slices = [nal for unit in sent for nal in unit.nals if is_slice(kind.codec, nal)] * 2
    found = [nal for sample in samples(path) for nal in sample_units(sample) if is_slice(kind.codec, nal)]
    assert found == slices[: len(found)]
    assert len(found) >= len(pictures)


def is_slice(codec: str, nal: bytes) -> bool:
    return nal[0] >> 1 & 63 < 32 if codec == "h265" else nal[0] & 31 in (1, 5)


def test_a_camera_that_comes_back_goes_on_in_the_same_movie(tmp_path: Path) -> None:
    units = encoded(moving_bar(60, WIDTH, HEIGHT), WIDTH, HEIGHT, "h264", gop=GOP)
    camera = RtpCamera(units, speed=SPEED)  # it hangs up after these
    (path,) = record(tmp_path, camera, lambda filled: filled.intake.ring.head() >= 100)
    index = read_index(index_of(path))
    (gap,) = index.gaps
    assert gap.reason == CONNECTION
    assert complaints(path) == ""
    assert b"127.0.0.1" not in path.read_bytes() + index_of(path).read_bytes()
