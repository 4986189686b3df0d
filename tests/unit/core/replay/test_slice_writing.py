"""A folder that is made is whole or not there, whoever else makes it at the same time."""

from pathlib import Path

import pytest

from console.core.replay.slice_format import SliceError
from console.core.replay.slice_writing import made_whole


def test_two_that_make_the_same_folder_do_not_spoil_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "night"
    with made_whole(folder) as fresh:
        (fresh / "a").write_text("first")
        with pytest.raises(SliceError, match="is being written by another program"), made_whole(folder):
            raise AssertionError
        assert (fresh / "a").read_text() == "first"
    assert [path.name for path in folder.iterdir()] == ["a"]
    with pytest.raises(SliceError, match="is there already"), made_whole(folder):
        raise AssertionError


def test_what_a_crash_left_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "night"
    with made_whole(folder) as fresh:
        partial = fresh
    folder.rename(partial)  # as if it had never come to its name
    (partial / "left").write_text("x")
    (partial / "deep").mkdir()
    with made_whole(folder) as fresh:
        assert list(fresh.iterdir()) == []
    assert list(tmp_path.iterdir()) == [folder]


def test_after_an_error_nothing_is_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="wrong"), made_whole(tmp_path / "night") as fresh:
        (fresh / "a").write_text("x")
        raise ValueError("wrong")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_what_names_no_folder_is_refused(name: str) -> None:
    with pytest.raises(SliceError), made_whole(Path(name)):
        raise AssertionError


def test_after_an_error_the_folders_above_that_were_made_for_it_are_gone_too(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(OSError, match="full"), made_whole(tmp_path / "there" / "deep" / "er" / "d"):
        raise OSError("full")
    assert list(tmp_path.rglob("*")) == [tmp_path / "there"]
    with pytest.raises(OSError, match="full"), made_whole(tmp_path / "new" / "deep" / "d"):
        (tmp_path / "new" / "mine").write_text("x")
        raise OSError("full")
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "new", tmp_path / "new" / "mine", tmp_path / "there"]


def test_where_nothing_can_be_made_no_folder_above_it_stays(tmp_path: Path) -> None:
    deep = tmp_path / "deep" / ("x" * 300) / "d"
    with pytest.raises(SliceError, match="can't be made"), made_whole(deep):
        raise AssertionError("it was made")
    assert list(tmp_path.iterdir()) == []
