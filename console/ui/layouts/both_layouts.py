"""The layout that somebody else saved beside the one that was to be saved, for whoever chooses."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from console.domain.ids import FeedId
from console.domain.layout import Layout
from console.domain.policies.layout_difference import differences, unlike
from console.domain.wording import camera_words, local_time
from console.protocol.clock import Clock
from console.protocol.layout_messages import ImportLayout, LayoutHead, SaveLayout
from console.ui import theme
from console.ui.desk.done_acts import Conflict
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.layout_conflict import LayoutConflict
from console.ui.desk.site_view import SiteView
from console.ui.layouts.layout_answers import Asked, LayoutAnswers
from console.ui.layouts.layout_sketch import LayoutSketch
from console.ui.plain_label import PlainLabel

WORDS_PX = 96
NO_DIFFERENCE = "Both are the same."


class BothLayouts(QDialog):
    """Holds up nothing, and decides nothing: the question stays where it was asked."""

    def __init__(
        self, view: SiteView, answers: LayoutAnswers, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._answers = answers
        self._clock = clock
        self._theirs = Asked("", 0)
        self._yours: Layout | None = None
        self.theirs_words, self.yours_words = ElidedLabel("theirs"), ElidedLabel("yours")
        self.theirs, self.yours = LayoutSketch(view), LayoutSketch(view)
        self.words = QPlainTextEdit()
        self.leave = QPushButton("Close")
        self._build()
        self.leave.clicked.connect(self.hide)
        answers.came.connect(self._came)
        answers.failed.connect(self._failed)

    def _build(self) -> None:
        self.words.setReadOnly(True)
        self.words.setFixedHeight(WORDS_PX)
        self.words.setObjectName("words")
        self.words.setAccessibleName("What yours has in another way")
        grid = QGridLayout()
        grid.setSpacing(theme.SPACING_PX[1])
        for column, side in enumerate(
            ((self.theirs_words, self.theirs), (self.yours_words, self.yours)),
        ):
            for row, widget in enumerate(side):
                grid.addWidget(widget, row, column)
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(1, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACING_PX[3]] * 4)
        rows.setSpacing(theme.SPACING_PX[2])
        rows.addLayout(grid, 1)
        rows.addWidget(PlainLabel("Yours, against theirs (framed above):"))
        rows.addWidget(self.words)
        rows.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignRight)

    def serve(self, asks: LayoutConflict) -> None:
        """Open where it is asked there; an answer there ends the looking."""
        asks.look_asked.connect(self.look)
        for answered in (asks.replace_asked, asks.other_name_asked, asks.keep.clicked):
            answered.connect(lambda *_: self.hide())

    def look(self, conflict: Conflict) -> None:
        """Ask core for what is not known here; both are shown once the one that is there now has come."""
        there = conflict.there or conflict.name
        head = self._view.layout(there)
        self.setWindowTitle(f"Both layouts {conflict.name}")
        theirs = f"Theirs, {there} now" if conflict.there else "Theirs"
        self.theirs_words.say(f"{theirs}{self._saved_words(head)}")
        self.yours_words.say("Yours: not saved yet")
        self._theirs = Asked(there, head.version if head is not None else 0)
        self._yours = None
        match conflict.wanted:
            case SaveLayout(monitor=monitor):
                self._answers.ask(Asked(conflict.name, 0, monitor))
            case ImportLayout(layout=layout):
                self._yours_came(layout)

    def _yours_came(self, yours: Layout | None) -> None:
        """Known, or not to be had: theirs is shown in any case."""
        self._yours = yours
        self._answers.ask(self._theirs)

    def _saved_words(self, head: LayoutHead | None) -> str:
        if head is None:
            return ""
        by = f" by {self._view.called(head.by)}" if head.by else ""
        note = f": {head.note}" if head.note else ""
        return f": saved{by} at {local_time(head.at_ms, self._clock.now_ms())}{note}"

    def _came(self, asked: Asked, theirs: Layout) -> None:
        if asked.monitor is not None:
            self._yours_came(theirs)
            return
        yours = self._yours
        self.theirs.show_layout(theirs, unlike(yours, theirs) if yours is not None else ())
        self.yours.show_layout(yours, unlike(theirs, yours) if yours is not None else ())
        said = differences(theirs, yours, self._name_of) if yours is not None else ()
        self._bring_up("\n".join(said) or NO_DIFFERENCE)

    def _name_of(self, feed: FeedId) -> str:
        return camera_words(self._view.cameras.get(feed), feed)

    def _failed(self, asked: Asked, why: str) -> None:
        if asked.monitor is not None:
            self._yours_came(None)
            return
        self.theirs.show_layout(None)
        self.yours.show_layout(self._yours)
        self._bring_up(f"Layout {asked.name} can't be looked at: {why}.")

    def _bring_up(self, words: str) -> None:
        self.words.setPlainText(words)
        self.show()
        self.raise_()
        self.activateWindow()
        self.leave.setFocus()
