"""F1: every key of the desk on one sheet, those for what is selected first."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console.domain.operator_commands.command import About
from console.domain.operator_commands.help_rows import HelpRow
from console.domain.operator_commands.table import key_of
from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.scrolled import Scrolled
from console.ui.plain_label import PlainLabel

WIDEST_PX, COLUMN_PX, KEYS_PX = 1340, 400, 92
GAP_PX = theme.SPACING_PX[4]
HEADING_LINES = 2
"""As high as so many rows."""
WRAPS_FROM = 46
"""Characters of a row that takes two lines."""
LONG_WORD, ZERO_WIDTH_SPACE = re.compile(r"\S{30}"), "\u200b"
FACT_WRAPS_FROM = 56
"""A fact has the keys' room, too."""


class HelpGroup(NamedTuple):
    """Lines under one heading. ``selected``: which thing is selected of those that they are about, and
    ``facts`` all that is known of it, where the desk has no room for that.
    """

    about: About
    rows: Sequence[HelpRow]
    selected: str = ""
    facts: Sequence[str] = ()


class HelpSheet(QDialog):
    """Does not hold up anything while it is open. ``groups`` tells what stands on it each time it opens."""

    def __init__(self, parent: QWidget, groups: Callable[[], Sequence[HelpGroup]]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self._groups = groups
        content = QWidget()
        self._columns = QHBoxLayout(content)
        self._columns.setContentsMargins(*[GAP_PX] * 4)
        self._columns.setSpacing(GAP_PX)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        self._scrolled = Scrolled(content, parent)
        rows.addWidget(self._scrolled)

    def toggle(self) -> None:
        """Open it, or close it."""
        if not self.isVisible():
            self._fill()
        self.setVisible(not self.isVisible())

    def _fill(self) -> None:
        while (item := self._columns.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        bar_px = self._scrolled.verticalScrollBar().sizeHint().width()
        room_px = min(WIDEST_PX, self._scrolled.room().width()) - bar_px
        for groups in in_columns(self._groups(), column_count(room_px)):
            self._columns.addWidget(_column(groups))
        self._columns.activate()
        self._scrolled.updateGeometry()
        self.resize(self._scrolled.sizeHint())


def column_count(room_px: int) -> int:
    """How many columns stand beside each other, with a gap before, between and after them; at least one."""
    return max(1, (room_px - GAP_PX) // (COLUMN_PX + GAP_PX))


def in_columns(groups: Sequence[HelpGroup], count: int) -> list[list[HelpGroup]]:
    """The groups in order, no higher a column than they need be; none is split."""
    heights = [_height(group) for group in groups]
    most = max(heights, default=0)
    while True:
        columns = _filled(groups, heights, most)
        if len(columns) <= count:
            return columns
        most += 1


def _height(group: HelpGroup) -> int:
    facts = sum(1 + len(fact) // FACT_WRAPS_FROM for fact in group.facts)
    return HEADING_LINES + facts + sum(_lines(row) for row in group.rows)


def _filled(groups: Sequence[HelpGroup], heights: Sequence[int], most: int) -> list[list[HelpGroup]]:
    columns: list[list[HelpGroup]] = [[]]
    used = 0
    for group, height in zip(groups, heights, strict=True):
        if used + height > most and columns[-1]:
            columns.append([])
            used = 0
        columns[-1].append(group)
        used += height
    return columns


def _lines(row: HelpRow) -> int:
    return 1 + len(_words(row)) // WRAPS_FROM


def _words(row: HelpRow) -> str:
    does = f"then type “{row.typed}”: {row.does}" if row.typed else row.does
    return f"{does}; or {row.pointer}" if row.pointer else does


def _column(groups: Sequence[HelpGroup]) -> QWidget:
    column = QWidget()
    column.setObjectName("sheet")
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(theme.SPACING_PX[2])
    for group in groups:
        rows.addWidget(_group(group))
    rows.addStretch(1)
    return column


def _group(about: HelpGroup) -> QWidget:
    group = QWidget()
    group.setObjectName("sheet")
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.SPACING_PX[2])
    grid.setVerticalSpacing(theme.SPACING_PX[0])
    grid.setColumnMinimumWidth(0, KEYS_PX)
    grid.setColumnStretch(1, 1)
    grid.addLayout(_heading(about), 0, 0, 1, 2)
    if about.facts:
        facts = PlainLabel("\n".join(map(_breakable, about.facts)))
        facts.setWordWrap(True)
        grid.addWidget(facts, 1, 0, 1, 2)
    for line, row in enumerate(about.rows, 2):
        top = Qt.AlignmentFlag.AlignTop
        keys = PlainLabel(row.keys or key_of("palette"))  # where all commands are
        keys.setObjectName("keys")
        grid.addWidget(keys, line, 0, top | Qt.AlignmentFlag.AlignRight)
        does = PlainLabel(_words(row))
        does.setObjectName("muted")
        does.setWordWrap(True)
        does.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        grid.addWidget(does, line, 1, top)
    group.setFixedWidth(COLUMN_PX)
    return group


def _breakable(fact: str) -> str:
    """A label breaks lines between words alone: one as long as a sensor likes would go out of the sheet."""
    return LONG_WORD.sub(f"\\g<0>{ZERO_WIDTH_SPACE}", fact)


def _heading(group: HelpGroup) -> QHBoxLayout:
    """What the lines are about, and which of it is selected."""
    heading = PlainLabel(group.about.value.upper())
    heading.setObjectName("heading")
    row = QHBoxLayout()
    row.setSpacing(theme.SPACING_PX[1])
    row.addWidget(heading)
    if group.selected:
        selected = ElidedLabel("keys")
        selected.say(group.selected)
        row.addWidget(selected, 1)
    row.addStretch(0 if group.selected else 1)
    return row
