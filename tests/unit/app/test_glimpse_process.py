"""The process that looks into a replay's movies: what it tells, and when it ends."""

import subprocess
from pathlib import Path

import msgspec

from console.app.process_plan import GLIMPSES
from console.domain.camera import Profile
from console.protocol.glimpse_messages import LookedInto
from console.protocol.movie_index import RING
from tests.unit.media.worker.replay.test_looked_into import gap, put, source

LIMIT_S = 60


def test_it_tells_what_is_there_and_missing_and_ends_with_its_input(tmp_path: Path) -> None:
    put(tmp_path, "cam-1", RING)
    put(tmp_path, "cam-2", RING, Profile.MAIN)
    asked = msgspec.json.encode(source(tmp_path)) + b"\n"
    done = subprocess.run(GLIMPSES, input=asked, capture_output=True, timeout=LIMIT_S, check=True)
    told = msgspec.json.decode(done.stdout, type=LookedInto)
    assert set(told.feeds) == {"cam-1", "cam-2"} and told.gaps == (gap("cam-1", RING), gap("cam-2", RING))
    assert done.stderr == b""


def test_a_movie_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "cam-2").mkdir()
    (tmp_path / "cam-2" / "sub-2-x-2.mp4").write_bytes(b"rubbish")
    asked = msgspec.json.encode(source(tmp_path)) + b"\n"
    done = subprocess.run(GLIMPSES, input=asked, capture_output=True, timeout=LIMIT_S, check=True)
    assert msgspec.json.decode(done.stdout, type=LookedInto) == LookedInto((), ())
    assert b"sub-2-x-2" in done.stderr
