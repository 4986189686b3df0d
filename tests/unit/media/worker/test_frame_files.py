import errno
import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import SlotKey
from console.media.worker.frame_files import GRACE_NS, FrameFiles, remove_left_over
from console.media.worker.free_space import FreeSpace
from console.protocol.frame_file import FRAME_FILE_BYTES, map_frame_file
from console.protocol.slots import SlotReader, slot_bytes

SIZE = 100


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 40)), max_size=60))
def test_free_space_never_gives_a_byte_twice_and_loses_none(steps: list[tuple[bool, int]]) -> None:
    space = FreeSpace(SIZE)
    taken: list[tuple[int, int]] = []
    for give, length in steps:
        if give and taken:
            space.give(*taken.pop(length % len(taken)))
            continue
        offset = space.take(length)
        if offset is not None:
            assert 0 <= offset <= SIZE - length
            assert all(offset + length <= start or start + size <= offset for start, size in taken)
            taken.append((offset, length))
    for offset, length in taken:
        space.give(offset, length)
    assert space.take(SIZE) == 0


def key(feed: str, width: int = 272, height: int = 152) -> SlotKey:
    return SlotKey(FeedId(feed), Profile.SUB, width, height)


def test_slots_of_one_file_do_not_overlap(tmp_path: Path) -> None:
    files = FrameFiles(tmp_path, "worker-0", "abc")
    places = [files.allocate(key(f"cam-{index}")).place for index in range(100)]
    assert files.file_count() == 1
    assert len({place.incarnation for place in places}) == 100
    for one, following in pairwise(places):
        assert following.offset - one.offset == slot_bytes(272, 152)
    files.stop()


def test_new_file_when_full_and_a_large_one_for_a_4k_monitor(tmp_path: Path) -> None:
    files = FrameFiles(tmp_path, "worker-0", "abc")
    for index in range(3):
        files.allocate(key(f"cam-{index}", 1920, 1080))
    assert sorted(path.stat().st_size for path in tmp_path.iterdir()) == [FRAME_FILE_BYTES] * 2
    big = files.allocate(key("cam-9", 3840, 2160)).place
    assert Path(big.file).stat().st_size == slot_bytes(3840, 2160)
    assert SlotReader(map_frame_file(Path(big.file)), big).is_ours()
    files.stop()
    assert list(tmp_path.iterdir()) == []


def test_slot_is_wanted_again_within_its_grace_and_gone_after_it(tmp_path: Path) -> None:
    files = FrameFiles(tmp_path, "worker-0", "abc")
    writer = files.allocate(key("cam-1"))
    reader = SlotReader(map_frame_file(Path(writer.place.file)), writer.place)
    files.retire(writer, now_ns=0)
    files.reclaim(GRACE_NS - 1)
    assert reader.is_ours()
    assert files.allocate(key("cam-1")) is writer
    files.retire(writer, now_ns=0)
    files.reclaim(GRACE_NS)
    assert not reader.is_ours()
    again = files.allocate(key("cam-2")).place
    assert again.offset == writer.place.offset
    assert again.incarnation != writer.place.incarnation
    assert not reader.is_ours()
    files.stop()


def test_no_room_is_an_error_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    files = FrameFiles(tmp_path, "worker-0", "abc")
    with pytest.raises(OSError, match="No space"):
        files.allocate(key("cam-1"))
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    files.allocate(key("cam-1"))
    files.stop()


def test_only_this_workers_earlier_files_are_removed(tmp_path: Path) -> None:
    names = ["worker-1-aa-0", "worker-1-aa-1", "worker-1-bb-0", "worker-10-aa-0", "worker-1-notes"]
    for name in names:
        (tmp_path / name).touch()
    assert remove_left_over(tmp_path, "worker-1", "bb") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names[2:])
