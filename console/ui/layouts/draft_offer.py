"""A draft that was not saved: continue with it, or throw it away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from console.domain.wording import local_time
from console.ui import theme
from console.ui.layouts.document import NEW_NAME
from console.ui.layouts.draft import Draft
from console.ui.plain_label import PlainLabel


class DraftOffer(QWidget):
    """Hidden while there is none. Both signals carry the Draft."""

    continued = Signal(object)
    thrown_away = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._drafts: list[Draft] = []
        self.words = PlainLabel()
        self.words.setWordWrap(True)
        self.take = QPushButton("Continue")
        self.throw = QPushButton("Throw away")
        row = QHBoxLayout(self)
        row.setContentsMargins(
            theme.SPACING_PX[2], theme.SPACING_PX[1], theme.SPACING_PX[2], theme.SPACING_PX[1]
        )
        row.addWidget(self.words, 1)
        row.addWidget(self.take)
        row.addWidget(self.throw)
        self.take.clicked.connect(lambda: self._answer(self.continued))
        self.throw.clicked.connect(lambda: self._answer(self.thrown_away))
        self.hide()

    def offer(self, drafts: list[Draft], now_ms: int) -> None:
        """One after the other, in this order."""
        self._drafts = drafts
        self.setVisible(bool(drafts))
        if drafts:
            first, others = drafts[0], len(drafts) - 1
            of = f"of {first.name}" if first.name else f"of a {NEW_NAME}"
            more = f" ({others} more)" if others else ""
            self.words.setText(f"Draft of {local_time(first.at_ms, now_ms)} {of}, not saved{more}")

    def _answer(self, signal: object) -> None:
        if self._drafts:
            signal.emit(self._drafts[0])  # type: ignore[attr-defined]
