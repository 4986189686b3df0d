"""What lies over the whole monitor: clock, CONTROL LOST, notices, help, number, start screen. All opaque, so
that a tile painted beneath and the sign painted again never blend twice."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QRegion

from console.domain.operator_commands.help_rows import HelpRow
from console.domain.picture import PictureState
from console.ui import theme
from console.ui.fonts import font
from console.ui.key_table import USUAL_KEYS, KeyTable
from console.ui.replay.replay_frame import replay_word
from console.ui.wall.keys import display_help
from console.ui.wall.number_label import number_label
from console.ui.wall.tile_labels import CENTRE, LEFT, RIBBON_MORE_PX, line_label, lines_label, plate

MARGIN_PX = theme.SPACING_PX[0]
ABOVE_STRIPS_PX = theme.TILE_STRIP_MAX_PX + theme.SPACING_PX[2]
"""So far from the lower edge nothing hides the lowest tiles' names."""

CLOCK_SIZE_PX, REPLAY_SIZE_PX = theme.FONT_SIZES_PX[1], theme.FONT_SIZES_PX[3]


class WindowSigns:
    """Holds each sign as a pixmap and where it lies; ``paint`` draws those that a region touches."""

    def __init__(
        self, *, replays: bool = False, not_as_signed: bool = False, keys: KeyTable = USUAL_KEYS
    ) -> None:
        self._placed: dict[str, tuple[QRect, QPixmap]] = {}
        self._replays = replays
        self._keys = keys
        self._word = replay_word(not_as_signed=not_as_signed)

    def shown(self) -> set[str]:
        """Names of the signs that are there: clock, banner, notice, help, number."""
        return set(self._placed)

    def places(self) -> dict[str, QRect]:
        """Where each sign lies that is there."""
        return {name: place for name, (place, _) in self._placed.items()}

    def place(self, name: str) -> QRect:
        """Where a sign lies; empty when it is not there."""
        return self._placed[name][0] if name in self._placed else QRect()

    def clock(
        self, text: str, width: int, height: int, words: Sequence[QRect], states: Sequence[QRect] = ()
    ) -> QRect:
        """The monitor's second clock, bottom right, above whatever ``words`` of tiles are there.

        In a replay its word stands before it: in no other corner does it cover no word of a tile. It is
        smaller where else it would lie over ``states``.
        """
        label, place = self._clock_for(text, width, height, words, REPLAY_SIZE_PX)
        if self._replays and any(one.intersects(place) for one in states):
            label, place = self._clock_for(text, width, height, words, CLOCK_SIZE_PX)
        self._place("clock", label, place.x(), place.y())
        if "banner" in self._placed:
            self._place_banner(self._placed["banner"][1], width, height)
            self._place_notice_again(width, height)
        return place

    def _clock_for(
        self, text: str, width: int, height: int, words: Sequence[QRect], replay_size_px: int
    ) -> tuple[QPixmap, QRect]:
        label = line_label(text, CLOCK_SIZE_PX, theme.TEXT, theme.BACKGROUND)
        if self._replays:
            label = _beside(_replay_label(self._word, replay_size_px), label)
        edge_px = MARGIN_PX + (theme.REPLAY_FRAME_PX if self._replays else 0)
        x, y = width - label.width() - edge_px, height - label.height() - edge_px
        return label, free_place(QRect(x, y, label.width(), label.height()), words)

    def banner(self, text: str | None, width: int, height: int) -> QRect:
        """A bar at the bottom centre, where it hides no ribbon, state or name; None takes it away.

        On a small monitor it lies above the clock, which would hide its last words.
        Returns the place that must be painted.
        """
        before = self.place("banner") | self.place("notice")
        if text is None:
            self._placed.pop("banner", None)
        else:
            label = lines_label(text, theme.FONT_SIZES_PX[3], theme.BACKGROUND, theme.STATE_BAD, width)
            self._place_banner(label, width, height)
        self._place_notice_again(width, height)
        return before | self.place("banner") | self.place("notice")

    def _place_banner(self, label: QPixmap, width: int, height: int) -> None:
        x, y = (width - label.width()) // 2, height - label.height() - ABOVE_STRIPS_PX
        place = free_place(QRect(x, y, label.width(), label.height()), [self.place("clock")])
        self._place("banner", label, place.x(), place.y())

    def notice(self, text: str | None, width: int, height: int) -> None:
        """A text above the banner; None takes it away."""
        if text is None:
            self._placed.pop("notice", None)
            return
        label = lines_label(text, theme.FONT_SIZES_PX[2], theme.TEXT, theme.RAISED, width, theme.LINE)
        self._place_notice(label, width, height)

    def _place_notice_again(self, width: int, height: int) -> None:
        if "notice" in self._placed:
            self._place_notice(self._placed["notice"][1], width, height)

    def _place_notice(self, label: QPixmap, width: int, height: int) -> None:
        bottom = height - 2 * ABOVE_STRIPS_PX
        if "banner" in self._placed:
            bottom = min(bottom, self.place("banner").top() - theme.SPACING_PX[1])
        self._place("notice", label, (width - label.width()) // 2, bottom - label.height())

    def full_screen(self, text: str | None, width: int) -> QRect:
        """Above in the middle, below an incident's ribbon; None takes it away. Returns what to paint."""
        before = self.place("full screen")
        if text is None:
            self._placed.pop("full screen", None)
            return before
        label = lines_label(text, theme.FONT_SIZES_PX[1], theme.TEXT, theme.RAISED, width, theme.LINE)
        y = theme.TILE_STRIP_MAX_PX + 2 * RIBBON_MORE_PX + theme.SPACING_PX[1]
        return before | self._place("full screen", label, (width - label.width()) // 2, y)

    def take_away_words(self, width: int, height: int) -> None:
        """Whatever is told to those who work here: visitors come."""
        self._placed.pop("help", None)
        self._placed.pop("full screen", None)
        self.notice(None, width, height)
        self.banner(None, width, height)

    @property
    def shows_help(self) -> bool:
        """Whether the keys are shown."""
        return "help" in self._placed

    def toggle_help(self, width: int, height: int) -> None:
        """Show the keys in the middle, or hide them again."""
        if self._placed.pop("help", None) is None:
            label = _help_label(display_help(replays=self._replays, keys_of=self._keys.keys_of), height)
            self._place("help", label, (width - label.width()) // 2, (height - label.height()) // 2)

    def number(self, number: int, words: Sequence[str], width: int, height: int) -> QRect:
        """The monitor's number and what it is, in the middle; 0 takes it away. Returns what to paint."""
        before = self.place("number")
        if not number:
            self._placed.pop("number", None)
            return before
        label = number_label(number, words, width, height)
        place = self._place("number", label, (width - label.width()) // 2, (height - label.height()) // 2)
        return before | place

    def paint(self, painter: QPainter, region: QRegion) -> None:
        """Draw what the region touches, the number and the clock last."""
        for name in ("full screen", "notice", "banner", "help", "number", "clock"):
            placed = self._placed.get(name)
            if placed is not None and region.intersects(placed[0]):
                painter.drawPixmap(placed[0].topLeft(), placed[1])

    def paint_replay(self, painter: QPainter, window: QRect, region: QRegion) -> None:
        """A replay's red frame round the whole window, over all; the word, as long as no clock has it."""
        if not self._replays:
            return
        edge = QColor(theme.STATE_COLOURS[PictureState.REPLAY])
        for side in replay_frame(window):
            if region.intersects(side):
                painter.fillRect(side, edge)
        label = _replay_label(self._word, REPLAY_SIZE_PX)
        corner = QPoint(window.width() - label.width(), window.height() - label.height())
        if "clock" not in self._placed and region.intersects(QRect(corner, label.size())):
            painter.drawPixmap(corner, label)

    def _place(self, name: str, label: QPixmap, x: int, y: int) -> QRect:
        place = QRect(x, y, label.width(), label.height())
        self._placed[name] = (place, label)
        return place


def replay_frame(window: QRect) -> tuple[QRect, ...]:
    """The four sides of a window's frame."""
    width, height, thick = window.width(), window.height(), theme.REPLAY_FRAME_PX
    return (
        QRect(0, 0, width, thick),
        QRect(0, height - thick, width, thick),
        QRect(0, 0, thick, height),
        QRect(width - thick, 0, thick, height),
    )


def free_place(wanted: QRect, taken: Sequence[QRect]) -> QRect:
    """``wanted``, or as far above it as nothing that is taken is covered; itself if nothing is free."""
    place = QRect(wanted)
    while hidden := [one for one in taken if one.intersects(place)]:
        place.moveBottom(min(one.top() for one in hidden) - 1)
    return place if place.top() >= 0 else wanted


def _replay_label(word: str, size_px: int) -> QPixmap:
    colour = theme.STATE_COLOURS[PictureState.REPLAY]
    return line_label(word, size_px, theme.BACKGROUND, colour)


def _beside(left: QPixmap, right: QPixmap) -> QPixmap:
    """Both as one sign, as high as the higher."""
    both = plate(left.width() + right.width(), max(left.height(), right.height()), theme.BACKGROUND)
    painter = QPainter(both)
    painter.drawPixmap(0, (both.height() - left.height()) // 2, left)
    painter.drawPixmap(left.width(), (both.height() - right.height()) // 2, right)
    painter.end()
    return both


def _help_label(rows: Sequence[HelpRow], height: int) -> QPixmap:
    """Keys and what they do, a line each; smaller where the monitor is low."""
    pad_px = theme.SPACING_PX[4]
    lines = len(rows) + 1
    sizes = theme.FONT_SIZES_PX[:3]
    size_px = next((one for one in reversed(sizes) if lines * 2 * one + 2 * pad_px <= height), sizes[0])
    line_px = min(2 * size_px - 4, (height - 2 * pad_px) // lines)
    bold, plain = font(size_px, QFont.Weight.DemiBold), font(size_px)
    keys_px = max(QFontMetrics(bold).horizontalAdvance(row.keys) for row in rows) + pad_px
    text_px = max(QFontMetrics(plain).horizontalAdvance(row.title) for row in rows)
    pixmap = plate(keys_px + text_px + 2 * pad_px, line_px * lines + 2 * pad_px, theme.RAISED)
    painter = QPainter(pixmap)
    painter.setPen(QColor(theme.LINE))
    painter.drawRect(pixmap.rect().adjusted(0, 0, -1, -1))
    painter.setPen(QColor(theme.TEXT))
    painter.setFont(font(theme.FONT_SIZES_PX[3], QFont.Weight.DemiBold))
    painter.drawText(QRect(pad_px, pad_px - 6, keys_px + text_px, line_px + 4), LEFT, "Keys of this monitor")
    for index, row in enumerate(rows, 1):
        y = pad_px + index * line_px
        painter.setPen(QColor(theme.TEXT))
        painter.setFont(bold)
        painter.drawText(QRect(pad_px, y, keys_px, line_px), LEFT, row.keys)
        painter.setPen(QColor(theme.MUTED))
        painter.setFont(plain)
        painter.drawText(QRect(pad_px + keys_px, y, text_px + 2, line_px), LEFT, row.title)
    painter.end()
    return pixmap


def paint_start_screen(painter: QPainter, area: QRect, site: str, why: str) -> None:
    """What a monitor shows before it knows anything; ``why`` core isn't ready, as far as it has said so."""
    painter.fillRect(area, QColor(theme.BACKGROUND))
    painter.setPen(QColor(theme.MUTED))
    painter.setFont(font(theme.FONT_SIZES_PX[3]))
    text = f"Sightline · {site} · {why or 'waiting for core'}"
    room = area.adjusted(theme.SPACING_PX[4], 0, -theme.SPACING_PX[4], 0)
    painter.drawText(room, CENTRE | Qt.TextFlag.TextWordWrap, text)
