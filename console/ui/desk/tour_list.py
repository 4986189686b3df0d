"""The tours: start one in the selected cell, rename, change, delete it; and what the cell's tour does."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.domain.ids import CellIndex, MonitorId
from console.domain.operator_commands.command import Where
from console.domain.operator_commands.table import key_of
from console.domain.tour import StoredTour
from console.domain.wall import TourMark
from console.domain.wording import one_line
from console.protocol.clock import Clock
from console.ui import theme
from console.ui.desk.chosen_row import choose_with_keys
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.layout_conflict import LayoutConflict
from console.ui.desk.layout_list import NameDelegate
from console.ui.desk.tour_model import KEPT, SIGN, Runs, TourModel
from console.ui.desk.whole_rows import WholeRows
from console.ui.key_table import USUAL_KEYS, KeyTable

Index = QModelIndex | QPersistentModelIndex

NONE_YET = "No tours yet. New… makes one: cameras that a cell shows one after the other."
SELECT_TOUR = "Select a tour first: click it in the list."
NO_CELL = "select a cell of the wall"
NO_TOUR = "no tour"
BUTTONS_IN_ROW = 3


class TourDelegate(NameDelegate):
    """Its sign tells where a tour runs."""

    def sign(self, index: Index) -> str:
        """As the model has it."""
        return str(index.data(SIGN) or "")


class TourList(QWidget):
    """Signals carry a name, ``rename_asked`` the new one, too; those without are for the selected cell.

    Buttons are for a tour's start or, where the selected cell runs one, for that. ``conflict`` asks on its
    own; ``said``: words for people, whether bad.
    """

    start_asked = Signal(str)
    change_asked = Signal(str)
    new_asked = Signal()
    delete_asked = Signal(str)
    rename_asked = Signal(str, str)
    pause_asked = Signal()
    back_asked = Signal()
    next_asked = Signal()
    stop_asked = Signal()
    said = Signal(str, bool)

    def __init__(self, clock: Clock, parent: QWidget | None = None, *, keys: KeyTable = USUAL_KEYS) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = TourModel(clock, self)
        self.conflict = LayoutConflict()
        self.rows = QListView()
        self.rows.setObjectName("layouts")  # as they look
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(TourDelegate(self.rows))
        self.rows.setUniformItemSizes(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.more = WholeRows(self.rows)
        choose_with_keys(self.rows)
        self.rows.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.empty = QLabel(NONE_YET)
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(12, 0, 12, 0)
        self.here = ElidedLabel("muted")
        self.pause, self.back, self.next, self.stop = (
            QPushButton(words) for words in ("Pause", "Back", "Next", "Stop")
        )
        self.start, self.new = QPushButton("Start"), QPushButton("New…")
        self._build()
        self._connect()
        self.show_cell(None, None)

    def _build(self) -> None:
        here = QHBoxLayout()
        here.setContentsMargins(12, 0, 12, 0)
        here.addWidget(self.here, 1)
        buttons = QGridLayout()
        buttons.setContentsMargins(12, 0, 12, 8)
        buttons.setSpacing(theme.SPACING_PX[0])
        acts = (self.start, self.new, self.pause, self.back, self.next, self.stop)
        for place, button in enumerate(acts):
            button.setObjectName("act")
            # a page that was never seen has no style yet: by its width then no desk could be narrow
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button, *divmod(place, BUTTONS_IN_ROW))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 8, 0, 0)
        rows.setSpacing(theme.SPACING_PX[1])
        rows.addWidget(self.empty)
        rows.addWidget(self.rows, 1)
        rows.addStretch(0)
        rows.addWidget(self.conflict)
        rows.addLayout(here)
        rows.addLayout(buttons)

    def _connect(self) -> None:
        self.rows.doubleClicked.connect(lambda index: self.start_asked.emit(index.data()))
        self.rows.installEventFilter(self)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.rows.customContextMenuRequested.connect(self._offer)
        self._model.rename_asked.connect(self.rename_asked)
        self.conflict.replace_asked.connect(lambda _: self.rows.setFocus())
        self.new.clicked.connect(self.new_asked)
        self.start.clicked.connect(self._start)
        for button, asked in (
            (self.pause, self.pause_asked),
            (self.back, self.back_asked),
            (self.next, self.next_asked),
            (self.stop, self.stop_asked),
        ):
            button.clicked.connect(asked)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order."""
        conflict = self.conflict
        asks = (conflict.replace, conflict.other, conflict.keep)
        return (self.rows, *asks, self.start, self.new, self.pause, self.back, self.next, self.stop)

    def _start(self) -> None:
        if (kept := self._current()) is not None:
            self.start_asked.emit(kept.tour.name)

    def _current(self) -> StoredTour | None:
        kept = self.rows.currentIndex().data(KEPT)
        return kept if isinstance(kept, StoredTour) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys for the current tour: here they are not the window's."""
        is_editing = self.rows.state() == QListView.State.EditingState  # whose Enter comes through
        if is_editing or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        name = self._keys.name_of(event, Where.TOUR_LIST)
        if not name:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and self._current() is not None:
            self.do(name)
        return event.type() == QEvent.Type.KeyPress

    def do(self, name: str) -> None:
        """A command on the current tour."""
        kept = self._current()
        if kept is None:
            self.said.emit(SELECT_TOUR, True)
        elif name == "rename-tour":
            self._rename(kept.tour.name)
        else:
            asked = self.start_asked if name == "start-tour" else self.delete_asked
            asked.emit(kept.tour.name)

    def _offer(self, at: QPoint) -> None:
        self.menu_of(self.rows.indexAt(at)).popup(self.rows.viewport().mapToGlobal(at))

    def menu_of(self, index: Index) -> QMenu:
        """What can be done with a tour; where there is none, a new one."""
        kept = index.data(KEPT)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("New tour…", self.new_asked.emit)
        if not isinstance(kept, StoredTour):
            return menu
        name = kept.tour.name
        menu.addAction(
            f"Start in the selected cell\t{key_of('start-tour')}", lambda: self.start_asked.emit(name)
        )
        menu.addAction("Cameras and times…", lambda: self.change_asked.emit(name))
        menu.addAction(f"Rename\t{key_of('rename-tour')}", lambda: self._rename(name))
        menu.addAction(f"Delete\t{key_of('delete-tour')}", lambda: self.delete_asked.emit(name))
        return menu

    def _rename(self, name: str) -> None:
        row = self._model.row_of(name)  # the list may be another one by now
        if row is not None:
            self.rows.edit(self._model.index(row))

    def refresh(self, tours: tuple[StoredTour, ...], runs: Runs) -> None:
        """These are there, and run there."""
        chosen = self.rows.currentIndex().data()
        self._model.refresh(tours, runs)
        self.empty.setVisible(not tours)
        self.rows.setVisible(bool(tours))
        row = self._model.row_of(str(chosen)) if chosen is not None else None
        if row is not None and row != self.rows.currentIndex().row():
            self.rows.setCurrentIndex(self._model.index(row))
        self.start.setEnabled(bool(tours))

    def show_cell(self, cell: tuple[MonitorId, CellIndex] | None, mark: TourMark | None) -> None:
        """The selected cell, and the tour that runs there."""
        for button in (self.start, self.new):
            button.setVisible(mark is None)
        for button in (self.pause, self.back, self.next, self.stop):
            button.setVisible(mark is not None)
        self.pause.setText("Go on" if mark is not None and mark.held == "paused" else "Pause")
        if cell is None:
            self.here.say(NO_CELL)
            return
        place = f"{cell[0]} cell {cell[1]}"
        self.here.say(f"{place}: {mark_words(mark) if mark is not None else NO_TOUR}")


def mark_words(mark: TourMark) -> str:
    """Which tour runs, where it is, and what holds it: "night 3/12, held by an incident"."""
    held = {
        "hand": ", held by a hand",
        "incident": ", held by an incident",
        "rewind": ", waits while the cell looks back",
        "paused": ", paused",
    }
    return f"{one_line(mark.tour)} {mark.step}/{mark.steps}{held.get(mark.held, '')}"
