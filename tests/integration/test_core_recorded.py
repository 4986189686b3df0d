"""A running core tells which cameras come to the disk, and takes it back at once when the disk fails."""

from pathlib import Path

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.clock import SystemClock
from console.protocol.core_messages import GetSnapshot
from console.protocol.recording_messages import RecordedStream, ReportRecorded, StartRecording
from tests.fakes.core_site import RunningCore, core_config, running_core
from tests.watch.waiting import wait_until

FEED = FeedId("cam-001")
LIMIT_S = 10.0


def report(core: RunningCore, trouble: str) -> None:
    """As the engine does it."""
    written = RecordedStream(FEED, Profile.SUB, SystemClock().now_ms(), 0, trouble)
    core.requester.call(ReportRecorded((written,)))


def told(core: RunningCore) -> list[str]:
    return list(core.requester.call(GetSnapshot())["recorded_feeds"])


def test_it_is_told_from_the_first_picture_on_disk_until_the_disk_fails(run_dir: Path) -> None:
    with running_core(core_config(run_dir)) as core:
        core.requester.call(StartRecording((FEED,)))
        assert told(core) == [], "asked for is not recorded"
        report(core, "")
        wait_until(lambda: told(core) == [FEED], LIMIT_S, "REC")
        report(core, "the disk is full")
        wait_until(lambda: told(core) == [], LIMIT_S, "no REC")
