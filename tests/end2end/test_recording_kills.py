"""Worker, core and supervisor are killed while incidents are recorded: what is lost is little, and stated."""

import random
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from console.protocol.movie_index import CLOSED, CRASH, REPAIRED, MovieIndex, read_index
from tests.end2end.running_site import RunningSite
from tests.unit.media.worker.segments.filmed import complaints, probed
from tests.watch.figures import Figure
from tests.watch.waiting import wait_until

CAMERAS = ("cam-001", "cam-002", "cam-003", "cam-004")
MOST_LOST_S = 7.0
LONGEST_STEP_S = 1.0
"""Between two packets of a camera that is there."""


def movies_of(site: RunningSite, feed: str) -> list[Path]:
    """A camera's, in the order of time."""
    found = (site.data_dir / "video" / feed).glob("sub-*.mp4")
    return sorted(found, key=lambda path: int(path.name.split("-")[1]))


def is_recorded(site: RunningSite, after_ns: int) -> bool:
    """Whether packets of every camera are written that arrived after that."""
    return all(written_ns(site, feed) > after_ns for feed in CAMERAS)


def written_ns(site: RunningSite, feed: str) -> int:
    try:
        packets = read_index(movies_of(site, feed)[-1].with_suffix(".jsonl")).packets
    except (IndexError, FileNotFoundError):
        return 0  # its movie or the index of that is just coming
    return packets[-1].arrival_ns if packets else 0


def kill(site: RunningSite, target: str) -> int:
    """End it at once, and start it again where nobody else does; when that was."""
    if target == "supervisor":
        killed_ns = time.monotonic_ns()
        site.kill_supervisor()
        site.start()
    else:
        killed_ns = time.monotonic_ns()
        old = site.kill(target)
        site.wait(lambda: is_back(site, target, old), 25.0, f"{target} is back")
    return killed_ns


def is_back(site: RunningSite, name: str, old: int) -> bool:
    process = site.processes().get(name)
    return process is not None and process["pid"] != old and process["state"] == "running"


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(2, marks=[pytest.mark.long, pytest.mark.timeout(120)]),
        pytest.param(20, marks=[pytest.mark.long, pytest.mark.timeout(900)]),
    ],
)
def test_killed_while_it_records_a_site_loses_some_seconds_and_says_which(
    start_city: Callable[..., RunningSite], figure: Figure, kills: int
) -> None:
    site = start_city(len(CAMERAS))
    chance = random.Random(kills)
    workers = sorted(name for name in site.processes() if name.startswith("worker-"))
    targets = ["supervisor", *workers, "core"] * kills
    site.ctl("record", "start", *CAMERAS)
    site.wait(lambda: is_recorded(site, 0), 20.0, "all are recorded")
    killed_ns = []
    for target in targets[:kills]:
        at_s = time.monotonic() + chance.uniform(0.0, 6.0)
        wait_until(lambda: time.monotonic() > at_s, 7.0, "the moment has come")  # noqa: B023
        killed_ns.append(kill(site, target))
        again_ns = time.monotonic_ns()
        site.wait(lambda: is_recorded(site, again_ns), 40.0, f"after {target} it goes on")  # noqa: B023
    assert site.stop() == 0
    lost_s = [check_camera(site, feed, killed_ns) for feed in CAMERAS]
    figure(f"most video lost by one of {kills} kills", max(map(max, lost_s)), "s", f"{MOST_LOST_S:g} s")
    assert any(lost for one in lost_s for lost in one), "something was killed that records"


def check_camera(site: RunningSite, feed: str, killed_ns: list[int]) -> list[float]:
    """Seconds of video that each kill took of it, 0 for one that took none."""
    movies = movies_of(site, feed)
    indexes = [read_index(path.with_suffix(".jsonl")) for path in movies]
    for path, index in zip(movies, indexes, strict=True):
        assert probed(path).endswith(f",{len(index.packets)}"), path
    for path in movies[0].parent.glob("*.mp4"):  # its main stream's, too
        assert read_index(path.with_suffix(".jsonl")).missing == "", path
        assert complaints(path) == "", path
    assert not [path for path in movies[0].parent.iterdir() if path.suffix == ".damaged"]
    assert indexes[-1].end is not None and indexes[-1].end.how == CLOSED
    for index in indexes:
        check_inside(index)
    lost_s = []
    for before, after in pairwise(indexes):
        assert before.end is not None
        last_ns, first = before.packets[-1].arrival_ns, after.packets[0]
        if before.end.how != REPAIRED:
            continue
        stated = [(gap.reason, gap.from_ns, gap.to_ns) for gap in after.gaps[:1]]
        assert stated == [(CRASH, last_ns, first.arrival_ns)]
        by_ns = min(one for one in killed_ns if one > last_ns - 1_000_000_000)
        lost_s.append(max(0.0, (by_ns - last_ns) / 1e9))
        assert lost_s[-1] <= MOST_LOST_S
    return lost_s


def check_inside(index: MovieIndex) -> None:
    """Whatever is missing in it is a gap."""
    stated = {(gap.from_ns, gap.to_ns) for gap in index.gaps}
    for one, other in pairwise(index.packets):
        away_s = (other.arrival_ns - one.arrival_ns) / 1e9
        assert away_s < LONGEST_STEP_S or (one.arrival_ns, other.arrival_ns) in stated
        assert other.number == one.number + 1 or (one.arrival_ns, other.arrival_ns) in stated
