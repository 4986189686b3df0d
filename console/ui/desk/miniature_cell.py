"""How a camera's cell is drawn in small: picture, number, state, pin, hands, and its mark."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from console.domain.alert import Severity
from console.domain.picture import LostCause, PictureState, ShownState, picture_word
from console.domain.wall import CellView, TourMark
from console.ui import theme
from console.ui.desk.miniature_pictures import MiniaturePictures
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.state_sign import paint_state_sign
from console.ui.icons import icon, severity_icon
from console.ui.wall.tile_words import longest_fitting, tour_words
from console.ui.wall.zoom import WHOLE, zoom_of, zoom_words

PIN_PX = 14
SEVERITY_PX = 12
STRIP_PX = 16
TOUR_GAP_PX = 8
"""At the left of a tour's sign; half as much at its right."""
BARS_PX = ((4, 8), (2, 3))
"""Width of the state's bar in a strip and where the number begins beside it: usually, in a narrow strip."""


class MiniatureCell:
    """Of any camera's cell; ``own_name``: whose hand is not somebody else's."""

    def __init__(
        self, view: SiteView, selection: Selection, pictures: MiniaturePictures, own_name: str
    ) -> None:
        self._view = view
        self._selection = selection
        self._pictures = pictures
        self._own_name = own_name

    def paint(self, painter: QPainter, cell: CellView, rect: QRect, *, lent: bool) -> None:
        """``lent``: its monitor is, so that nobody waits for a picture of it."""
        painter.fillRect(rect, QColor(theme.SURFACE))
        miniature = self._pictures.get(cell.feed) if cell.feed is not None else None
        shown = None
        if miniature is not None and miniature.image is not None:
            shown = miniature.shown
            size = miniature.image.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
            at = rect.center() - QPoint(size.width() // 2, size.height() // 2)
            painter.setOpacity(_brightness(shown))
            crop = QRectF(*zoom_of(cell.zoom).crop(miniature.image.width(), miniature.image.height()))
            painter.drawImage(QRectF(QRect(at, size)), miniature.image, crop)
            painter.setOpacity(1.0)
        state, cause = self._state(cell, shown, miniature.shown if miniature is not None else None)
        if lent and shown is None:
            state = None
        self._paint_strip(painter, cell, rect, state, cause, damaged=shown is not None and shown.damaged)
        self._paint_frame(painter, cell, rect)

    def _paint_strip(
        self,
        painter: QPainter,
        cell: CellView,
        rect: QRect,
        state: PictureState | None,
        cause: LostCause,
        *,
        damaged: bool,
    ) -> None:
        """Number, state, pin: on an opaque strip, so that they can be read over any picture."""
        height = min(STRIP_PX, rect.height())
        strip = QRect(rect.left(), rect.bottom() - height + 1, rect.width(), height)
        ground = QColor(theme.BACKGROUND)
        ground.setAlphaF(0.8)
        painter.fillRect(strip, ground)
        colour = QColor(theme.state_colour(state, cause) if state is not None else theme.DISABLED)
        camera = self._view.cameras.get(cell.feed) if cell.feed is not None else None
        number = str(camera.number) if camera is not None else str(cell.feed)
        marks = [
            name for name, there in (("pin", cell.pinned), ("hand-stop", self._is_others(cell))) if there
        ]
        room = self._paint_number(painter, strip, number, colour, marks)
        if cell.tour is not None:
            _paint_tour(painter, cell.tour, room)
        word = picture_word(state, damaged, cause) if state is not None else ""
        if word not in ("", PictureState.LIVE.name):
            self._paint_state_word(painter, rect, word, colour, theme.state_shape(state, cause))
        elif (zoom := zoom_of(cell.zoom)) is not WHOLE:
            self._paint_state_word(painter, rect, zoom_words(zoom)[-1], QColor(theme.ACCENT))

    def _paint_number(
        self, painter: QPainter, strip: QRect, number: str, colour: QColor, marks: list[str]
    ) -> QRect:
        """Whole or not at all: a part of it would be another camera's. Its marks where there is room.

        Returns the room that is left between them.
        """
        wanted = painter.fontMetrics().horizontalAdvance(number)
        room_px = strip.width() if painter.fontMetrics().capHeight() <= strip.height() else 0
        bar, left = next((pair for pair in BARS_PX if pair[1] + wanted <= room_px), (BARS_PX[0][0], 0))
        painter.fillRect(QRect(strip.left(), strip.top(), bar, strip.height()), colour)
        painter.setPen(QColor(theme.TEXT))
        if left:
            painter.drawText(strip.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, number)
        taken = left + wanted if left else bar
        fitting = [
            name
            for place, name in enumerate(marks, 1)
            if taken + place * PIN_PX <= strip.width() and strip.height() > PIN_PX
        ]
        for place, name in enumerate(fitting, 1):
            at = strip.right() - place * PIN_PX
            painter.drawPixmap(at, strip.top() + 1, icon(name, theme.TEXT, PIN_PX))
        return strip.adjusted(taken, 0, -len(fitting) * PIN_PX, 0)

    def _is_others(self, cell: CellView) -> bool:
        """Whether somebody else's hand is on it."""
        return bool(cell.held_by) and bool(self._own_name) and cell.held_by != self._own_name

    def _paint_state_word(
        self, painter: QPainter, rect: QRect, word: str, colour: QColor, shape: str = ""
    ) -> None:
        """The word where it fits, else the state's sign; the strip's colour says it everywhere."""
        if rect.height() < 2 * STRIP_PX or rect.width() < STRIP_PX:
            return
        width = painter.fontMetrics().horizontalAdvance(word) + 6
        fits = width <= rect.width()
        if not fits and not shape:
            return
        width = width if fits else STRIP_PX
        badge = QRect(rect.right() - width + 1, rect.top(), width, STRIP_PX)
        painter.fillRect(badge, QColor(theme.BACKGROUND))
        painter.setPen(colour)
        if fits:
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, word)
        else:
            paint_state_sign(painter, QRectF(badge).adjusted(4, 4, -4, -4), shape, colour)

    def _state(
        self, cell: CellView, shown: ShownState | None, awaited: ShownState | None
    ) -> tuple[PictureState | None, LostCause]:
        """From the picture itself where there is one, else what the engine says of the feed.

        Without a picture the engine's word is at most that it is on its way: that a stream is LIVE somewhere
        shows nobody anything here. ``awaited`` says then whether it is connected or loaded.
        """
        if cell.feed is None:
            return None, LostCause.NONE
        state, cause = self._view.state_of(cell.feed), self._view.cause_of(cell.feed)
        if shown is not None and shown.age_s is not None:
            state, cause = shown.state, shown.cause
        elif state is not None and state > PictureState.WAIT:
            comes = awaited is not None and awaited.state is PictureState.CONNECTING
            state, cause = PictureState.CONNECTING, awaited.cause if awaited and comes else LostCause.NONE
        rewound = cell.rewind_s and state is not None and state > PictureState.WAIT
        return (PictureState.REWIND, LostCause.NONE) if rewound else (state, cause)

    def _paint_frame(self, painter: QPainter, cell: CellView, rect: QRect) -> None:
        if cell.mark is not None:
            painter.setPen(QPen(QColor(theme.SEVERITY_COLOURS[cell.mark.severity]), 2))
            painter.drawRect(rect.adjusted(1, 1, 0, 0))
            _paint_severity(painter, rect, cell.mark.severity)
        if cell.feed is not None and cell.feed == self._selection.camera:
            painter.setPen(QPen(QColor(theme.ACCENT), 1, Qt.PenStyle.DashLine))
            painter.drawRect(rect.adjusted(3, 3, -3, -3))


