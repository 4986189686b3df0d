"""No number is given twice, whatever the log has lost."""

from pathlib import Path

from console.core.log.reserved_ids import AHEAD, BLOCK, ReservedIds


def test_numbers_are_reserved_long_before_they_are_given(tmp_path: Path) -> None:
    ids = ReservedIds(tmp_path)
    for n in range(1, 3 * AHEAD, 997):
        ids.cover(n)
        assert ReservedIds(tmp_path).read() >= n + AHEAD


def test_the_next_run_hears_that_numbers_were_given_and_not_written_down(tmp_path: Path) -> None:
    ids = ReservedIds(tmp_path)
    ids.cover(7)
    upto = ids.read()
    ids.note(unsaved=True)
    later = ReservedIds(tmp_path)
    assert later.read() == upto and later.was_unsaved
    ids.note(unsaved=False)
    later = ReservedIds(tmp_path)
    assert later.read() == upto and not later.was_unsaved


def test_no_file_stays_open(tmp_path: Path) -> None:
    ids = ReservedIds(tmp_path)
    before = open_files()
    for k in range(10):
        ids.cover(1 + k * BLOCK)
        ids.note(unsaved=k % 2 == 0)
    assert open_files() == before


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_file_of_before_is_read(tmp_path: Path) -> None:
    (tmp_path / "core.ids").write_bytes(b"20042\n")
    ids = ReservedIds(tmp_path)
    assert ids.read() == 20042 and not ids.was_unsaved


def test_rubbish_is_nothing_known(tmp_path: Path) -> None:
    (tmp_path / "core.ids").write_bytes(b"\xff\xff")
    assert ReservedIds(tmp_path).read() == 0
