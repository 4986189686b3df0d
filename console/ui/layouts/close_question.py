"""Before the editor closes over what nobody else has: save it, close all the same, or go on drawing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from console.ui import theme
from console.ui.layouts.draft_keeper import DraftKeeper
from console.ui.layouts.edited_layout import EditedLayout
from console.ui.plain_label import PlainLabel

STAYS = "Closed, it stays here as a draft."
BEING_WRITTEN = "Its draft is being written…"
LOST = "Its draft can't be kept on this machine's disk ({}): closed, it is lost when this desk ends."


class CloseQuestion(QWidget):
    """A line, hidden until ``stops`` asks. ``save_asked`` and ``close_asked`` are its answers: the first one
    closes, too, once it is saved.

    Who draws on has answered, too.
    """

    save_asked = Signal()
    close_asked = Signal()

    def __init__(self, edited: EditedLayout, keeper: DraftKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._edited = edited
        self._keeper = keeper
        self._closes_once_saved = False
        self.words = PlainLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.save = QPushButton("Save  Ctrl+S")
        self.close_it = QPushButton("Close  Ctrl+W")
        self.stay = QPushButton("Stay")
        row = QHBoxLayout(self)
        row.setContentsMargins(
            theme.SPACING_PX[2], theme.SPACING_PX[1], theme.SPACING_PX[2], theme.SPACING_PX[1]
        )
        row.addWidget(self.words, 1)
        for button in (self.save, self.close_it, self.stay):
            row.addWidget(button)
        self.save.clicked.connect(self.save_asked)
        self.close_it.clicked.connect(self.close_asked)
        self.stay.clicked.connect(self.forget)
        edited.changed.connect(self._changed)
        keeper.tried.connect(self._say)
        self.hide()

    def stops(self) -> bool:
        """Whether the window stays for now; asked a second time it closes."""
        if not self._edited.is_unsaved or not self.isHidden():
            self.forget()
            return False
        self._keeper.flush()
        self._say()
        self.show()
        return True

    def _say(self) -> None:
        """What closing comes to, as far as it is known; the disk may take its time."""
        begun_ms = self._edited.document.begun_ms
        if self._keeper.is_written(begun_ms):
            words = STAYS
        else:
            why = self._keeper.why_refused(begun_ms)
            words = LOST.format(why) if why else BEING_WRITTEN
        self.words.setText(f"{self._edited.layout.name} is not saved. {words}")

    def saves(self) -> None:
        """It is about to be saved: while this asks, that is an answer."""
        self._closes_once_saved = not self.isHidden()

    def forget(self) -> None:
        """The window stays: a person wants it, or it can't be saved just so."""
        self._closes_once_saved = False
        self.hide()

    def _changed(self) -> None:
        closes = self._closes_once_saved and not self._edited.is_unsaved
        self.forget()
        if closes:
            self.close_asked.emit()
