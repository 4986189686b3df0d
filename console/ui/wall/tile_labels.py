"""A tile's texts as pixmaps: drawn once when they change, laid over each new picture."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from console.domain.alert import Severity
from console.domain.camera import Camera
from console.domain.wall import CellView, TourMark
from console.domain.wording import one_line
from console.ui import theme
from console.ui.fonts import font, font_fitting
from console.ui.icons import icon, severity_icon
from console.ui.shortening import shortened
from console.ui.wall.tile_words import longest_fitting, strip_words, tour_words
from console.ui.wrapping import wrapped

PAD_PX = theme.SPACING_PX[0]
RIBBON_MORE_PX, BADGE_MORE_PX = 4, 2
"""So much higher than the strip are a tile's ribbon and its state's word."""
AGENCY_SHARE = 3
"""An agency takes a third of the strip at most, so that a long one leaves room for the name."""
TOUR_SHARE = 2
"""A tour's sign takes half of what number, agency and pin leave at most: the camera's name says more."""
REC = "REC"
MOST_LINES = 4
"""Of a sign's text; a longer one is cut."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def strip_height(tile_height_px: int) -> int:
    """Height of the bottom strip: 4.5 % of the tile, 14 to 28 px."""
    wanted = round(tile_height_px * theme.TILE_STRIP_SHARE)
    return max(theme.TILE_STRIP_MIN_PX, min(theme.TILE_STRIP_MAX_PX, wanted))


def plate(width: int, height: int, colour: str, opacity: float = 1.0) -> QPixmap:
    """A filled label to write on."""
    pixmap = QPixmap(max(1, width), max(1, height))
    ground = QColor(colour)
    ground.setAlphaF(opacity)
    pixmap.fill(ground)
    return pixmap


