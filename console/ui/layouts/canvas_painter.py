"""Draws a layout as it is edited: pictures, names, flags, what is chosen, what the mouse is about to do."""

from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from console.domain.ids import CellIndex
from console.domain.layout import Cell, Layout
from console.domain.picture import PictureState, picture_word
from console.domain.policies.layout_editing.places import Place, free_squares, numbered, place_of
from console.domain.wording import empty_words, one_line
from console.ui import theme
from console.ui.desk.miniature_pictures import Miniature, MiniaturePictures
from console.ui.desk.site_view import SiteView
from console.ui.drawing_guard import DrawingGuard, unshown_words
from console.ui.fonts import font
from console.ui.layouts.canvas_drag import Aim
from console.ui.layouts.canvas_geometry import CanvasGeometry
from console.ui.layouts.cell_choice import CellChoice
from console.ui.layouts.cell_words import camera_line, flag_words, kind_and_words
from console.ui.shortening import shortened

STRIP_PX = 22
LEAST_FOR_STRIP_PX = 44
"""Lower cells have room for a number alone."""
CHIP_PX = 18
PAD_PX = theme.SPACING_PX[1]
MARK_ALPHA = 0.22
AIM_ALPHA = 0.28
CONTENT_SIZES_PX = theme.FONT_SIZES_PX[::-1]


class CanvasPainter:
    """Reads the site's names and its small pictures; keeps nothing."""

    def __init__(self, view: SiteView, pictures: MiniaturePictures) -> None:
        self._view = view
        self._pictures = pictures
        self._guard = DrawingGuard("edited cell")

    def paint(
        self,
        painter: QPainter,
        geometry: CanvasGeometry,
        layout: Layout,
        choice: CellChoice,
        aim: Aim | None,
        *,
        has_keys: bool,
    ) -> None:
        """All of it."""
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        painter.fillRect(geometry.box.adjusted(-1, -1, 0, 0), QColor(theme.LINE))
        painter.fillRect(geometry.box.adjusted(0, 0, -1, -1), QColor(theme.BACKGROUND))
        self._paint_free(painter, geometry, layout)
        for index, cell in numbered(layout):
            rect = geometry.rect(place_of(cell))
            self._guard.attempt(
                str(index),
                partial(self._paint_cell, painter, index, cell, rect),
                partial(_paint_unshown, painter, index, rect),
            )
        self._paint_choice(painter, geometry, layout, choice, has_keys=has_keys)
        if aim is not None:
            _paint_aim(painter, geometry, aim)

    def _paint_free(self, painter: QPainter, geometry: CanvasGeometry, layout: Layout) -> None:
        painter.setPen(QPen(QColor(theme.LINE), 1, Qt.PenStyle.DotLine))
        for square in free_squares(layout):
            rect = geometry.rect(Place(*square))
            painter.drawRect(rect.adjusted(2, 2, -3, -3))

    # --- a cell

    def _paint_cell(self, painter: QPainter, index: CellIndex, cell: Cell, rect: QRect) -> None:
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(theme.SURFACE))
        kind, which = kind_and_words(cell)
        if cell.feed is not None:
            self._paint_camera(painter, cell, rect)
        elif kind:
            _paint_content(painter, rect, kind, which)
        else:
            painter.setPen(QColor(theme.MUTED))
            _paint_first_fitting(painter, rect, empty_words(index))
        _paint_flags(painter, rect, flag_words(cell))
        painter.setClipping(False)
        painter.setPen(QColor(theme.LINE))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _paint_camera(self, painter: QPainter, cell: Cell, rect: QRect) -> None:
        miniature = self._pictures.get(cell.feed) if cell.feed is not None else None
        has_picture = miniature is not None and miniature.image is not None
        if miniature is not None and miniature.image is not None:
            _paint_picture(painter, cell, rect, miniature)
        camera = self._view.cameras.get(cell.feed) if cell.feed is not None else None
        words = one_line(camera_line(cell, camera))
        metrics = painter.fontMetrics()
        strip = QRect(rect.left(), rect.bottom() - STRIP_PX + 1, rect.width(), STRIP_PX)
        if rect.height() < LEAST_FOR_STRIP_PX:
            strip = rect
            words = str(camera.number) if camera is not None else str(cell.feed)
        elif not has_picture:
            painter.setPen(QColor(theme.MUTED))
            _paint_first_fitting(painter, rect, ("no picture on the wall now", "no picture", ""))
        ground = QColor(theme.BACKGROUND)
        ground.setAlphaF(0.8)
        painter.fillRect(strip, ground)
        painter.setPen(QColor(theme.TEXT if camera is not None else theme.STATE_ATTENTION))
        room = strip.adjusted(PAD_PX, 0, -PAD_PX, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, left, shortened(words, room.width(), metrics.horizontalAdvance))

    # --- what is meant

    def _paint_choice(
        self,
        painter: QPainter,
        geometry: CanvasGeometry,
        layout: Layout,
        choice: CellChoice,
        *,
        has_keys: bool,
    ) -> None:
        own = choice.cell(layout)
        tint = QColor(theme.ACCENT)
        tint.setAlphaF(MARK_ALPHA)
        painter.setPen(QPen(QColor(theme.ACCENT), 2, Qt.PenStyle.DashLine))
        for cell in choice.marked_in(layout):
            rect = geometry.rect(place_of(layout.cells[cell]))
            painter.fillRect(rect, tint)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        place = place_of(layout.cells[own]) if own is not None else Place(*choice.square)
        colour = theme.ACCENT if has_keys else theme.MUTED
        painter.setPen(QPen(QColor(colour), theme.SELECTION_FRAME_PX))
        painter.drawRect(geometry.rect(place).adjusted(1, 1, -1, -1))