def _paint_severity(painter: QPainter, rect: QRect, severity: Severity) -> None:
    """Its shape in the corner, where there is room: a frame's colour alone would not tell everybody."""
    plate = QRect(rect.left() + 2, rect.top() + 2, STRIP_PX, STRIP_PX)
    if rect.width() < 2 * STRIP_PX or rect.height() < 2 * STRIP_PX:
        return
    painter.fillRect(plate, QColor(theme.BACKGROUND))
    inset = (STRIP_PX - SEVERITY_PX) // 2
    painter.drawPixmap(plate.topLeft() + QPoint(inset, inset), severity_icon(severity, SEVERITY_PX))


def _paint_tour(painter: QPainter, tour: TourMark, room: QRect) -> None:
    """That a tour runs there, whole or not at all."""
    text_width = painter.fontMetrics().horizontalAdvance
    room = room.adjusted(TOUR_GAP_PX, 0, -TOUR_GAP_PX // 2, 0)
    text = longest_fitting(tour_words(tour), room.width(), text_width)
    if text_width(text) <= room.width() and painter.fontMetrics().capHeight() <= room.height():
        painter.setPen(QColor(theme.TEXT if tour.held else theme.MUTED))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


def _brightness(shown: ShownState | None) -> float:
    """As on the wall: an old picture is never as bright as a live one."""
    return theme.PICTURE_BRIGHTNESS.get(shown.state if shown is not None else PictureState.LOST, 1.0)
