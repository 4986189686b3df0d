"""Asks what a package of an incident needs, shows how far it is, and what became of it."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.domain.ids import IncidentId
from console.domain.incident import Incident
from console.domain.wording import headline
from console.protocol.clock import Clock
from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.package_run import PackageRun, Wanted
from console.ui.plain_label import PlainLabel

WIDTH_PX = 560
WORDS_PX = 96
LONGEST = 500
"""Characters of a reason."""
NO_FOLDER = "Name a new folder, such as /media/usb/night-12."
ASK = "Its newest recording: movies, and core's log with every decision; signed by the site's key."


def fresh_folder(packages: str, incident: IncidentId, now_ms: int) -> str:
    """A folder of this incident and moment below the site's own; no disk is asked."""
    moment = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone()
    return str(Path(packages) / f"{incident}-{moment:%Y%m%d-%H%M%S}")


class PackageDialog(QDialog):
    """Does not hold up anything while it is open; closed, the package goes on. ``said`` as of other acts."""

    said = Signal(str, bool)

    def __init__(self, run: PackageRun, packages: str, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Incident package")
        self.setMinimumWidth(WIDTH_PX)
        self._run = run
        self._packages = packages
        self._clock = clock
        self._incident: IncidentId | None = None
        self._of = ElidedLabel("of")
        self.folder = QLineEdit()
        self.choose = QPushButton("Choose…")
        self.reason = QLineEdit()
        self.reason.setMaxLength(LONGEST)
        self.reason.setPlaceholderText("Such as a case number; it becomes part of it")
        self.bar = QProgressBar()
        self.words = QPlainTextEdit()
        self.make = QPushButton("Make package")
        self.cancel = QPushButton("Cancel")
        self.leave = QPushButton("Close")
        self._build()
        self._connect()

    def _build(self) -> None:
        self.bar.setTextVisible(False)
        self.words.setReadOnly(True)
        self.words.setFixedHeight(WORDS_PX)
        self.words.setObjectName("words")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACING_PX[2])
        grid.setVerticalSpacing(theme.SPACING_PX[1])
        for row, (name, field) in enumerate((("Folder", self.folder), ("Reason", self.reason))):
            grid.addWidget(PlainLabel(name), row, 0)
            grid.addWidget(field, row, 1, 1, 1 if field is self.folder else 2)
        grid.addWidget(self.choose, 0, 2)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.make, self.cancel, self.leave):
            button.setAutoDefault(button is self.make)
            buttons.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACING_PX[4]] * 4)
        rows.setSpacing(theme.SPACING_PX[2])
        rows.addWidget(self._of)
        rows.addLayout(grid)
        rows.addWidget(self.bar)
        rows.addWidget(self.words)
        rows.addLayout(buttons)

    def _connect(self) -> None:
        self.make.clicked.connect(self._make)
        self.cancel.clicked.connect(self._cancel)
        self.leave.clicked.connect(self.hide)
        self.choose.clicked.connect(self._choose)
        self._run.told.connect(self._tell)
        self._run.ended.connect(self._end)

    def ask(self, incident: Incident) -> None:
        """For this incident; while a package is made, that one is shown."""
        if not self._run.runs:
            self._incident = incident.incident
            self._of.say(f"{headline(incident)}  ({incident.incident})")
            self.folder.setText(fresh_folder(self._packages, incident.incident, self._clock.now_ms()))
            self.reason.clear()
            self._tell(ASK, 0)
        self._show_state()
        self.show()
        self.raise_()
        self.activateWindow()
        self.reason.setFocus()

    def _show_state(self) -> None:
        runs = self._run.runs
        for field in (self.folder, self.reason):
            field.setReadOnly(runs)
        for button in (self.make, self.choose):
            button.setEnabled(not runs)
        self.cancel.setEnabled(runs)

    def _choose(self) -> None:
        """The folder that is to hold the new one."""
        chooser = QFileDialog(self, "Folder for the package", str(Path(self.folder.text()).parent))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        chooser.fileSelected.connect(
            lambda chosen: self.folder.setText(str(Path(chosen) / Path(self.folder.text()).name))
        )
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _make(self) -> None:
        folder = self.folder.text().strip()
        if self._incident is None or not Path(folder).is_absolute():
            self._tell(NO_FOLDER, 0)
            return
        self._tell("The package is begun…", 0)
        self._run.start(Wanted(self._incident, folder, self.reason.text().strip()))
        self._show_state()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._tell("Cancelling…", self.bar.value())
        self._run.cancel()

    def _tell(self, words: str, percent: int) -> None:
        self.bar.setValue(percent)
        self.words.setPlainText(words)

    def _end(self, words: str, bad: bool) -> None:
        self._tell(words, 100 if self._run.is_made else 0)
        self._show_state()
        self.said.emit(words.splitlines()[0], bad)