def _paint_unshown(painter: QPainter, index: CellIndex, rect: QRect) -> None:
    painter.setClipping(False)
    painter.setOpacity(1.0)
    painter.setPen(QColor(theme.STATE_ATTENTION))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, unshown_words(f"cell {index}"))


def _paint_picture(painter: QPainter, cell: Cell, rect: QRect, miniature: Miniature) -> None:
    """Letterboxed, as bright as on the wall; the part that is zoomed to is framed."""
    image = miniature.image
    if image is None:
        return
    size = image.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
    at = QRect(rect.center() - QPoint(size.width() // 2, size.height() // 2), size)
    painter.setOpacity(theme.PICTURE_BRIGHTNESS.get(miniature.shown.state, 1.0))
    painter.drawImage(at, image)
    painter.setOpacity(1.0)
    if cell.zoom is not None:
        part = cell.zoom
        left, top = at.left() + at.width() * part.left // 1000, at.top() + at.height() * part.top // 1000
        painter.setPen(QPen(QColor(theme.TEXT), 1, Qt.PenStyle.DashLine))
        painter.drawRect(
            left, top, at.width() * part.width // 1000 - 1, at.height() * part.height // 1000 - 1
        )
    word = picture_word(miniature.shown.state, miniature.shown.damaged, miniature.shown.cause)
    if word not in ("", PictureState.LIVE.name):
        colour = theme.state_colour(miniature.shown.state, miniature.shown.cause)
        _paint_chip(painter, rect.right() - 2, rect.top() + 3, word, colour, from_right=True)


def _paint_content(painter: QPainter, rect: QRect, kind: str, which: str) -> None:
    """Tours and texts by themselves, as large as they fit; of others the kind, and below it which."""
    below = kind
    if kind in ("MAP", "CLOCK"):
        which, below = kind.capitalize(), which
    painter.setPen(QColor(theme.TEXT))
    room = rect.adjusted(PAD_PX, CHIP_PX, -PAD_PX, -CHIP_PX)
    wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    for size_px in CONTENT_SIZES_PX:
        painter.setFont(font(size_px))
        needs = painter.fontMetrics().boundingRect(room, wrapped, which)
        if needs.width() <= room.width() and needs.height() <= room.height():
            break
    painter.drawText(room, wrapped, which)
    painter.setFont(font(theme.FONT_SIZES_PX[0]))
    if rect.height() >= LEAST_FOR_STRIP_PX:
        painter.setPen(QColor(theme.MUTED))
        foot = rect.adjusted(PAD_PX, 0, -PAD_PX, -theme.SPACING_PX[0])
        words = shortened(below, foot.width(), painter.fontMetrics().horizontalAdvance)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)


def _paint_first_fitting(painter: QPainter, rect: QRect, wordings: tuple[str, ...]) -> None:
    metrics = painter.fontMetrics()
    room = rect.width() - PAD_PX
    fitting = (words for words in wordings if metrics.horizontalAdvance(words) <= room)
    if rect.height() >= metrics.height():
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, next(fitting, ""))


def _paint_flags(painter: QPainter, rect: QRect, words: tuple[str, ...]) -> None:
    left = rect.left() + 3
    for word in words:
        width = painter.fontMetrics().horizontalAdvance(word) + PAD_PX
        if left + width > rect.right() or rect.height() < LEAST_FOR_STRIP_PX:
            return
        _paint_chip(painter, left, rect.top() + 3, word, theme.TEXT)
        left += width + 3


def _paint_chip(
    painter: QPainter, x: int, top: int, word: str, colour: str, *, from_right: bool = False
) -> None:
    width = painter.fontMetrics().horizontalAdvance(word) + PAD_PX
    chip = QRect(x - width if from_right else x, top, width, CHIP_PX)
    ground = QColor(theme.BACKGROUND)
    ground.setAlphaF(0.85)
    painter.fillRect(chip, ground)
    painter.setPen(QColor(colour))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, word)


def _paint_aim(painter: QPainter, geometry: CanvasGeometry, aim: Aim) -> None:
    colour = QColor(theme.ACCENT if aim.is_possible else theme.STATE_BAD)
    rect = geometry.rect(aim.place)
    veil = QColor(colour)
    veil.setAlphaF(AIM_ALPHA)
    painter.fillRect(rect, veil)
    style = Qt.PenStyle.SolidLine if aim.is_possible else Qt.PenStyle.DashLine
    painter.setPen(QPen(colour, 2, style))
    painter.drawRect(rect.adjusted(1, 1, -1, -1))
    painter.setFont(font(theme.FONT_SIZES_PX[1]))
    metrics = painter.fontMetrics()
    box = geometry.box
    words = shortened(aim.words, box.width() - 2 * PAD_PX, metrics.horizontalAdvance)
    plate = QRect(0, 0, metrics.horizontalAdvance(words) + 2 * PAD_PX, metrics.height() + PAD_PX)
    plate.moveCenter(rect.center())
    plate.moveLeft(min(max(plate.left(), box.left()), box.right() - plate.width() + 1))
    painter.fillRect(plate, QColor(theme.BACKGROUND))
    painter.setPen(QColor(theme.TEXT if aim.is_possible else theme.STATE_BAD))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
