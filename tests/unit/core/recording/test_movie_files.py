"""Movies on a real disk: found as they are, deleted in an order that a crash leaves no confusion by."""

import fcntl
import os
from pathlib import Path

import pytest

from console.core.recording.movie_file import YOUNG_MS
from console.core.recording.movie_files import WHOLE_EVERY, MovieFiles
from console.core.recording.movie_holders import StoredMovie
from tests.fakes.stored_movies import put_movie

NOW_MS = 1_772_366_400_000
OLD_MS = NOW_MS - 3_600_000


def movies_of(files: MovieFiles, now_ms: int = NOW_MS) -> list[StoredMovie]:
    return sorted(files.look(now_ms), key=lambda one: (one.folder, one.name))


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_a_movie_is_found_with_its_times_and_the_bytes_of_both_files(tmp_path: Path) -> None:
    path = put_movie(tmp_path, "cam/1", OLD_MS - 5_000, OLD_MS, size=700)
    os.utime(path, ns=(NOW_MS * 1_000_000, NOW_MS * 1_000_000))  # as a repair does, days later
    (found,) = movies_of(MovieFiles(tmp_path))
    index_size = path.with_suffix(".jsonl").stat().st_size
    assert (found.folder, found.name) == ("cam%2F1", path.name)
    assert (found.size, found.first_ms, found.last_ms) == (700 + index_size, OLD_MS - 5_000, OLD_MS)
    assert found.is_young


@pytest.mark.parametrize("index", [None, b"", b"\xff\x00rubbish\n", b'{"record":"end","how":"x","size":1}\n'])
def test_without_a_packet_in_its_index_a_movie_ends_when_it_was_written(
    tmp_path: Path, index: bytes | None
) -> None:
    path = put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS)
    path.with_suffix(".jsonl").unlink()
    if index is not None:
        path.with_suffix(".jsonl").write_bytes(index)
    (found,) = movies_of(MovieFiles(tmp_path))
    assert (found.last_ms, found.is_young) == (OLD_MS, False)


def test_the_end_of_a_long_index_is_enough(tmp_path: Path) -> None:
    path = put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS)
    line = path.with_suffix(".jsonl").read_bytes()
    earlier = line.replace(str(OLD_MS).encode(), str(OLD_MS - 9_000).encode())
    path.with_suffix(".jsonl").write_bytes(
        earlier * 200 + line + b'{"record":"end","how":"closed","size":9}\n'
    )
    assert movies_of(MovieFiles(tmp_path))[0].last_ms == OLD_MS


def test_what_has_not_changed_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS)
    files = MovieFiles(tmp_path)
    first = movies_of(files)
    monkeypatch.setattr(
        "console.core.recording.movie_files.last_packet_ms", lambda *_: pytest.fail("read again")
    )
    assert movies_of(files)[0] is first[0]


def test_a_finished_movie_is_looked_at_again_now_and_then(tmp_path: Path) -> None:
    path = put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS, size=1_000)
    files = MovieFiles(tmp_path)
    before = movies_of(files)[0].size
    path.write_bytes(bytes(400))
    assert movies_of(files)[0].size == before
    for _ in range(WHOLE_EVERY - 1):
        (found,) = movies_of(files)
    assert found.size == before - 600


def test_growth_counts_new_and_growing_files_and_not_what_goes(tmp_path: Path) -> None:
    first = put_movie(tmp_path, "a", NOW_MS - 5_000, NOW_MS, size=1_000)
    files = MovieFiles(tmp_path)
    movies_of(files)
    assert files.grown_bytes == 0, "what was there before is no growth"
    first.write_bytes(bytes(1_500))
    second = put_movie(tmp_path, "b", OLD_MS - 5_000, OLD_MS, size=200)
    movies_of(files)
    assert files.grown_bytes == 500 + 200 + second.with_suffix(".jsonl").stat().st_size
    first.unlink()
    movies_of(files)
    assert files.grown_bytes == 0


