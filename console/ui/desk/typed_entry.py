"""Typing on the desk without a text field: the letters of a cell, a camera's number."""

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from console.domain.typed_keys import cell_labels
from console.protocol.clock import Clock
from console.ui.desk.bars import BottomBar
from console.ui.desk.camera_choice import CameraChoice
from console.ui.desk.cell_drag import CellName
from console.ui.desk.miniatures import Miniatures
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.key_entry import KeyEntry

NUMBER_HINTS = ("Enter put it there", "Esc forget")
LETTER_HINTS = ("Esc forget",)
NO_CELLS = "There is no cell to select: core is not there."
TYPE_LETTERS = "Type the letter of a cell."
TYPE_BOTH_LETTERS = "Type both letters of a cell."


class TypedEntry(QObject):
    """Takes keys from whatever has the keyboard, from the first digit, or from the wish for letters, on."""

    def __init__(
        self,
        window: QWidget,
        view: SiteView,
        selection: Selection,
        cameras: CameraChoice,
        miniatures: Miniatures,
        bottom: BottomBar,
        clock: Clock,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._selection = selection
        self._cameras = cameras
        self._miniatures = miniatures
        self._bottom = bottom
        self._cells: list[CellName] = []
        self._listens_to: QWidget | None = None
        self.entry = KeyEntry(clock, self)
        self.entry.changed.connect(self._show)
        selection.cell_changed.connect(self._say_where)
        self.entry.number_given.connect(cameras.by_number)
        self.entry.label_given.connect(self._select)
        self.entry.refused.connect(self._refuse)

    def begin_number(self, digit: str) -> None:
        """The first digit of a camera's number."""
        self._listen()
        self.entry.begin_number(digit)

    def begin_letters(self) -> None:
        """Letters over the cells of the selected monitor or, while none is selected, of all."""
        self._cells = self._cells_meant()
        if not self._cells:
            self.entry.end()
            self._bottom.say(NO_CELLS, True)
            return
        self._listen()
        self.entry.begin_letters(cell_labels(len(self._cells)))

    def _cells_meant(self) -> list[CellName]:
        chosen = self._selection.cell[0] if self._selection.cell is not None else None
        views = [one for one in self._view.monitors.values() if chosen in (None, one.monitor)]
        return [(view.monitor, cell.cell) for view in views for cell in view.cells]

    def refresh(self) -> None:
        """Where other cells are there by now they have the letters, and typing begins anew."""
        if self.entry.letters is not None and self._cells != self._cells_meant():
            self.begin_letters()

    def _say_where(self) -> None:
        """A number goes to the cell that is selected by now."""
        if self.entry.number is not None:
            self._show()

    def _select(self, index: int) -> None:
        """The keyboard goes there as after a click: Del in a list would delete what is stored."""
        self._selection.select_cell(self._cells[index])
        self._miniatures.setFocus()

    def _refuse(self, letters: str) -> None:
        self._bottom.say(f"No cell has the letters {letters}.", True)

    def _show(self) -> None:
        number, letters = self.entry.number, self.entry.letters
        labels: dict[CellName, str] = {}
        if number is not None:
            words = self._cameras.meant_words(number.digits)
            self._bottom.say(f"cam {number.digits}_  {words}", False)
        elif letters is not None:
            named = zip(self._cells, letters.labels, strict=False)
            labels = {cell: label for cell, label in named if label.startswith(letters.letters)}
            both = len(letters.labels[0]) > 1
            self._bottom.say(TYPE_BOTH_LETTERS if both else TYPE_LETTERS, False)
        else:
            self._listen_no_more()
            self._bottom.say("", False)
        self._bottom.hints.lend_to(NUMBER_HINTS if number else LETTER_HINTS if letters else ())
        self._miniatures.label_cells(labels)

    # --- the keys, wherever they go

    def _listen(self) -> None:
        self._listen_no_more()
        self._listen_to(QApplication.focusWidget() or self._window)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._keyboard_went)

    def _keyboard_went(self) -> None:
        """Elsewhere, by a person's will; or to nobody, as from a list whose last row somebody else deleted:
        then the window gets the keys.
        """
        window = QApplication.activeWindow()
        if QApplication.focusWidget() is None and window is not None:
            self._listen_to(window)
        else:
            self.entry.end()

    def _listen_to(self, widget: QWidget | None) -> None:
        before, self._listens_to = self._listens_to, widget
        if before is not None and shiboken6.isValid(before):  # else it is gone, and what listened to it
            before.removeEventFilter(self)
        if widget is not None:
            widget.installEventFilter(self)

    def _listen_no_more(self) -> None:
        if self._listens_to is None:
            return
        self._listen_to(None)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._keyboard_went)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that belong to what is typed are no shortcuts; any other ends it and is what it always is."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            if self.entry.wants(event):
                event.accept()
                return True
            self.entry.end()
        return event.type() is QEvent.Type.KeyPress and self.entry.is_begun and self.entry.take(event)
