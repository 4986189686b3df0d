import errno
from pathlib import Path

import pytest

from console.media.worker.segments.movie_report import trouble_of
from console.media.worker.segments.reserve import ReservedDisk, ReserveReached, free_bytes

LEAST = 2_000_000_000


class Free:
    """What the disk says that it has left."""

    bytes = LEAST

    def __call__(self, folder: Path) -> int:
        assert folder.is_dir()
        return self.bytes


def test_a_file_grows_as_long_as_more_than_the_reserve_is_left(tmp_path: Path) -> None:
    free = Free()
    file = ReservedDisk(LEAST, free).create(tmp_path / "a.mp4")
    file.write(b"first")
    file.sync()
    free.bytes = LEAST - 1
    with pytest.raises(ReserveReached) as raised:
        file.write(b"second")
    assert (raised.value.errno, file.position) == (errno.ENOSPC, 5)
    free.bytes = LEAST
    file.write(b"second")
    file.close()
    assert (tmp_path / "a.mp4").read_bytes() == b"firstsecond"


def test_no_file_is_begun_on_the_disks_last_bytes(tmp_path: Path) -> None:
    free = Free()
    free.bytes = 0
    with pytest.raises(ReserveReached):
        ReservedDisk(LEAST, free).create(tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


def test_without_a_reserve_the_disk_is_not_asked(tmp_path: Path) -> None:
    free = Free()
    free.bytes = 0
    file = ReservedDisk(0, free).create(tmp_path / "a.mp4")
    file.write(b"all")
    assert file.position == 3
    file.close()


def test_the_trouble_says_how_much_is_kept_free(tmp_path: Path) -> None:
    words = trouble_of(ReserveReached(LEAST), tmp_path, 3)
    assert words == f"the disk has less than 2.0 GB left: make room ({tmp_path}; tried again each 3 s)"


def test_this_disk_has_room(tmp_path: Path) -> None:
    assert free_bytes(tmp_path) > 0
