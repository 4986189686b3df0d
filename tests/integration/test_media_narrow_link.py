"""A link narrower than the stream: pictures come ever later, and are said to be as old as they are."""

import re
from pathlib import Path

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand
from console.domain.picture import PictureState, shown_state
from console.protocol.clock import SystemClock
from console.protocol.process_config import StreamSource
from tests.fakes.media_site import MediaSite
from tests.fakes.narrow_link import NarrowLink
from tests.fakes.rtp_camera import RtpCamera, encoded
from tests.fakes.rtsp_clips import footage

SCENE = Path(__file__).resolve().parents[2] / "resources" / "scenes" / "scene-03.sub.mp4"
WIDTH, HEIGHT = 320, 180


def test_what_comes_late_is_stale_by_its_age_and_live_once_the_link_carries_it(run_dir: Path) -> None:
    units = encoded(footage(SCENE, 120), WIDTH, HEIGHT, "h264", bit_rate=400_000)
    stream_bytes_s = sum(len(nal) for unit in units for nal in unit.nals) * 15 // len(units)
    camera = RtpCamera(units, repeats=True)
    link = NarrowLink(camera.port, stream_bytes_s // 4)
    camera.start()
    link.start()
    url = re.sub(r":\d+/", f":{link.port}/", camera.url)
    site = MediaSite(run_dir, (StreamSource(FeedId("far"), Profile.SUB, url),))
    site.start()
    try:
        site.look.declare(Demand(FeedId("far"), WIDTH, HEIGHT))

        def is_state(state: PictureState) -> bool:
            reader = site.look.reader("far", WIDTH, HEIGHT)
            return reader is not None and _state(reader.written()) is state

        site.look.until(lambda: is_state(PictureState.STALE), "its picture is told to be old", 20)
        reader = site.look.reader("far", WIDTH, HEIGHT)
        assert reader is not None
        before = reader.seq()
        site.look.until(lambda: reader.seq() > before + 5, "it is shown all the same")
        site.look.until(lambda: site.look.feeds[FeedId("far")].late_s > 3, "health tells by how much")
        assert is_state(PictureState.STALE) and site.look.feeds[FeedId("far")].state is PictureState.STALE
        link.bytes_s = stream_bytes_s * 20
        site.look.until(lambda: is_state(PictureState.LIVE), "it catches up", 20)
        site.look.until(lambda: site.look.feeds[FeedId("far")].late_s == 0, "and health says so")
    finally:
        site.stop()
        link.stop()
        camera.stop()


def _state(written: object) -> PictureState:
    return shown_state(written, SystemClock().monotonic_ns()).state  # type: ignore[arg-type]
