"""Small pictures of recorded moments: each moment's last keyframe, decoded once."""

from pathlib import Path

import numpy as np
import pytest

from console.domain.ids import FeedId
from console.media.worker.replay import key_pictures
from console.media.worker.replay.key_pictures import END_NS, KeyPictures
from console.media.worker.replay.looked_into import look_into
from console.media.worker.replay.stream_tape import StreamTape
from console.protocol.movie_index import CONNECTION, RING
from tests.unit.media.worker.replay.test_looked_into import EARLY, LATE, LOG_MS, put, source
from tests.unit.media.worker.segments.filmed import FIRST_NS
from tests.watch.logs import ExpectedLog

FEED = FeedId("cam-1")


def log_ns(arrival_ns: int) -> int:
    return LOG_MS * 1_000_000 + arrival_ns - FIRST_NS


def tapes(folder: Path, reason: str = CONNECTION) -> dict[FeedId, StreamTape]:
    put(folder, FEED, reason)
    return look_into(source(folder)).tapes


def test_a_moment_is_shown_by_the_last_keyframe_before_it_within_its_bounds(tmp_path: Path) -> None:
    pictures = KeyPictures(tapes(tmp_path))
    keys = [log_ns(one.arrival_ns) for one in EARLY if one.is_keyframe]
    for one in EARLY[::7]:
        at_ns = log_ns(one.arrival_ns)
        found = pictures.at(FEED, at_ns, 80, 80)
        assert found is not None and found.at_ns == max(key for key in keys if key <= at_ns)
        assert found.pixels.shape == (45, 80, 3) and found.pixels.std() > 1
    tall = pictures.at(FEED, log_ns(FIRST_NS), 1000, 20)
    assert tall is not None and tall.pixels.shape == (20, 36, 3) and tall.pixels.dtype == np.uint8


def test_where_nothing_was_recorded_nothing_is_shown(tmp_path: Path) -> None:
    pictures = KeyPictures(tapes(tmp_path))
    last_ns = log_ns(LATE[-1].arrival_ns)
    for at_ns in (log_ns(FIRST_NS) - 1, log_ns(EARLY[-1].arrival_ns) + 9, last_ns + END_NS + 1):
        assert pictures.at(FEED, at_ns, 80, 80) is None
    assert pictures.at(FEED, last_ns + END_NS, 80, 80) is not None
    assert pictures.at(FeedId("cam-9"), last_ns, 80, 80) is None


def test_each_keyframe_is_decoded_once_and_few_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[object] = []
    original = key_pictures._decoded
    monkeypatch.setattr(key_pictures, "_decoded", lambda came: decoded.append(came) or original(came))
    monkeypatch.setattr(key_pictures, "MOST_KEPT", 1)
    pictures = KeyPictures(tapes(tmp_path, RING))
    first, late = log_ns(EARLY[1].arrival_ns), log_ns(LATE[1].arrival_ns)
    for at_ns, count in ((first, 1), (first + 1, 1), (late, 2), (late, 2), (first, 3)):
        assert pictures.at(FEED, at_ns, 80, 80) is not None
        assert len(decoded) == count


def test_a_keyframe_that_can_not_be_read_or_decoded_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("can't be read")
    found = tapes(tmp_path)
    (movie,) = (tmp_path / FEED).glob("*.mp4")
    movie.write_bytes(movie.read_bytes()[:200])
    assert KeyPictures(found).at(FEED, log_ns(FIRST_NS), 80, 80) is None
    put(tmp_path, "cam-2", RING)
    (movie,) = (tmp_path / "cam-2").glob("*.mp4")
    tape = look_into(source(tmp_path)).tapes[FeedId("cam-2")]
    came = next(tape.from_place(tape.first_key()))  # type: ignore[arg-type]
    packet = key_pictures.av.Packet(b"\0\0\0\1rubbish" * 9)
    assert key_pictures._decoded(came._replace(packet=packet)) is None
