"""An incident is recorded, put together, and played again: decisions and pictures of the same moments."""

import json
import random
import subprocess
from collections.abc import Callable

import av
import pytest

from console.app.package.manifest import VIDEO
from console.core.replay.feed_states import recorded_states
from console.core.replay.log_slice import read_slice
from console.domain.ids import FeedId
from console.protocol.process_config import RecordedState
from console.protocol.replay_messages import (
    GetReplay,
    PauseReplay,
    PlayReplay,
    ReplayStatus,
    SeekReplay,
    SetReplayRate,
    Step,
    StepReplay,
)
from tests.end2end.recorded_incident import CAMERAS, FEEDS, RecordedIncident, sightline
from tests.end2end.recorded_pictures import RecordedPictures
from tests.end2end.replayed_site import ReplayedSite
from tests.end2end.wall_comparison import LEAST_READ, Compared, InStep, in_step, stand_at
from tests.watch.figures import Figure
from tests.watch.waiting import wait_until

pytestmark = pytest.mark.timeout(180)

PICTURES_S = 15.0
LEAST_FPS = 4
"""Its cameras send 5."""
UNDER_WAY_MS = 700
"""So long after its start nothing on the wall is what stood there."""
SEEKS = 50


def test_every_movie_has_the_seconds_before_and_opens_without_an_error(recorded: RecordedIncident) -> None:
    movies = sorted((recorded.package / VIDEO).glob("*/sub-*.mp4"))
    assert len(movies) == CAMERAS
    for movie in movies:
        with av.open(movie) as container:
            frames = sum(1 for _ in container.decode(video=0))
        assert frames > LEAST_FPS * PICTURES_S
        probe = ["ffprobe", "-v", "error", "-show_entries", "format=duration", str(movie)]
        done = subprocess.run(probe, capture_output=True, text=True, timeout=30, check=False)
        assert (done.returncode, done.stderr) == (0, ""), movie


# --- decisions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", ["0", "1"])
def test_its_log_comes_to_what_was_decided_and_shown(recorded: RecordedIncident, seed: str) -> None:
    done = sightline("replay", str(recorded.package), "--check", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["equal"] and found["decisions_sha256"] == found["recorded_decisions_sha256"]
    assert found["views_sha256"] == found["recorded_views_sha256"] and not found["unrecorded"]


def play_through(replayed: ReplayedSite, rate: float) -> None:
    replayed.ask(SetReplayRate(rate))
    left_s = (replayed.ask(PlayReplay()).end_ms - replayed.ask(GetReplay()).at_ms) / 1000 / rate
    wait_until(lambda: not replayed.ask(GetReplay()).playing, left_s + 10.0, "it stands at its end", 0.1)


def at_once(replayed: ReplayedSite) -> None:
    play_through(replayed, 1.0)


def four_times_as_fast(replayed: ReplayedSite) -> None:
    play_through(replayed, 4.0)


def event_by_event(replayed: ReplayedSite) -> None:
    status = replayed.ask(GetReplay())
    moments = sorted({one.at_ms for one in status.events if one.at_ms > status.begin_ms})
    assert [replayed.ask(StepReplay(Step.EVENT)).at_ms for _ in moments] == moments
    play_through(replayed, 8.0)


def after_many_leaps(replayed: ReplayedSite) -> None:
    status, chance = replayed.ask(GetReplay()), random.Random(5)
    for _ in range(SEEKS):
        replayed.ask(SeekReplay(chance.randrange(status.begin_ms, status.end_ms)))
    replayed.ask(SeekReplay(status.begin_ms))
    play_through(replayed, 8.0)


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(at_once, marks=pytest.mark.long),
        pytest.param(four_times_as_fast, marks=pytest.mark.long),
        event_by_event,
        after_many_leaps,
    ],
    ids=lambda way: way.__name__,
)
def test_however_it_is_played_it_decides_to_the_byte_what_was_decided_live(
    recorded: RecordedIncident, replayed: ReplayedSite, way: Callable[[ReplayedSite], None]
) -> None:
    checked = json.loads(sightline("replay", str(recorded.package), "--check", "--json").stdout)
    replayed.ask(SeekReplay(replayed.ask(GetReplay()).begin_ms))
    way(replayed)
    status = replayed.ask(GetReplay())
    assert status.at_ms == status.end_ms
    assert status.fed.last_n - status.fed.first_n + 1 == checked["inputs"], "all of it was fed"
    assert status.fed.decisions_sha256 == checked["recorded_decisions_sha256"] == checked["decisions_sha256"]


# --- pictures -------------------------------------------------------------------------------------------