HOSTILE = [
    "holiday.mp4",
    "sub-x-ab-1.mp4",
    "sub-99999999999999999999999-ab-1.mp4",
    "sub-١٢٣-ab-1.mp4",
    "sub-1-ab-1.mp4.part",
    "sub-1-ab-1.mp4\n",
    "sub-1-ab-1.mkv",
    "-1-ab-1.mp4",
    "holiday.jsonl",
    "sub-1-ab-1",
    ".mp4",
    ".jsonl",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_files_that_are_none_of_ours_are_not_seen_and_stay(tmp_path: Path, name: str) -> None:
    (tmp_path / "cam-1").mkdir()
    (tmp_path / "cam-1" / name).write_bytes(b"x")
    (tmp_path / name).write_bytes(b"x")
    before = names(tmp_path)
    files = MovieFiles(tmp_path)
    for _ in range(3):
        assert movies_of(files) == []
    assert names(tmp_path) == before


def test_a_name_that_is_no_text_is_a_name_like_others(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/cam-\xff"
    os.mkdir(folder)
    with open(folder + b"/sub-1-\xfe-1.mp4", "wb") as file:
        file.write(b"x")
    os.utime(folder + b"/sub-1-\xfe-1.mp4", (1, 1))
    files = MovieFiles(tmp_path)
    (found,) = movies_of(files)
    assert files.delete(found, NOW_MS)
    assert os.listdir(folder) == []


def test_links_are_not_followed(tmp_path: Path) -> None:
    video, elsewhere = tmp_path / "video", tmp_path / "elsewhere"
    path = put_movie(elsewhere, "a", OLD_MS - 5_000, OLD_MS)
    (video / "b").mkdir(parents=True)
    (video / "linked").symlink_to(elsewhere / "a")
    (video / "b" / path.name).symlink_to(path)
    os.mkfifo(video / "b" / "sub-5-ab-1.mp4")
    (video / "b" / "sub-6-ab-1.mp4").mkdir()
    files = MovieFiles(video)
    assert movies_of(files) == []
    for folder in ("linked", "b"):
        with pytest.raises(OSError, match=r"symbolic|Not a directory"):
            files.delete(StoredMovie(folder, path.name, 1, 1, 2), NOW_MS)
    assert not files.delete(StoredMovie("b", "sub-5-ab-1.mp4", 1, 1, 2), NOW_MS), "nor a pipe waited for"
    assert path.exists() and path.with_suffix(".jsonl").exists()


def test_a_folder_of_movies_that_is_itself_a_link_is_the_operators_choice(tmp_path: Path) -> None:
    put_movie(tmp_path / "disk", "a", OLD_MS - 5_000, OLD_MS)
    (tmp_path / "video").symlink_to(tmp_path / "disk")
    assert len(movies_of(MovieFiles(tmp_path / "video"))) == 1


def test_a_movie_goes_with_its_index_and_then_its_empty_folder(tmp_path: Path) -> None:
    put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS)
    files = MovieFiles(tmp_path)
    (found,) = movies_of(files)
    assert files.delete(found, NOW_MS) and files.delete(found, NOW_MS), "gone is gone"
    assert names(tmp_path) == {"a"}
    movies_of(files)
    assert names(tmp_path) == set()


def test_a_folder_with_something_else_stays(tmp_path: Path) -> None:
    put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS)
    (tmp_path / "a" / "notes.txt").write_text("keep")
    (tmp_path / "empty").mkdir()
    files = MovieFiles(tmp_path)
    files.delete(movies_of(files)[0], NOW_MS)
    movies_of(files)
    assert names(tmp_path) == {"a", "a/notes.txt", "empty"}


def test_a_damaged_movie_is_one_too(tmp_path: Path) -> None:
    path = put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS)
    for file in (path, path.with_suffix(".jsonl")):
        file.rename(file.with_name(file.name + ".damaged"))
    files = MovieFiles(tmp_path)
    (found,) = movies_of(files)
    assert (found.first_ms, found.last_ms) == (OLD_MS - 5_000, OLD_MS)
    assert files.delete(found, NOW_MS)
    assert names(tmp_path) == {"a"}


def test_a_movie_that_is_written_to_or_locked_stays(tmp_path: Path) -> None:
    path = put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS)
    files = MovieFiles(tmp_path)
    (found,) = movies_of(files)
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert not files.delete(found, NOW_MS)
    os.utime(path, ns=((NOW_MS - YOUNG_MS + 1) * 1_000_000,) * 2)
    assert not files.delete(found, NOW_MS), "since it was looked at somebody wrote"
    assert path.exists() and path.with_suffix(".jsonl").exists()


def test_a_movie_that_went_on_since_it_was_looked_at_stays_until_it_is_looked_at_again(
    tmp_path: Path,
) -> None:
    path = put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS)
    files = MovieFiles(tmp_path)
    movies_of(files)
    put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS + 600_000, size=2_000)
    (stale,) = movies_of(files)
    assert stale.last_ms == OLD_MS
    assert not files.delete(stale, NOW_MS) and path.exists()
    (fresh,) = movies_of(files)
    assert fresh.last_ms == OLD_MS + 600_000
    assert files.delete(fresh, NOW_MS)


def test_killed_between_the_two_deletions_the_index_goes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS)
    unlink = os.unlink

    def killed(name: str, *, dir_fd: int) -> None:
        if name.endswith(".jsonl"):
            raise KeyboardInterrupt
        unlink(name, dir_fd=dir_fd)

    monkeypatch.setattr("os.unlink", killed)
    files = MovieFiles(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        files.delete(movies_of(files)[0], NOW_MS)
    monkeypatch.undo()
    assert names(tmp_path) == {"a", f"a/{path.stem}.jsonl"}, "never a movie without its index"
    again = MovieFiles(tmp_path)
    assert movies_of(again) == []
    assert names(tmp_path) == {"a", f"a/{path.stem}.jsonl"}, "a movie may be about to get another name"
    for _ in range(2):
        movies_of(again)
    assert names(tmp_path) == set()


def test_a_folder_that_can_not_be_read_is_told_and_the_others_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_movie(tmp_path, "a", OLD_MS - 5_000, OLD_MS)
    put_movie(tmp_path, "b", OLD_MS - 5_000, OLD_MS)
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("os.scandir", refusing)
    files = MovieFiles(tmp_path)
    assert [one.folder for one in movies_of(files)] == ["b"]
    assert isinstance(files.trouble, PermissionError)
    monkeypatch.undo()
    movies_of(files)
    assert files.trouble is None
