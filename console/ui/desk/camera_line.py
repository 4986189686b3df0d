"""A camera in one line, where its row has no room: number, name, and its state as a sign and a word."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from console.domain.camera import Camera
from console.domain.picture import LostCause, PictureState, picture_word
from console.domain.wording import UNKNOWN, camera_words, one_line
from console.ui import theme
from console.ui.desk.camera_delegate import paint_elided, paint_number, paint_sign, row_inner
from console.ui.desk.camera_model import CameraRole, Index
from console.ui.drawing_guard import DrawingGuard, unshown_words
from console.ui.fonts import font
from console.ui.shortening import shortened

WORD_GAP_PX = theme.SPACING_PX[1]


class CameraLine:
    """Says and paints a row of the camera model below the rows, its parts in the columns of theirs."""

    def __init__(self) -> None:
        self._guard = DrawingGuard("line of camera")

    def words(self, index: Index) -> str:
        """All that the line says, and why it is so."""
        camera: Camera = index.data(CameraRole.CAMERA)
        return self._guard.attempt(
            camera.feed,
            lambda: f"{camera_words(camera, camera.feed)} · {index.data(CameraRole.WORDS)}",
            lambda: unshown_words(camera.feed),
        )

    def paint(self, painter: QPainter, line: QRect, index: Index) -> None:
        """In a line that is as wide as the list; in place of one that can't be drawn its name."""
        camera: Camera = index.data(CameraRole.CAMERA)
        state, cause = index.data(CameraRole.STATE), index.data(CameraRole.CAUSE)
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        self._guard.attempt(
            camera.feed,
            lambda: _paint(painter, row_inner(line), camera, state, cause),
            lambda: _paint_unshown(painter, row_inner(line), camera),
        )


def _paint(
    painter: QPainter, line: QRect, camera: Camera, state: PictureState | None, cause: LostCause
) -> None:
    name = one_line(camera.name)
    room = paint_number(painter, line, camera.number)
    room = paint_sign(painter, room, state, cause)
    advance = painter.fontMetrics().horizontalAdvance
    word = shortened(_word(state, cause), room.width() // 2, advance)
    paint_elided(painter, room, word, Qt.AlignmentFlag.AlignRight)
    painter.setPen(QColor(theme.TEXT))
    paint_elided(painter, room.adjusted(0, 0, -advance(word) - WORD_GAP_PX, 0), name)


def _word(state: PictureState | None, cause: LostCause) -> str:
    """The state alone: why it is so has room in a row."""
    return picture_word(state, False, cause) if state is not None else UNKNOWN


def _paint_unshown(painter: QPainter, line: QRect, camera: Camera) -> None:
    painter.setPen(QColor(theme.STATE_ATTENTION))
    paint_elided(painter, line, unshown_words(camera.feed))
