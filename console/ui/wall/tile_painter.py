"""Paints tiles: the picture straight from the mapped memory, then what the tile says over it."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPixmap

from console.domain.cell_content import MapContent
from console.domain.picture import DAMAGED, PictureState, is_unrecorded
from console.protocol.slots import SlotPicture, SlotReader
from console.ui import theme
from console.ui.drawing_guard import DrawingGuard, unshown_words
from console.ui.fonts import font
from console.ui.frames import image_over
from console.ui.wall.content_painter import paint_words, words_room
from console.ui.wall.empty_label import empty_labels, label_place
from console.ui.wall.grid import Box, bars_around, fitted
from console.ui.wall.tile import Tile
from console.ui.wall.tile_labels import (
    BADGE_MORE_PX,
    CENTRE,
    RIBBON_MORE_PX,
    letters_label,
    rec_label,
    ribbon_label,
    state_label,
    strip_height,
    strip_label,
)
from console.ui.wall.zoom import WHOLE, zoom_words

EMPTY_SIZE_PX = theme.FONT_SIZES_PX[1]
BADGE_MARGIN_PX = theme.SPACING_PX[0]
CLOCK_ROOM_PX, CONTENT_LEAST_PX = 28, 160
"""So high is what a clock or text leaves free below it, in a cell at least so high."""
LETTERS_KEPT = 1000
BADGES_KEPT = 200
REC_LEAST_STRIPS = 4
"""A tile that is lower than so many strips has no room for REC beside its state."""


class Drawn(NamedTuple):
    """What one paint put on the screen for a tile. ``whole`` is False for a torn picture."""

    tile: Tile
    reader: SlotReader | None
    picture: SlotPicture | None
    whole: bool = True


@dataclass
class _Labels:
    """A tile's pixmaps and what they were made for; the strip tells nothing of the picture and goes on."""

    made_for: object
    strip_for: object
    strip: QPixmap | None
    ribbon: QPixmap | None
    badge: QPixmap | None
    rec: QPixmap | None
    zoom: QPixmap | None


