"""A package says when nothing is in its log, as the site did not run."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.package.making import PackageMaking
from console.app.package.manifest import README, LeftOut
from console.app.package.progress import Progress
from console.app.package.times import utc_time
from console.app.package.unlogged_words import LOG, UNREAD, unlogged_of
from console.app.package.wishes import DATABASE, wish_for_time
from console.core.replay.log_slice import write_slice
from console.core.replay.slice_format import ENTRIES
from console.core.replay.unlogged import STARTED, STOPPED
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.recording_messages import RecordedStream, ReportRecorded
from tests.fakes.recorded_log import write_log
from tests.fakes.recorded_site import MAKER, RecordedSite, recorded_site, small_packets
from tests.fakes.set_clock import SetClock

AWAY_MS = 52_000


@pytest.fixture
def stopped(tmp_path: Path) -> tuple[RecordedSite, LeftOut]:
    """A site that recorded, did not run for a while, and is back; and what is to be said of it."""
    site = recorded_site(tmp_path)
    site.film("cam-001", small_packets())
    feeder = site.feeder
    feeder.command(ReportRecorded((RecordedStream(FeedId("cam-001"), Profile.SUB, 1),)))
    end_ms = feeder.now_ms
    feeder.now_ms += AWAY_MS
    feeder.feed(feeder.site)
    feeder.now_ms += 1_000
    feeder.command(ReportRecorded(()))
    (site.data_dir / DATABASE).unlink()
    write_log(site.data_dir, feeder.entries, (2,))
    why = f"nothing from {utc_time(end_ms)} to {utc_time(end_ms + AWAY_MS)}: {STOPPED}"
    return site, LeftOut(LOG, why)


def test_show_and_readme_say_when_the_site_did_not_run(
    stopped: tuple[RecordedSite, LeftOut], tmp_path: Path
) -> None:
    site, expected = stopped
    wish = wish_for_time(site.data_dir, site.begun_wall_ms, site.feeder.now_ms, ())
    clock, night = SetClock(site.feeder.now_ms), tmp_path / "night"
    made = PackageMaking(site.data_dir, wish, MAKER, clock, Progress(clock)).make(night)
    assert made.package.left_out[0] == expected
    assert f"    {LOG}: {expected.why}\n" in (night / README).read_text()
    done = CliRunner().invoke(app, ["package", "show", str(night)])
    assert done.exit_code == 0 and f"not there: {LOG}: {expected.why}\n" in done.stdout


def test_of_another_time_nothing_is_said_and_of_a_quiet_one_less(
    stopped: tuple[RecordedSite, LeftOut], tmp_path: Path
) -> None:
    site, expected = stopped
    last = site.feeder.entries[-1]
    write_slice(site.data_dir / DATABASE, 3, last.n, tmp_path / "slice")
    assert unlogged_of(tmp_path / "slice", 0, last.wall_ms) == [expected]
    assert unlogged_of(tmp_path / "slice", last.wall_ms - 500, last.wall_ms) == []
    assert unlogged_of(tmp_path / "slice", 0, site.begun_wall_ms + 1) == []
    site.feeder.now_ms += 600_000
    site.feeder.feed(replace(site.feeder.site, site="later"))
    (site.data_dir / DATABASE).unlink()
    write_log(site.data_dir, site.feeder.entries, (2,))
    write_slice(site.data_dir / DATABASE, 3, site.feeder.entries[-1].n, tmp_path / "later")
    told = unlogged_of(tmp_path / "later", 0, site.feeder.now_ms)
    assert told[0] == expected and told[1].why.endswith(STARTED)


def test_a_log_that_can_not_be_read_here_says_so(
    stopped: tuple[RecordedSite, LeftOut], tmp_path: Path
) -> None:
    site, _ = stopped
    write_slice(site.data_dir / DATABASE, 3, site.feeder.entries[-1].n, tmp_path / "slice")
    entries = tmp_path / "slice" / ENTRIES
    entries.write_bytes(entries.read_bytes()[:-10])
    assert unlogged_of(tmp_path / "slice", 0, 1) == [LeftOut(LOG, UNREAD)]
