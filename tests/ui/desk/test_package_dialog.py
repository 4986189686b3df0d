"""The package's dialog: what it asks, that it goes on while it is closed, and what it says at the end."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.ids import IncidentId
from console.ui.desk.package_dialog import NO_FOLDER, PackageDialog, fresh_folder
from console.ui.desk.package_run import Wanted
from tests.fakes.desk_city import city_incident
from tests.fakes.held_clock import HeldClock

NOW_MS = 1_700_000_000_000


class HeldRun(QObject):
    """One that runs until it is told to end."""

    told = Signal(str, int)
    ended = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[Wanted] = []
        self.runs = self.is_made = False
        self.cancelled = 0

    def start(self, wanted: Wanted) -> None:
        self.wanted.append(wanted)
        self.runs = True

    def cancel(self) -> None:
        self.cancelled += 1

    def end(self, words: str, *, bad: bool = False) -> None:
        self.runs, self.is_made = False, words.startswith("Package made")
        self.ended.emit(words, bad)


class Asked:
    """The dialog, with its run and what it said."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.run = qtbot, HeldRun()
        self.dialog = PackageDialog(self.run, "/var/site/packages", HeldClock(wall_ms=NOW_MS))  # type: ignore[arg-type]
        qtbot.addWidget(self.dialog)
        self.said: list[tuple[str, bool]] = []
        self.dialog.said.connect(lambda words, bad: self.said.append((words, bad)))

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(getattr(self.dialog, name), Qt.MouseButton.LeftButton)

    @property
    def words(self) -> str:
        return self.dialog.words.toPlainText()


@pytest.fixture
def asked(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Asked]:
    yield Asked(qtbot)


def test_it_offers_a_fresh_folder_and_makes_the_package(asked: Asked) -> None:
    asked.dialog.ask(city_incident(1, NOW_MS))
    folder = fresh_folder("/var/site/packages", IncidentId("i-000001"), NOW_MS)
    assert asked.dialog.folder.text() == folder and folder.startswith("/var/site/packages/i-000001-2023111")
    assert not asked.dialog.cancel.isEnabled()
    asked.dialog.reason.setText("  case 26 ")
    asked.press("make")
    assert asked.run.wanted == [Wanted(IncidentId("i-000001"), folder, "case 26")]
    assert not asked.dialog.make.isEnabled() and asked.dialog.folder.isReadOnly()
    asked.run.told.emit("Making sums: 45 %, 12 s left", 45)
    assert asked.words == "Making sums: 45 %, 12 s left" and asked.dialog.bar.value() == 45
    asked.run.end(f"Package made: {folder}\nnot there: cam-2: <b>lost</b>")
    assert asked.words.endswith("<b>lost</b>") and asked.dialog.bar.value() == 100
    assert asked.said == [(f"Package made: {folder}", False)] and asked.dialog.make.isEnabled()


@pytest.mark.parametrize("folder", ["", "  ", "night", "-x"])
def test_a_folder_that_is_none_is_refused(asked: Asked, folder: str) -> None:
    asked.dialog.ask(city_incident(1, NOW_MS))
    asked.dialog.folder.setText(folder)
    asked.press("make")
    assert not asked.run.wanted and asked.words == NO_FOLDER


def test_closed_it_goes_on_and_its_end_is_said(asked: Asked) -> None:
    asked.dialog.ask(city_incident(1, NOW_MS))
    asked.press("make")
    asked.qtbot.keyClick(asked.dialog, Qt.Key.Key_Escape)
    assert not asked.dialog.isVisible() and asked.run.runs and not asked.run.cancelled
    asked.dialog.ask(city_incident(2, NOW_MS))
    assert "i-000001" in asked.dialog.folder.text(), "the one that is being made is shown"
    asked.dialog.hide()
    asked.run.end("No package was made: the disk is full", bad=True)
    assert asked.said == [("No package was made: the disk is full", True)]
    asked.dialog.ask(city_incident(2, NOW_MS))
    assert "i-000002" in asked.dialog.folder.text()


def test_it_is_cancelled_once(asked: Asked) -> None:
    asked.dialog.ask(city_incident(1, NOW_MS))
    asked.press("make")
    asked.press("cancel")
    asked.press("cancel")
    assert asked.run.cancelled == 1 and asked.words == "Cancelling…"
    asked.run.end("Cancelled; nothing was left behind")
    assert asked.dialog.bar.value() == 0
    assert asked.dialog.make.isEnabled() and asked.said == [("Cancelled; nothing was left behind", False)]


def test_a_long_hostile_text_makes_no_wide_window(asked: Asked) -> None:
    asked.dialog.ask(city_incident(1, NOW_MS))
    width = asked.dialog.width()
    asked.run.end("No package was made: " + "x" * 5000, bad=True)
    asked.qtbot.wait(1)
    assert asked.dialog.width() == width
