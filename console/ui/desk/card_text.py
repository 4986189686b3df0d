"""What a card says, broken into the lines that its width holds."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from PySide6.QtGui import QFont, QFontMetrics

from console.domain.operator_commands.table import key_of
from console.ui import theme
from console.ui.fonts import font
from console.ui.shortening import shortened
from console.ui.wrapping import wrapped

LINE_PX = 19
INDENT_PX = theme.SPACING_PX[2]
"""Of a line that goes on from the one above."""
HEADLINE_LINES = 2
STATUS_LINES = 2
MOST_LINES = 3
"""Of one fact; the rest of a longer one is in the card's tool tip."""
THE_REST = f"point here for the rest, or {key_of('help')}"
"""In a card that has no room for all of its facts: they are in its tool tip, and what the sensor told is on
the sheet."""
AGE_SAMPLE = "00 min 00 s "
DIGIT = re.compile(r"\d")
"""All digits are equally wide."""
AGE_GAP_PX = theme.SPACING_PX[2]
SMALL_PX, BODY_PX = theme.FONT_SIZES_PX[:2]


@dataclass(frozen=True, slots=True)
class CardText:
    """Each as lines; ``facts`` has one entry for each fact."""

    headline: tuple[str, ...]
    status: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]

    @property
    def head_count(self) -> int:
        """Lines beside the severity's shape; the shape itself takes two."""
        return max(2, len(self.headline) + len(self.status))

    @property
    def line_count(self) -> int:
        """Lines of the whole card."""
        return self.head_count + sum(map(len, self.facts))

    def within(self, most: int) -> "CardText":
        """In so many lines: whole facts as far as there is room, then where the rest is."""
        if self.line_count <= most:
            return self
        left = most - self.head_count - 1
        ends = accumulate(map(len, self.facts))
        kept = sum(end <= left for end in ends)
        return replace(self, facts=(*self.facts[:kept], *([(THE_REST,)] if left >= 0 else [])))


def card_text(
    headline: str, status: str, facts: tuple[str, ...], age: str, head_px: int, facts_px: int
) -> CardText:
    """``head_px`` and ``facts_px`` is the room for the head and for the facts. The age's room never changes
    with the seconds, so that cards don't jump."""
    return CardText(
        lines_of(headline, head_px, BODY_PX, HEADLINE_LINES, bold=True),
        lines_of(status, head_px - age_room(age), SMALL_PX, STATUS_LINES),
        tuple(lines_of(fact, facts_px, SMALL_PX, MOST_LINES) for fact in facts),
    )


def age_room(age: str) -> int:
    """What the age takes of its line."""
    return max(_advance(AGE_SAMPLE), _advance(DIGIT.sub("0", age))) + AGE_GAP_PX


@lru_cache(maxsize=1000)
def _advance(age: str) -> int:
    return QFontMetrics(font(BODY_PX)).horizontalAdvance(age)


@lru_cache(maxsize=20_000)
def lines_of(text: str, room_px: int, size_px: int, most: int, *, bold: bool = False) -> tuple[str, ...]:
    """A thousand cards are laid out again at each new incident: hence remembered."""
    metrics = QFontMetrics(font(size_px, QFont.Weight.DemiBold if bold else QFont.Weight.Normal))
    if metrics.horizontalAdvance(text) <= room_px:
        return (text,)
    lines = wrapped(text, room_px - INDENT_PX, metrics.horizontalAdvance, most)
    rooms = (room_px, *(room_px - INDENT_PX for _ in lines[1:]))
    return tuple(
        shortened(line, room, metrics.horizontalAdvance) for line, room in zip(lines, rooms, strict=True)
    )