def test_after_leaps_and_steps_each_tile_shows_the_picture_of_its_moment(
    replayed: ReplayedSite, pictures: RecordedPictures
) -> None:
    for after_ms in (500, 9_000, 2_345, 6_001, 11_111):
        at_ms = pictures.end_ns // 1_000_000 - after_ms
        assert replayed.ask(SeekReplay(at_ms)).at_ms == at_ms
        stand_at(replayed, pictures, at_ms, f"the wall of {at_ms}")
    for count, step in ((1, StepReplay()), (7, StepReplay()), (3, StepReplay(back=True)), (1, StepReplay())):
        for _ in range(count):
            at_ms = replayed.ask(step).at_ms
        stand_at(replayed, pictures, at_ms, f"after {count} steps")
    at_ms = replayed.ask(StepReplay(Step.EVENT)).at_ms
    stand_at(replayed, pictures, at_ms, "at the next event")


def states_of(recorded: RecordedIncident) -> dict[FeedId, tuple[RecordedState, ...]]:
    log = read_slice(recorded.package)
    return recorded_states(log.state(), (one.entry for one in log.inputs()))


def test_of_each_camera_is_said_what_the_log_says_and_since_when(
    recorded: RecordedIncident, replayed: ReplayedSite, pictures: RecordedPictures
) -> None:
    states = states_of(recorded)
    at_ms = pictures.end_ns // 1_000_000 - 2_000
    replayed.ask(SeekReplay(at_ms))
    then = {
        feed: next(one for one in told if one.from_ms <= at_ms < one.to_ms) for feed, told in states.items()
    }

    def is_told() -> bool:
        told = {one["feed"]: one["health"] for one in replayed.ctl("health") if one["health"] is not None}
        return told.keys() >= set(FEEDS) and all(
            told[feed]["state"] == then[feed].state.name and told[feed]["since_ms"] == then[feed].since_ms
            for feed in FEEDS
        )

    wait_until(is_told, 10.0, f"as in the log: {then}")


def later(replayed: ReplayedSite, at_ms: int) -> ReplayStatus | None:
    status = replayed.ask(GetReplay(events=False))
    return status if status.at_ms > at_ms else None


def test_playing_all_tiles_are_in_step_with_each_other_and_with_core(
    replayed: ReplayedSite, pictures: RecordedPictures, pytestconfig: pytest.Config, figure: Figure
) -> None:
    """There is a moment at which what they show, by strip and index, was each camera's newest, within one
    picture; and that is core's. Where the machine is too slow for that, tiles are late, and say so."""
    wanted = 60 if pytestconfig.getoption("--long") else 4
    first_ms, last_ms = pictures.unmistakable_ms()  # a picture of another loop would be seen
    replayed.ask(SetReplayRate(1.0))
    steps: list[InStep] = []

    def looked() -> bool:
        begun_ms = replayed.ask(GetReplay()).at_ms
        if not first_ms <= begun_ms < last_ms - 1_000:
            replayed.ask(PauseReplay())
            replayed.ask(SeekReplay(first_ms))
            stand_at(replayed, pictures, first_ms, "it stands")
            replayed.ask(PlayReplay())
            under_way = wait_until(lambda: later(replayed, first_ms + UNDER_WAY_MS), 10.0, "it is under way")
            begun_ms = under_way.at_ms
        shots = replayed.shots()
        ended_ms = replayed.ask(GetReplay()).at_ms
        steps.extend(in_step(shot, pictures, begun_ms, ended_ms) for shot in shots)
        return all(sum(one.is_in_step for one in steps[monitor::2]) >= wanted // 2 for monitor in (0, 1))

    wait_until(looked, 90.0 + wanted, "all tiles are in step")  # on a busy machine most are late
    replayed.ask(PauseReplay())
    figure("shots of a playing replay in step", sum(one.is_in_step for one in steps) / len(steps), "")
    assert {feed for one in steps if one.is_in_step for feed in one.feeds} == set(FEEDS)


# --- the wall as it was ---------------------------------------------------------------------------------


def test_the_wall_looks_as_it_did_live(
    recorded: RecordedIncident, replayed: ReplayedSite, pictures: RecordedPictures, figure: Figure
) -> None:
    """Before, in and after the incident, each tile to the pixel, at the moment of its own picture."""
    replayed.ask(PauseReplay())
    compared = Compared(replayed, pictures, states_of(recorded))
    for shots in recorded.moments:
        for then in shots:
            compared.compare(then)
    assert compared.differences == []
    figure(f"of {compared.tiles} tiles of {len(recorded.moments)} moments look as live", compared.same, "")
    assert compared.tiles > len(recorded.moments) * LEAST_READ
    not_compared = compared.older + compared.dimmed + compared.brief
    assert compared.same == compared.tiles - not_compared > 0.7 * compared.tiles