def strip_label(
    cell: CellView, camera: Camera | None, width: int, tile_height_px: int, own_name: str = ""
) -> QPixmap:
    """The bottom strip: number, name, tour, who else than ``own_name`` holds it, pin, agency.

    A low tile shows no name, holder and agency.
    """
    height = strip_height(tile_height_px)
    size_px = font_fitting(height)
    number, name, agency = strip_words(camera, cell.feed or "")
    if tile_height_px < theme.TILE_NAME_MIN_HEIGHT_PX and number:
        name = agency = ""
    tells_more = tile_height_px >= theme.TILE_NAME_MIN_HEIGHT_PX
    pixmap = plate(width, height, "#000000", theme.TILE_STRIP_OPACITY)
    painter = QPainter(pixmap)
    painter.setPen(QColor(theme.TEXT))
    side = PAD_PX + (theme.REWIND_FRAME_PX if cell.rewind_s else theme.INCIDENT_FRAME_PX if cell.mark else 0)
    left, right = side, width - side
    left += _write(
        painter, number, font(size_px, QFont.Weight.DemiBold), QRect(left, 0, right - left, height)
    )
    if agency:
        face = font(size_px)
        room = max(0, right - left) // AGENCY_SHARE
        right -= _write(painter, agency, face, QRect(right - room, 0, room, height), RIGHT) + PAD_PX
    if cell.pinned:
        right -= size_px
        painter.drawPixmap(right, (height - size_px) // 2, icon("pin", theme.TEXT, size_px))
        right -= PAD_PX
    if tells_more and cell.held_by not in ("", own_name):
        right -= _write_holder(painter, cell.held_by, QRect(left, 0, max(0, right - left), height), size_px)
    if cell.tour is not None:
        right -= PAD_PX
        right -= _write_tour(painter, cell.tour, size_px, QRect(left, 0, right - left, height))
    _write(painter, name, font(size_px), QRect(left + 2 * PAD_PX, 0, right - left - 2 * PAD_PX, height))
    painter.end()
    return pixmap


def _write_holder(painter: QPainter, holder: str, room: QRect, size_px: int) -> int:
    """A hand and a name at the right, where more than half of the room is left for the camera's."""
    face, name = font(size_px), one_line(holder)
    if size_px + PAD_PX + QFontMetrics(face).horizontalAdvance(name) > room.width() // 2:
        return 0
    room = room.adjusted(0, 0, -PAD_PX, 0)  # apart from the agency
    taken = _write(painter, name, face, room, RIGHT) + PAD_PX + size_px
    at = room.right() + 1 - taken
    painter.drawPixmap(at, (room.height() - size_px) // 2, icon("hand-stop", theme.TEXT, size_px))
    return taken + 3 * PAD_PX


def _write_tour(painter: QPainter, tour: TourMark, size_px: int, box: QRect) -> int:
    """At the right of the box, whole or not at all; returns the width taken. What holds it is brighter."""
    face = font(size_px, QFont.Weight.DemiBold)
    text_width = QFontMetrics(face).horizontalAdvance
    room_px = box.width() // TOUR_SHARE
    text = longest_fitting(tour_words(tour), room_px, text_width)
    if text_width(text) > room_px:
        return 0
    painter.setPen(QColor(theme.TEXT if tour.held else theme.MUTED))
    taken_px = _write(painter, text, face, box, RIGHT) + 2 * PAD_PX
    painter.setPen(QColor(theme.TEXT))
    return taken_px


def _write(painter: QPainter, text: str, face: QFont, box: QRect, flags: Qt.AlignmentFlag = LEFT) -> int:
    """Write into the box, elided; returns the width taken."""
    if not text or box.width() <= 0:
        return 0
    painter.setFont(face)
    metrics = QFontMetrics(face)
    shown = shortened(text, box.width(), metrics.horizontalAdvance)
    painter.drawText(box, flags, shown)
    return metrics.horizontalAdvance(shown)


def letters_label(letters: str, tile_height_px: int) -> QPixmap:
    """By which a tile is selected: large, dark on the accent."""
    sizes = [size for size in theme.FONT_SIZES_PX if 2 * size <= tile_height_px] or theme.FONT_SIZES_PX[:1]
    return line_label(letters, sizes[-1], theme.BACKGROUND, theme.ACCENT)


def ribbon_label(severity: Severity, words: tuple[str, ...], width: int, tile_height_px: int) -> QPixmap:
    """The incident's ribbon: severity shape and reason, dark on the severity's colour."""
    height = strip_height(tile_height_px) + RIBBON_MORE_PX
    size_px = font_fitting(height - 2)
    face = font(size_px, QFont.Weight.DemiBold)
    pixmap = plate(width, height, theme.SEVERITY_COLOURS[severity])
    painter = QPainter(pixmap)
    painter.setPen(QColor(theme.BACKGROUND))
    painter.setFont(face)
    painter.drawPixmap(PAD_PX, (height - size_px) // 2, severity_icon(severity, size_px, theme.BACKGROUND))
    left = PAD_PX + size_px + PAD_PX
    room = width - left - PAD_PX
    text = longest_fitting(words, room, QFontMetrics(face).horizontalAdvance)
    painter.drawText(QRect(left, 0, room, height), LEFT, text)
    painter.end()
    return pixmap


def state_label(words: tuple[str, ...], colour: str, width: int, tile_height_px: int) -> QPixmap:
    """The state's word on a dark plate, at most so wide."""
    height = strip_height(tile_height_px) + BADGE_MORE_PX
    face = font(font_fitting(height - 1), QFont.Weight.DemiBold)
    metrics = QFontMetrics(face)
    text = longest_fitting(words, width - 2 * PAD_PX, metrics.horizontalAdvance)
    taken = min(width, metrics.horizontalAdvance(text) + 2 * PAD_PX)
    pixmap = plate(taken, height, theme.BACKGROUND, theme.STATE_PLATE_OPACITY)
    painter = QPainter(pixmap)
    painter.setFont(face)
    painter.setPen(QColor(colour))
    painter.drawText(QRect(0, 0, taken, height), CENTRE, text)
    painter.end()
    return pixmap


def rec_label(tile_height_px: int) -> QPixmap:
    """REC and its dot, on a dark plate: the word says it where red is seen by nobody."""
    height = strip_height(tile_height_px)
    face = font(font_fitting(height), QFont.Weight.DemiBold)
    dot_px = height // 2
    text_px = QFontMetrics(face).horizontalAdvance(REC)
    pixmap = plate(dot_px + text_px + 3 * PAD_PX, height, theme.BACKGROUND, theme.STATE_PLATE_OPACITY)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.STATE_BAD))
    painter.drawEllipse(PAD_PX, (height - dot_px) // 2, dot_px, dot_px)
    painter.setFont(face)
    painter.setPen(QColor(theme.TEXT))
    painter.drawText(QRect(dot_px + 2 * PAD_PX, 0, text_px + 1, height), LEFT, REC)
    painter.end()
    return pixmap


def line_label(text: str, size_px: int, colour: str, ground: str) -> QPixmap:
    """One line on an opaque plate, such as the clock."""
    return _plate_of((text,), size_px, colour, ground, None)


def lines_label(
    text: str, size_px: int, colour: str, ground: str, width: int, frame: str | None = None
) -> QPixmap:
    """A text on an opaque plate no wider than that, in some lines at most, such as the banner."""
    room_px = width - 2 * _pad_px(size_px)
    metrics = QFontMetrics(font(size_px, QFont.Weight.DemiBold))
    lines = wrapped(text, room_px, metrics.horizontalAdvance, MOST_LINES)
    cut = tuple(shortened(line, room_px, metrics.horizontalAdvance) for line in lines)
    return _plate_of(cut, size_px, colour, ground, frame)


def _pad_px(size_px: int) -> int:
    return max(PAD_PX, size_px // 3)


def _plate_of(lines: tuple[str, ...], size_px: int, colour: str, ground: str, frame: str | None) -> QPixmap:
    face = font(size_px, QFont.Weight.DemiBold)
    metrics, pad_px = QFontMetrics(face), _pad_px(size_px)
    width = max(map(metrics.horizontalAdvance, lines), default=0) + 2 * pad_px
    pixmap = plate(width, metrics.height() * len(lines) + pad_px, ground)
    painter = QPainter(pixmap)
    painter.setFont(face)
    painter.setPen(QColor(colour))
    for row, line in enumerate(lines):
        box = QRect(0, pad_px // 2 + row * metrics.height(), width, metrics.height())
        painter.drawText(box, CENTRE | Qt.TextFlag.TextSingleLine, line)
    if frame:
        painter.setPen(QColor(frame))
        painter.drawRect(pixmap.rect().adjusted(0, 0, -1, -1))
    painter.end()
    return pixmap
