"""Somebody else's RTSP server with real footage, on the wall of the running program."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from console.app.free_ports import free_ports
from tests.end2end.running_site import RunningSite
from tests.fakes.rtsp_clips import footage, write_clip
from tests.fakes.rtsp_server import RtspServer, is_available

CLIPS = ("car-detection.mp4", "one-by-one-person-detection.mp4")

pytestmark = [
    pytest.mark.gstreamer,
    pytest.mark.footage,
    pytest.mark.skipif(not is_available(), reason="no GStreamer RTSP server for /usr/bin/python3"),
    pytest.mark.skipif(
        not os.environ.get("SIGHTLINE_TEST_DATA"), reason="SIGHTLINE_TEST_DATA names no folder of footage"
    ),
]


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[list[RtspServer]]:
    with ExitStack() as stack:
        running = []
        for name in CLIPS:
            clip = tmp_path / f"{name}.h264"
            write_clip(clip, footage(Path(os.environ["SIGHTLINE_TEST_DATA"]) / name, 60), 640, 360)
            server = RtspServer(clip, paths=2, user="viewer", password="s p@ce")
            server.start()
            stack.callback(server.kill)
            running.append(server)
        yield running


def test_the_wall_shows_somebody_elses_pictures_live(servers: list[RtspServer], tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="sl-") as name:
        site = RunningSite(Path(name), are_slow=False)
        bare = [server.url(path) for server in servers for path in (0, 1)]
        urls = [url.replace("://", "://viewer:s%20p%40ce@") for url in bare]
        alerts, simple = free_ports(2)
        site.file.write_text(
            f'name = "{site.name}"\ndata_dir = "{site.data_dir}"\ncameras = {urls!r}\n'
            '[[monitor]]\nid = "wall-1"\nlayout = "2x2"\ngeometry = [0, 0, 1280, 720]\n'
            "[desk]\nshown = false\n"
            f'[endpoints]\nalerts = "tcp://127.0.0.1:{alerts}"\nalerts_simple = "tcp://127.0.0.1:{simple}"\n'
        )
        try:
            site.start()
            site.wait(lambda: site.tiles_live() == 4, 30, "4 tiles are live")
            shot = tmp_path / "wall.png"
            site.ctl("shot", "wall-1", str(shot))
            assert shot.stat().st_size > 400_000, "a photograph does not compress to less"
            assert site.logged("warning", "error") == []
        finally:
            site.stop()
