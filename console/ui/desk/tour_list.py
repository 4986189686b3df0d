"""The tours: start one in the selected cell, rename, change, delete it; and what the cell's tour does."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from console.domain.ids import CellIndex, MonitorId
from console.domain.operator_commands.command import Where
from console.domain.tour import StoredTour
from console.domain.wall import TourMark
from console.domain.wording import one_line
from console.protocol.clock import Clock
from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.select_words import SELECT_TOUR
from console.ui.desk.stored_list import ListWords, StoredList
from console.ui.desk.tour_model import Runs, TourModel
from console.ui.key_table import USUAL_KEYS, KeyTable

WORDS = ListWords(
    none_yet="No tours yet. New… makes one: cameras that a cell shows one after the other.",
    select_first=SELECT_TOUR,
)
NO_CELL = "select a cell of the wall"
NO_TOUR = "no tour"
BUTTONS_IN_ROW = 3


class TourList(StoredList[StoredTour]):
    """Signals carry a name, ``rename_asked`` the new one, too; those without are for the selected cell.

    Buttons are for a tour's start or, where the selected cell runs one, for that.
    """

    start_asked = Signal(str)
    change_asked = Signal(str)
    new_asked = Signal()
    rename_asked = Signal(str, str)
    pause_asked = Signal()
    back_asked = Signal()
    next_asked = Signal()
    stop_asked = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None, *, keys: KeyTable = USUAL_KEYS) -> None:
        tours = TourModel(clock)
        super().__init__(tours, Where.TOUR_LIST, WORDS, keys, parent)
        self._tours = tours
        self.here = ElidedLabel("muted")
        self.pause, self.back, self.next, self.stop = (
            QPushButton(words) for words in ("Pause", "Back", "Next", "Stop")
        )
        self.start, self.new = QPushButton("Start"), QPushButton("New…")
        self.does(
            {
                "start-tour": self.start_asked.emit,
                "rename-tour": self.rename,
                "delete-tour": self.delete_asked.emit,
            }
        )
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
        self._tours.rename_asked.connect(self.rename_asked)
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
        asks = self.conflict.stops
        return (self.rows, *asks, self.start, self.new, self.pause, self.back, self.next, self.stop)

    def _start(self) -> None:
        if self.current_name:
            self.start_asked.emit(self.current_name)

    def fill_menu(self, menu: QMenu, kept: StoredTour | None) -> None:
        """Where there is none, a new one."""
        menu.addAction("New tour…", self.new_asked.emit)
        if kept is None:
            return
        name = kept.tour.name
        self.offer(menu, "Start in the selected cell", "start-tour", name)
        menu.addAction("Cameras and times…", lambda: self.change_asked.emit(name))
        self.offer(menu, "Rename", "rename-tour", name)
        self.offer(menu, "Delete", "delete-tour", name)

    def refresh(self, tours: tuple[StoredTour, ...], runs: Runs) -> None:
        """These are there, and run there."""
        self.show_rows(lambda: self._tours.refresh(tours, runs))
        self.start.setEnabled(bool(tours))

    def show_cell(self, cell: tuple[MonitorId, CellIndex] | None, mark: TourMark | None) -> None:
        """The selected cell, and the tour that runs there. From a button that goes the keyboard comes to the
        list.
        """
        pressed = self.window().focusWidget()
        self._show_buttons(mark)
        if pressed is not None and pressed.parent() is self and pressed.isHidden():
            self.give_keys()
        if cell is None:
            self.here.say(NO_CELL)
            return
        place = f"{cell[0]} cell {cell[1]}"
        self.here.say(f"{place}: {mark_words(mark) if mark is not None else NO_TOUR}")

    def _show_buttons(self, mark: TourMark | None) -> None:
        for button in (self.start, self.new):
            button.setVisible(mark is None)
        for button in (self.pause, self.back, self.next, self.stop):
            button.setVisible(mark is not None)
        self.pause.setText("Go on" if mark is not None and mark.held == "paused" else "Pause")


def mark_words(mark: TourMark) -> str:
    """Which tour runs, where it is, and what holds it: "night 3/12, held by an incident"."""
    held = {
        "hand": ", held by a hand",
        "incident": ", held by an incident",
        "rewind": ", waits while the cell looks back",
        "paused": ", paused",
    }
    return f"{one_line(mark.tour)} {mark.step}/{mark.steps}{held.get(mark.held, '')}"