class TilePainter:
    """Paints one tile at a time into a painter of the window; keeps each tile's labels as pixmaps.

    These grow with the tile, but not beyond those of a tile that is ``largest_labelled_px`` high.
    """

    def __init__(self) -> None:
        self.largest_labelled_px = sys.maxsize
        self.shows_names = True
        self.says_zoom = True
        self.own_name = ""
        """Of whoever looks: a tile says who else holds it."""
        self._guard = DrawingGuard("tile of")
        self._labels: WeakKeyDictionary[Tile, _Labels] = WeakKeyDictionary()
        self._letters: dict[tuple[str, int], QPixmap] = {}
        self._badges: dict[tuple[tuple[str, ...], str, int, int], QPixmap] = {}
        self._ground = QColor(theme.SURFACE)
        self._bars = QColor(theme.BACKGROUND)
        self._hatch = QBrush(QColor(theme.LINE), Qt.BrushStyle.BDiagPattern)
        self._veils = {
            state: QColor(0, 0, 0, round(255 * (1 - brightness)))
            for state, brightness in theme.PICTURE_BRIGHTNESS.items()
        }

    def paint(self, painter: QPainter, tile: Tile) -> Drawn:
        """Draw the whole tile. A picture that is not this feed's any more is never left on the screen."""
        drawn = self._guard.attempt(
            tile.name, lambda: self._paint(painter, tile), lambda: self._paint_unshown(painter, tile)
        )
        if tile.letters:
            self._paint_letters(painter, tile)
        return drawn

    def _paint_letters(self, painter: QPainter, tile: Tile) -> None:
        """By which it can be selected now: in its middle, where no state or name is."""
        name = (tile.letters, tile.box.height)
        if name not in self._letters:
            if len(self._letters) > LETTERS_KEPT:
                self._letters.clear()
            self._letters[name] = letters_label(tile.letters, tile.box.height)
        label = self._letters[name]
        x = tile.box.x + (tile.box.width - label.width()) // 2
        painter.drawPixmap(x, tile.box.y + (tile.box.height - label.height()) // 2, label)

    def _paint_unshown(self, painter: QPainter, tile: Tile) -> Drawn:
        box = QRect(*tile.box)
        painter.fillRect(box, self._ground)
        painter.setFont(font(theme.FONT_SIZES_PX[1]))
        painter.setPen(QColor(theme.STATE_ATTENTION))
        painter.drawText(box, CENTRE | Qt.TextFlag.TextWrapAnywhere, unshown_words(tile.name))
        return Drawn(tile, None, None)

    def _paint(self, painter: QPainter, tile: Tile) -> Drawn:
        if not tile.can_be_judged:
            return self._paint_unshown(painter, tile)
        if tile.source is None:
            self._paint_empty(painter, tile)
            return Drawn(tile, None, None)
        drawn = self._paint_picture(painter, tile)
        marked = tile.cell.mark is not None or tile.selected or tile.rewound
        self._paint_labels(painter, tile, _marks_top(tile.box, drawn.picture) if marked else tile.box.y)
        return drawn

    def _paint_empty(self, painter: QPainter, tile: Tile) -> None:
        box = QRect(*tile.box)
        painter.fillRect(box, self._bars if tile.is_public else self._ground)
        if tile.content is not None:
            paint_words(painter, content_box(tile.box), tile.content)
        elif _is_empty(tile):
            painter.setFont(font(EMPTY_SIZE_PX))
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(box, CENTRE, tile.empty_label)
        if tile.selected:
            _frame(painter, tile.box, tile.box.y, theme.ACCENT, theme.SELECTION_FRAME_PX)

    def _paint_picture(self, painter: QPainter, tile: Tile) -> Drawn:
        reader = tile.source.current if tile.source else None
        picture = _front(reader) if reader is not None and reader.is_ours() else None
        if reader is None or picture is None:
            self._paint_ground(painter, tile)
            return Drawn(tile, None, None, whole=reader is None)
        place = fitted(tile.box, picture.width, picture.height)
        if place != tile.box:
            self._paint_bars(painter, tile.box, place)
        if tile.zoom is not WHOLE:
            crop = QRectF(*tile.zoom.crop(picture.width, picture.height))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(*place), image_over(picture), crop)
        elif (place.width, place.height) == (picture.width, picture.height):
            painter.drawImage(place.x, place.y, image_over(picture))
        else:
            painter.drawImage(QRect(*place), image_over(picture))
        whole = reader.still_whole(picture)
        if not whole and not reader.is_ours():
            self._paint_ground(painter, tile)
            return Drawn(tile, None, None, whole=False)
        self._dim(painter, tile, place)
        return Drawn(tile, reader, picture, whole)

    def _paint_ground(self, painter: QPainter, tile: Tile) -> None:
        painter.fillRect(QRect(*tile.box), self._ground)
        if _is_hatched(tile):
            painter.fillRect(QRect(*tile.box), self._hatch)

    def _paint_bars(self, painter: QPainter, box: Box, place: Box) -> None:
        for bar in bars_around(box, place):
            painter.fillRect(*bar, self._bars)

    def _dim(self, painter: QPainter, tile: Tile, place: Box) -> None:
        veil = self._veils.get(tile.shown.state)
        if veil is not None:
            painter.fillRect(QRect(*place), veil)
        if _is_hatched(tile):
            painter.fillRect(QRect(*place), self._hatch)

    def _paint_labels(self, painter: QPainter, tile: Tile, marks_top: int) -> None:
        labels = self._labels_of(tile)
        box = tile.box
        frame_px = _frame_width(tile) or (theme.SELECTION_FRAME_PX if tile.selected else 0)
        strip_top = box.y + box.height - frame_px
        if labels.strip is not None:
            strip_top -= labels.strip.height()
            painter.drawPixmap(box.x, strip_top, labels.strip)
        if labels.rec is not None:
            inset = BADGE_MARGIN_PX + frame_px
            painter.drawPixmap(box.x + inset, strip_top - labels.rec.height() - BADGE_MARGIN_PX, labels.rec)
        badge_top = box.y + BADGE_MARGIN_PX
        if tile.cell.mark is not None and labels.ribbon is not None:
            painter.drawPixmap(box.x, marks_top, labels.ribbon)
            badge_top = marks_top + labels.ribbon.height() + BADGE_MARGIN_PX
            _frame(
                painter,
                box,
                marks_top,
                theme.SEVERITY_COLOURS[tile.cell.mark.severity],
                theme.INCIDENT_FRAME_PX,
            )
        elif frame_px:
            badge_top = marks_top + frame_px + BADGE_MARGIN_PX
        if labels.zoom is not None:
            painter.drawPixmap(box.x + BADGE_MARGIN_PX + frame_px, badge_top, labels.zoom)
        if labels.badge is not None:
            inset = BADGE_MARGIN_PX + frame_px
            painter.drawPixmap(box.x + box.width - labels.badge.width() - inset, badge_top, labels.badge)
        if tile.rewound:
            _frame(painter, box, marks_top, theme.ACCENT, theme.REWIND_FRAME_PX)
        elif tile.selected:
            _frame(painter, box, marks_top, theme.ACCENT, theme.SELECTION_FRAME_PX)

    def _strip(self, tile: Tile, width: int, height: int) -> QPixmap | None:
        if not self.shows_names or tile.cell.feed is None:
            return None
        return strip_label(tile.cell, tile.camera, width, height, self.own_name)

    def _badge(self, words: tuple[str, ...], colour: str, width: int, height: int) -> QPixmap:
        """Many tiles say the same at once: a whole wall of new cameras."""
        name = (words, colour, width, height)
        if name not in self._badges:
            if len(self._badges) > BADGES_KEPT:
                self._badges.clear()
            self._badges[name] = state_label(words, colour, width, height)
        return self._badges[name]

    def _labels_of(self, tile: Tile) -> _Labels:
        most_px = self.largest_labelled_px
        made_for = (
            (tile.cell, tile.camera, tile.words, tile.ribbon, tile.box, tile.recorded, tile.zoom),
            (most_px, self.shows_names),
        )
        labels = self._labels.get(tile)
        if labels is None or labels.made_for != made_for:
            labels = self._make_labels(tile, made_for, labels)
            self._labels[tile] = labels
        return labels

    def _make_labels(self, tile: Tile, made_for: object, before: _Labels | None) -> _Labels:
        width, height = tile.box.width, min(tile.box.height, self.largest_labelled_px)
        mark, words = tile.cell.mark, tile.words
        zoomed = self.says_zoom and tile.zoom is not WHOLE and not tile.is_public
        strip_for = (tile.cell, tile.camera, width, height, self.shows_names)
        is_same = before is not None and before.strip_for == strip_for
        return _Labels(
            made_for,
            strip_for,
            before.strip if before is not None and is_same else self._strip(tile, width, height),
            ribbon_label(mark.severity, tile.ribbon, width, height) if mark else None,
            self._badge(words, _word_colour(tile), width - 4 * BADGE_MARGIN_PX, height) if words else None,
            rec_label(height) if _says_rec(tile) else None,
            self._badge(zoom_words(tile.zoom), theme.ACCENT, width // 2, height) if zoomed else None,
        )


def word_room(tile: Tile) -> QRect:
    """Where a tile's lowest words are: its strip, or what it says without a camera."""
    if tile.cell.feed is not None:
        return strip_room(tile.box)
    if isinstance(tile.cell.content, MapContent) and not tile.is_public:
        return strip_room(tile.box)  # whose map it is stands there
    if tile.content is not None:
        return words_room(content_box(tile.box), tile.content)
    if not _is_empty(tile):
        return QRect()
    return label_place(tile.empty_label, QRect(*tile.box), QFontMetrics(font(EMPTY_SIZE_PX)))


def state_room(tile: Tile) -> QRect:
    """Where the ribbon and the state of a tile without a picture can be; nowhere of one without a camera."""
    if tile.cell.feed is None:
        return QRect()
    box = tile.box
    marks_px = _marks_top(box, None) - box.y + strip_height(box.height) + RIBBON_MORE_PX
    return QRect(
        box.x, box.y, box.width, marks_px + BADGE_MARGIN_PX + strip_height(box.height) + BADGE_MORE_PX
    )


def label_empty(tiles: Sequence[Tile]) -> list[Tile]:
    """Choose what stands in those without a camera; returns those that say something else now."""
    boxes = {tile.cell.cell: QRect(*tile.box) for tile in tiles if _is_empty(tile)}
    labels = empty_labels(boxes, QFontMetrics(font(EMPTY_SIZE_PX)))
    others = [tile for tile in tiles if labels.get(tile.cell.cell, tile.empty_label) != tile.empty_label]
    for tile in others:
        tile.empty_label = labels[tile.cell.cell]
    return others


def content_box(box: Box) -> Box:
    """What a cell's own words have of it: below them the monitor's clock has room."""
    free_px = CLOCK_ROOM_PX if box.height >= CONTENT_LEAST_PX else 0
    return box._replace(height=box.height - free_px)


def _is_empty(tile: Tile) -> bool:
    """Whether it is there for a camera and has none; what waits for its words is not."""
    cell = tile.cell
    wants_words = cell.content is not None or cell.tour is not None or cell.hotspot
    return cell.feed is None and not wants_words and not tile.is_public


def strip_room(box: Box) -> QRect:
    """Where a tile's strip is, whatever frame the tile has now or will have."""
    height = strip_height(box.height) + max(_FRAMES_PX)
    return QRect(box.x, box.y + box.height - height, box.width, height)


_FRAMES_PX = (theme.REWIND_FRAME_PX, theme.INCIDENT_FRAME_PX, theme.SELECTION_FRAME_PX)


def _frame_width(tile: Tile) -> int:
    """Of the frame that says why the tile is as it is; 0 without one."""
    if tile.rewound:
        return theme.REWIND_FRAME_PX
    return theme.INCIDENT_FRAME_PX if tile.cell.mark else 0


def _says_rec(tile: Tile) -> bool:
    return tile.recorded and tile.box.height >= REC_LEAST_STRIPS * strip_height(tile.box.height)


def _is_hatched(tile: Tile) -> bool:
    """A loss is; what a replay has no recording of is none."""
    shown = tile.shown
    return shown.state is PictureState.LOST and not is_unrecorded(shown.state, shown.cause)


def _word_colour(tile: Tile) -> str:
    """A live tile that gets less than it asked for needs attention; else the state's own colour."""
    needs_attention = tile.shown.state is PictureState.LIVE or tile.shown.word == DAMAGED
    return (
        theme.STATE_ATTENTION if needs_attention else theme.state_colour(tile.shown.state, tile.shown.cause)
    )


def _marks_top(box: Box, picture: SlotPicture | None) -> int:
    """Where marks begin: in the bar above the picture if it has room, else below the picture's edge."""
    place = fitted(box, picture.width, picture.height) if picture is not None else box
    if place.y - box.y >= strip_height(box.height) + theme.INCIDENT_FRAME_PX:
        return box.y
    free_px = math.ceil(place.height * theme.PICTURE_TOP_FREE_SHARE)
    return place.y + max(theme.PICTURE_TOP_FREE_MIN_PX, free_px)


def _front(reader: SlotReader) -> SlotPicture | None:
    """The front picture; asked twice, because the front may move on in the very moment of asking."""
    return reader.picture() or reader.picture()


def _frame(painter: QPainter, box: Box, top: int, colour: str, width_px: int) -> None:
    """A frame inside the box, from ``top`` down: what lies above stays free."""
    height = box.y + box.height - top
    edge = QColor(colour)
    painter.fillRect(box.x, top, box.width, width_px, edge)
    painter.fillRect(box.x, box.y + box.height - width_px, box.width, width_px, edge)
    painter.fillRect(box.x, top, width_px, height, edge)
    painter.fillRect(box.x + box.width - width_px, top, width_px, height, edge)
