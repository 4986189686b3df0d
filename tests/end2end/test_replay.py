"""An incident is recorded, put together, and played again: the same pictures at the same moments."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest

from console.app.package.manifest import VIDEO
from console.app.replay_site import replay_site
from console.domain.camera import Profile
from console.media.worker.replay.stream_tape import StreamTape, tapes_of
from console.sim.frame_strip import read
from tests.end2end.replayed_site import ReplayedSite
from tests.end2end.running_site import RunningSite
from tests.end2end.test_site import ALERT
from tests.watch.waiting import wait_until

pytestmark = pytest.mark.timeout(180)

CAMERAS = 12
AN_ALERT = ALERT | {"lat_deg": 60.17, "lon_deg": 24.94}
PICTURES_S = 15.0
FRAMES_OF_LOOP = 300
LEAST_READ = 10
"""Of twelve cameras; a strip may lie over something as bright."""


@dataclass
class Recorded:
    """A package, and what the live site showed when it was made."""

    package: Path
    site: str
    incident: str
    fed: dict[str, str]


@pytest.fixture(scope="module")
def recorded() -> Iterator[Recorded]:
    """Twelve cameras, an incident, and half a minute of it."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sl-")))
        site = RunningSite(home, CAMERAS, layouts=("3x3", "3x3"))
        stack.callback(site.stop)
        site.start()
        site.wait(lambda: site.tiles_live() >= site.tiles, 30.0, "all tiles are live")
        site.ctl(
            "alert", "send", "-", stdin=json.dumps(ALERT | {"lat_deg": 60.17, "lon_deg": 24.94}).encode()
        )
        incident = site.ctl("incident", "list")[0]["incident"]
        every = [f"cam-{number:03d}" for number in range(1, CAMERAS + 1)]
        name = site.ctl("record", "start", *every, "--incident", incident)["recording"]
        site.wait(lambda: on_disk(site) == {f"{feed}/sub" for feed in every}, 20.0, "all of it is on disk")
        site.ctl("wall", "assign", "wall-2", "8", "cam-007")
        site.ctl("incident", "close", incident)
        site.ctl("record", "stop", name)
        package = home / "package"
        done = sightline("package", "--run", str(site.run_dir), "create", name, str(package))
        assert done.returncode == 0, done.stderr
        yield Recorded(package, site.name, incident, {})


def on_disk(site: RunningSite) -> set[str]:
    """The streams of which six seconds at least are safe."""
    told = site.ctl("record", "list")
    began_ms = told["recordings"][0]["begun_at_ms"]
    return {
        f"{one['feed']}/{one['profile']}"
        for one in told["streams"]
        if one["profile"] == "sub" and one["written_at_ms"] > began_ms + 6_000
    }


def sightline(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "console.app.command_line", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_every_movie_has_the_seconds_before_and_opens_without_an_error(recorded: Recorded) -> None:
    movies = sorted((recorded.package / VIDEO).glob("*/sub-*.mp4"))
    assert len(movies) == CAMERAS
    for movie in movies:
        with av.open(movie) as container:
            frames = sum(1 for _ in container.decode(video=0))
        assert frames > 10 * PICTURES_S
        probe = ["ffprobe", "-v", "error", "-show_entries", "format=duration", str(movie)]
        done = subprocess.run(probe, capture_output=True, text=True, timeout=30, check=False)
        assert (done.returncode, done.stderr) == (0, ""), movie


@pytest.mark.parametrize("seed", ["0", "1"])
def test_its_log_comes_to_what_was_decided_and_shown(recorded: Recorded, seed: str) -> None:
    done = sightline("replay", str(recorded.package), "--check", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["equal"] and found["decisions_sha256"] == found["recorded_decisions_sha256"]
    assert found["views_sha256"] == found["recorded_views_sha256"] and not found["unrecorded"]


def frame_at(tape: StreamTape, at_ns: int) -> int:
    """The strip of the picture that was the newest at a moment, decoded by another program's decoder."""
    place = tape.key_before(at_ns)
    assert place is not None
    came = [one for one in tape.from_place(place) if one.at_ns <= at_ns]
    context = av.CodecContext.create("h264", "r")
    frames = [frame for one in came for frame in context.decode(one.packet)] + context.decode(None)  # type: ignore[attr-defined]
    number = read(np.asarray(frames[-1].to_ndarray(format="gray")))
    assert number is not None
    return number


def test_played_again_each_tile_shows_the_picture_of_its_moment(recorded: Recorded) -> None:
    site = replay_site(recorded.package, recorded.package)
    assert site.replay is not None
    tapes = {
        feed: tape for (feed, profile), tape in tapes_of(site.replay.source).items() if profile is Profile.SUB
    }
    with tempfile.TemporaryDirectory(prefix="sl-") as home:
        replayed = ReplayedSite(Path(home), recorded.package, recorded.site)
        replayed.start()
        try:
            status = replayed.ctl("replay", "status")
            ends_ms = min(tape.end_ns for tape in tapes.values() if tape.end_ns is not None) // 1_000_000
            moments = [ends_ms - after_ms for after_ms in (500, 9_000, 2_345, 6_001, 11_111)]
            for at_ms in moments:
                replayed.ctl("replay", "seek", str((at_ms - status["begin_ms"]) / 1000))
                expected = {feed: frame_at(tape, at_ms * 1_000_000) for feed, tape in tapes.items()}
                await_wall(replayed, expected, 10.0, f"the wall of {at_ms}")
            replayed.ctl("replay", "rate", "1")
            replayed.ctl("replay", "play")
            wait_until(
                lambda: replayed.ctl("replay", "status")["at_ms"] > moments[-1] + 1_000, 10.0, "it plays"
            )
            stood = replayed.ctl("replay", "pause")["at_ms"]
            expected = {feed: frame_at(tape, stood * 1_000_000) for feed, tape in tapes.items()}
            await_wall(replayed, expected, 5.0, "paused it stands where it is")
        finally:
            assert replayed.stop() == 0


def at_ms_of(replayed: ReplayedSite) -> int:
    return int(replayed.ctl("replay", "status")["at_ms"])


def await_wall(replayed: ReplayedSite, expected: dict[str, int], limit_s: float, what: str) -> None:
    """Until every strip that can be read is that of the moment, one picture more or less."""
    wrong: list[dict[str, int]] = []

    def shows() -> bool:
        strips = replayed.strips()
        away = {feed: apart(strip, expected[feed]) for feed, strip in strips.items()}
        wrong.append({feed: pictures for feed, pictures in away.items() if pictures > 1})
        return len(strips) >= LEAST_READ and not wrong[-1]

    try:
        wait_until(shows, limit_s, what)
    except AssertionError as error:
        raise AssertionError(f"{error}; pictures away: {wrong[-3:]}") from None


def apart(one: int, other: int) -> int:
    """Pictures between two of the same scene."""
    assert one >> 16 == other >> 16, "of the same camera"
    away = abs((one & 0xFFFF) - (other & 0xFFFF)) % FRAMES_OF_LOOP
    return min(away, FRAMES_OF_LOOP - away)
