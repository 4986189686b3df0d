"""What is drawn is on the disk soon after, whole, whatever happens to the desk."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.domain.cell_content import TextContent
from console.ui.layouts import draft_keeper
from console.ui.layouts.draft import Draft, DraftFolder
from console.ui.layouts.draft_keeper import DraftKeeper
from tests.fakes.full_disk import FullDisk
from tests.ui.layouts.editing import A, B, grid
from tests.watch.waiting import wait_until

FIRST, SECOND = (Draft(1, at_ms, "night", 41, grid(2, 1, A)) for at_ms in (10, 20))
OTHER = Draft(2, 30, "", 0, grid(1, 1, B))


class Counting(DraftFolder):
    """A real folder that counts what is written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), "ana")
        self.written: list[Draft] = []

    def write(self, draft: Draft) -> None:
        super().write(draft)
        self.written.append(draft)


@pytest.fixture
def folder(tmp_path: Path) -> Counting:
    return Counting(tmp_path / "desk")


@pytest.fixture
def keeper(folder: Counting) -> Iterator[DraftKeeper]:
    made = DraftKeeper(folder)
    yield made
    made.stop()


def test_a_burst_is_written_once_as_it_is_last(keeper: DraftKeeper, folder: Counting, qtbot: QtBot) -> None:
    keeper.keep(FIRST)
    keeper.keep(SECOND)
    assert folder.written == []
    qtbot.waitUntil(lambda: bool(folder.written))
    assert folder.written == [SECOND] and folder.read() == [SECOND]


def test_another_document_does_not_wait_for_the_first(
    keeper: DraftKeeper, folder: Counting, qtbot: QtBot
) -> None:
    keeper.keep(FIRST)
    keeper.keep(OTHER)
    qtbot.waitUntil(lambda: len(folder.written) == 2)
    assert folder.read() == [OTHER, FIRST]
    keeper.drop(1)
    qtbot.waitUntil(lambda: folder.read() == [OTHER])


def test_what_is_saved_before_it_is_written_is_not_written(
    keeper: DraftKeeper, folder: Counting, qtbot: QtBot
) -> None:
    keeper.keep(FIRST)
    keeper.drop(1)
    keeper.keep(OTHER)
    qtbot.waitUntil(lambda: folder.written == [OTHER])


def test_the_end_writes_what_waits(tmp_path: Path) -> None:
    folder = Counting(tmp_path)
    keeper = DraftKeeper(folder)
    keeper.keep(FIRST)
    keeper.stop()
    assert folder.written == [FIRST]


def test_a_disk_that_refuses_is_told_and_that_it_takes_drafts_again(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "desk").write_text("a file where the folder should be")
    keeper = DraftKeeper(DraftFolder(str(tmp_path / "desk"), "ana"))
    told: list[str] = []
    keeper.trouble.connect(told.append)
    keeper.keep(FIRST)
    qtbot.waitUntil(lambda: bool(told))
    assert "can't be kept on this machine's disk (File exists): save it" in told[0]
    (tmp_path / "desk").unlink()
    keeper.keep(SECOND)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == ""
    keeper.stop()


def test_what_a_full_disk_refused_is_written_once_there_is_room(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a further change, each of them as it was last; what is not wanted any more is not."""
    monkeypatch.setattr(draft_keeper, "TRY_AGAIN_MS", 50)
    disk, folder = FullDisk(monkeypatch), Counting(tmp_path / "desk")
    keeper = DraftKeeper(folder)
    told: list[str] = []
    keeper.trouble.connect(told.append)
    for draft in (FIRST, OTHER, Draft(3, 40, "", 0, grid(1, 1, A)), SECOND):
        keeper.keep(draft)
    keeper.flush()
    assert not keeper.is_written(1) and keeper.why_refused(1) == ""
    qtbot.waitUntil(lambda: "No space left" in keeper.why_refused(1) and bool(keeper.why_refused(3)))
    assert "No space left on device" in told[-1] and folder.read() == []
    keeper.drop(3)
    disk.free()
    qtbot.waitUntil(lambda: keeper.is_written(1) and keeper.is_written(2))
    assert folder.read() == [OTHER, SECOND] and told[-1] == ""
    keeper.stop()


def test_a_killed_process_leaves_what_it_had_written_whole(tmp_path: Path) -> None:
    """kill -9 in the midst of writing: no half file, and no more is lost than what was not yet due."""
    folder = DraftFolder(str(tmp_path), "ana")
    command = [sys.executable, "-m", "tests.fakes.draft_writer", str(tmp_path)]
    before = 0
    for _ in range(2):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            wait_until(lambda: [one for one in folder.read() if one.at_ms > before], 20, "a draft is written")
            process.kill()
            drawn = int(process.stdout.read().split()[-1])
        (draft,) = folder.read()
        assert draft.layout.cells[63].content == TextContent(str(draft.at_ms))
        assert draft.at_ms <= drawn
        (tmp_path / "layout-draft-ana-1.json").unlink()
