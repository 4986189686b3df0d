"""A coloured bar under the desk's top bar for what is wrong now; it is there only while something is."""

import html
import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from console.domain.wording import isolated
from console.ui.shortening import shortened

MOST_LINES = 3
TIP_LENGTH = 2000
"""Characters of a sentence in a tool tip: more would fill the screen."""
LONG_WORD = re.compile(r"\S{60}")
MAY_BREAK = "\u200b"
PART_MARK = " · "
"""Between the parts of a sentence."""

TIP_BEGIN, TIP_END = "<qt dir=ltr>", "</qt>"


class TroubleLine(QLabel):
    """One sentence a line, cut to the width; the whole is in its tool tip. Whatever they hold is plain text.

    ``name`` is its name in the style sheet: "control_lost" or "problems".
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.sentences: tuple[str, ...] = ()
        self.hide()

    def say(self, *sentences: str) -> None:
        """Show these; none hides the bar."""
        if sentences == self.sentences:
            return
        self.sentences = sentences
        self.setToolTip(plain_tool_tip(sentences))
        self._fit()
        self.setVisible(bool(sentences))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width cuts elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, room_px = QFontMetrics(self.font()), self.contentsRect().width()
        cut = [shortened(line, room_px, metrics.horizontalAdvance) for line in shown_lines(self.sentences)]
        self.setText("\n".join(cut))


def shown_lines(sentences: tuple[str, ...]) -> list[str]:
    """Each on one line; of too many the last line says how many more there are."""
    lines = [" ".join(sentence.split()) for sentence in sentences]
    if len(lines) <= MOST_LINES:
        return lines
    kept = MOST_LINES - 1
    return [*lines[:kept], f"and {len(lines) - kept} more: {lines[kept]}"]


def plain_tool_tip(sentences: tuple[str, ...]) -> str:
    """As a tool tip that wraps, also within long words, and in which no text is taken for markup.

    Its lines go from left to right in every locale, whatever letters their parts have.
    """
    lines = "<br>".join(html.escape(_in_order(_breakable(sentence)), quote=False) for sentence in sentences)
    return f"{TIP_BEGIN}{lines}{TIP_END}" if lines else ""


def _in_order(sentence: str) -> str:
    return PART_MARK.join(map(isolated, sentence.split(PART_MARK)))


def _breakable(sentence: str) -> str:
    cut = sentence if len(sentence) <= TIP_LENGTH else sentence[: TIP_LENGTH - 1] + "…"
    return LONG_WORD.sub(lambda found: found[0] + MAY_BREAK, cut)
