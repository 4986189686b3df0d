"""The plan on real streams of two sizes: the picture goes over to main and back without a gap."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand, Priority, SlotKey
from console.protocol.engine_messages import SlotsGone
from console.protocol.process_config import StreamSource
from tests.fakes.media_site import MediaSite
from tests.fakes.rtsp_clips import moving_bar, write_clip
from tests.fakes.rtsp_server import RtspServer, is_available

pytestmark = [
    pytest.mark.gstreamer,
    pytest.mark.skipif(not is_available(), reason="no GStreamer RTSP server for /usr/bin/python3"),
]

A = FeedId("cam-0")
SIZES = {Profile.SUB: (320, 180), Profile.MAIN: (960, 540)}
LARGE = (640, 360)
"""Twice the sub's height, so that main suits it."""


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Profile, RtspServer]]:
    folder = tmp_path_factory.mktemp("clips")
    servers = {}
    for profile, (width, height) in SIZES.items():
        write_clip(folder / profile, moving_bar(60, width, height), width, height)
        servers[profile] = RtspServer(folder / profile)
        servers[profile].start()
    yield servers
    for server in servers.values():
        server.kill()


@pytest.fixture
def site(run_dir: Path, servers: dict[Profile, RtspServer]) -> Iterator[MediaSite]:
    sources = [StreamSource(A, profile, server.url()) for profile, server in servers.items()]
    site = MediaSite(run_dir, tuple(sources))
    site.start()
    yield site
    site.stop()


def drawn(site: MediaSite, profile: Profile, box: tuple[int, int]) -> bool:
    reader = site.look.reader(A, *box, profile)
    return reader is not None and reader.seq() > 0


def test_large_tile_goes_over_to_main_and_its_sub_slot_goes_after(site: MediaSite) -> None:
    site.look.declare(Demand(A, *LARGE))
    site.look.until(lambda: drawn(site, Profile.SUB, LARGE), "sub's picture")
    site.look.until(lambda: drawn(site, Profile.MAIN, LARGE), "main's picture beside it")
    sub = SlotKey(A, Profile.SUB, *LARGE)
    gone = [change for change in site.look.history if isinstance(change, SlotsGone)]
    assert not any(sub in change.keys for change in gone), "sub's slot stays until main has pictures"
    site.look.until(lambda: sub not in site.look.places, "sub's slot is let go")
    assert drawn(site, Profile.MAIN, LARGE)


def test_focus_opens_main_at_once(site: MediaSite) -> None:
    site.look.declare(Demand(A, 160, 90, priority=Priority.FOCUS))
    site.look.until(lambda: SlotKey(A, Profile.MAIN, 160, 90) in site.look.places, "main's slot", 2.0)
    sub = SlotKey(A, Profile.SUB, 160, 90)  # stands in until main has pictures
    site.look.until(lambda: sub not in site.look.places, "sub's slot is let go")
    assert drawn(site, Profile.MAIN, (160, 90))
