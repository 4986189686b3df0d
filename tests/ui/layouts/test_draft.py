"""Drafts on disk: read back as they were, or left there and named."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from msgspec.structs import replace

from console.domain.errors import LayoutError
from console.domain.layout import Layout
from console.ui.layouts.draft import MOST_DRAFTS, Draft, DraftFolder, draft_in, draft_text
from tests.fakes.full_disk import FullDisk
from tests.ui.layouts.editing import A, B, grid
from tests.unit.domain.policies.layout_editing.made_layouts import layouts
from tests.watch.logs import ExpectedLog

NIGHT = Draft(1000, 2000, "night", 41, grid(2, 1, A, B))


@given(layouts())
def test_every_layout_is_read_back(layout: Layout) -> None:
    draft = Draft(1, 2, "", 0, layout)
    assert draft_in(draft_text(draft), "it") == draft


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "not a draft"),
        (b"\xff", "not a draft"),
        (
            draft_text(NIGHT).replace(b'"schema_version": 1,\n "begun', b'"schema_version": 9,\n "begun'),
            "version 9",
        ),
        (draft_text(NIGHT)[:-40], "not a draft"),
        (draft_text(NIGHT).replace(b'"columns": 2', b'"columns": 1'), "leaves the 1x1 grid"),
    ],
)
def test_what_is_none_is_refused_with_the_reason(text: bytes, said: str) -> None:
    with pytest.raises(LayoutError, match=said):
        draft_in(text, "it")


def test_the_newest_comes_first_and_each_person_has_their_own(tmp_path: Path) -> None:
    folder = DraftFolder(str(tmp_path / "desk"), "ana / night")
    older = Draft(5000, 5001, "", 0, grid(1, 1, A))
    newer = Draft(1000, 9000, "night", 41, grid(2, 1, A))
    assert folder.read() == []
    for draft in (NIGHT, older, newer):
        folder.write(draft)
    assert folder.read() == [newer, older], "one for each document"
    assert DraftFolder(str(tmp_path / "desk"), "bo").read() == []
    assert DraftFolder(str(tmp_path / "desk"), "ana").read() == []
    folder.drop(1000)
    folder.drop(1000)
    assert folder.read() == [older]
    files = list((tmp_path / "desk").iterdir())
    assert [stat.S_IMODE(os.stat(file).st_mode) for file in files] == [0o600]


def test_a_full_disk_leaves_what_was_there_and_nothing_unfinished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DraftFolder(str(tmp_path), "ana")
    folder.write(NIGHT)
    FullDisk(monkeypatch)
    with pytest.raises(OSError, match="No space left"):
        folder.write(replace(NIGHT, at_ms=3000))
    assert folder.read() == [NIGHT]
    assert [one.name for one in tmp_path.iterdir()] == ["layout-draft-ana-1000.json"]


def test_nothing_is_kept_without_a_folder() -> None:
    folder = DraftFolder("", "ana")
    folder.write(NIGHT)
    folder.drop(1000)
    assert folder.read() == []


def test_the_oldest_go(tmp_path: Path) -> None:
    folder = DraftFolder(str(tmp_path), "ana")
    for number in range(MOST_DRAFTS + 3):
        folder.write(Draft(number, number, "", 0, grid(1, 1)))
    kept = [draft.begun_ms for draft in folder.read()]
    assert kept == list(range(MOST_DRAFTS + 2, 2, -1))


def test_a_broken_one_is_named_and_the_others_are_read(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("the draft of a layout in .*layout-draft-ana-7.json can't be read and is left there")
    folder = DraftFolder(str(tmp_path), "ana")
    folder.write(NIGHT)
    (tmp_path / "layout-draft-ana-7.json").write_bytes(b"{")
    (tmp_path / "layout-draft-ana-x.json").write_bytes(b"{")
    assert folder.read() == [NIGHT] and (tmp_path / "layout-draft-ana-7.json").exists()


def test_one_that_is_dropped_while_they_are_read_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DraftFolder(str(tmp_path / "desk"), "ana")
    folder.write(NIGHT)
    there = folder._paths()
    folder.write(Draft(5000, 5001, "", 0, grid(1, 1, A)))
    listed = folder._paths()
    listed[0].unlink()
    monkeypatch.setattr(folder, "_paths", lambda: listed)
    assert len(listed) == 2 and len(there) == 1 and folder.read() == [NIGHT]
