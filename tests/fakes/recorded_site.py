"""A site's data folder after a recording, as the product writes it: core's database, and movies."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from console.app.package.making import Maker, PackageMaking
from console.app.package.manifest import PackageManifest
from console.app.package.progress import Progress
from console.app.package.wishes import wish_for_recording
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.recording import Recording
from console.media.worker.ring import KeptPacket
from console.media.worker.segments.movie import Movie, MovieOf
from console.protocol.movie_names import movie_path
from console.protocol.recording_messages import StartRecording, StopRecording
from console.protocol.time_anchor import TimeAnchor
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder
from tests.fakes.recorded_log import write_log
from tests.fakes.set_clock import SetClock
from tests.unit.media.worker.segments.filmed import FIRST_NS, encoded, kept, repeated, scene

BOOT = "boot"
BEFORE_MS = 4_000
RECORDED_MS = 60_000
CAMERAS = ("cam-001", "cam-002")
MAKER = Maker("Ada Example", "case 26-1182")


@dataclass(frozen=True)
class RecordedSite:
    """``begun_wall_ms``: the first picture's arrival, and the log's first alert is BEFORE_MS later."""

    data_dir: Path
    recording: Recording
    feeder: InputFeeder
    begun_wall_ms: int

    def wall_ms(self, one: KeptPacket) -> int:
        """When a packet arrived."""
        return self.begun_wall_ms + (one.arrival_ns - FIRST_NS) // 1_000_000

    def begin_movie(self, feed: str, first: KeptPacket) -> Movie:
        """A movie that grows."""
        name = FeedId(feed)
        path = movie_path(self.data_dir / "video", name, Profile.SUB, self.wall_ms(first), "a1", 0)
        path.parent.mkdir(parents=True, exist_ok=True)
        return Movie.begin(path, MovieOf(name, Profile.SUB, BOOT), first)

    def film(self, feed: str, packets: Sequence[KeptPacket]) -> Path:
        """A finished movie."""
        movie = self.begin_movie(feed, packets[0])
        for one in packets:
            movie.write(one, self.wall_ms(one))
        movie.close()
        (path,) = (self.data_dir / "video" / feed).glob("*.mp4")
        return path

    def package(
        self, folder: Path, *, zipped: bool = False, running_ms: int | None = None
    ) -> PackageManifest:
        """Its recording as a package; ``running_ms``: made at that wall time, while the recording goes on."""
        clock, recording = SetClock(), self.recording
        if running_ms is not None:
            clock, recording = SetClock(running_ms), msgspec.structs.replace(recording, ended_log_ms=None)
        wish = wish_for_recording(self.data_dir, recording)
        return PackageMaking(self.data_dir, wish, MAKER, clock, Progress(clock)).make(folder, zipped=zipped)


def small_packets(times: int = 2) -> list[KeptPacket]:
    """Four seconds for each time, some KB."""
    return kept(repeated(encoded(frames=60), times))


def large_packets() -> list[KeptPacket]:
    """More than two MiB."""
    once = scene()
    return kept(repeated(once, 1 + 2_500_000 // sum(map(len, once))))


def recorded_site(folder: Path, *, cameras: Sequence[str] = CAMERAS) -> RecordedSite:
    """The log of an alert that two cameras were recorded for; no movies yet."""
    feeder = InputFeeder(cameras=3, layout="2x2")
    begun_ms = feeder.now_ms
    feeder.feed(msgspec.structs.replace(feeder.site, anchor=TimeAnchor(BOOT, FIRST_NS, begun_ms)))
    feeder.now_ms += BEFORE_MS
    feeder.alert(alert_message(1, at_camera=1))
    feeder.command(StartRecording(tuple(FeedId(one) for one in cameras)))
    (recording,) = [one for one in feeder.state.recordings.table.oldest_first() if one.by == "operator"]
    feeder.now_ms += RECORDED_MS
    feeder.alert(alert_message(2, at_camera=2))
    feeder.command(StopRecording(recording.recording))
    (recording,) = [one for one in feeder.state.recordings.table.oldest_first() if one.by == "operator"]
    feeder.now_ms += 60_000
    feeder.alert(alert_message(3, at_camera=3))
    write_log(folder / "data", feeder.entries, (2,))
    return RecordedSite(folder / "data", recording, feeder, begun_ms)
