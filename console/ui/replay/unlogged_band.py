"""Where nothing is in a replay's log, as a band over all lanes of its timeline: places, words, painting."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from console.domain.wording import age_words
from console.protocol.replay_messages import UnloggedTime
from console.ui import theme
from console.ui.replay.timeline_geometry import Track

LEAST_PX = 3
"""A band is never narrower, so that none is overlooked."""
NAME = "nothing in the log"
PLATE_PX = theme.SPACING_PX[0]


def band_at(times: Iterable[UnloggedTime], track: Track, x: int) -> UnloggedTime | None:
    """The one drawn there."""
    return next((one for one in times if _left(one, track) <= x < _right(one, track)), None)


def band_words(one: UnloggedTime, time: Callable[[int], str]) -> str:
    """From when to when, how long, and why; ``time`` words a moment of log time."""
    lasted = age_words(one.to_ms - one.from_ms)
    return f"{time(one.from_ms)} – {time(one.to_ms)} ({lasted})  {NAME}: {one.why}"


def paint_bands(painter: QPainter, lanes: QRect, times: Iterable[UnloggedTime], track: Track) -> None:
    """Hatched, with its name where there is room; ``lanes`` begin where the track does."""
    for one in times:
        left, right = _left(one, track), _right(one, track)
        _paint_band(painter, QRect(lanes.left() + left, lanes.top(), right - left, lanes.height()))


def _left(one: UnloggedTime, track: Track) -> int:
    return track.x_of(one.from_ms)


def _right(one: UnloggedTime, track: Track) -> int:
    return max(track.x_of(one.to_ms), _left(one, track) + LEAST_PX)


def _paint_band(painter: QPainter, box: QRect) -> None:
    colour = QColor(theme.REPLAY_GAP_COLOUR)
    painter.fillRect(box, QBrush(colour, Qt.BrushStyle.BDiagPattern))
    painter.fillRect(box.left(), box.top(), 1, box.height(), colour)
    painter.fillRect(box.right(), box.top(), 1, box.height(), colour)
    plate = painter.fontMetrics().boundingRect(NAME).adjusted(-PLATE_PX, 0, PLATE_PX, 0)
    plate.moveCenter(box.center())
    if plate.width() <= box.width() - 2 * PLATE_PX:
        painter.fillRect(plate, QColor(theme.BACKGROUND))
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, NAME)
