"""The timeline's lane of what is missing in the recordings: places, words, painting."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.wording import age_words, camera_words, one_line
from console.protocol.glimpse_messages import NOT_IN_PACKAGE, NOT_RECORDED, RecordedGap
from console.protocol.movie_index import CONNECTION, CRASH, DISK, RING, UNFIT
from console.ui import theme
from console.ui.replay.timeline_geometry import MARK_PX, Track

LEAST_PX = 3
"""A gap is never narrower, so that none is overlooked."""
NEAR_PX = 2
SECOND_MS = 1_000
REASONS = {
    RING: "dropped before the disk took them",
    CONNECTION: "the camera was lost",
    DISK: "the disk was late or failed",
    UNFIT: "what came can't be held by a movie",
    CRASH: "a crash took it",
    NOT_RECORDED: "not recorded",
    NOT_IN_PACKAGE: "not in this package",
}
"""In people's words, by a gap's reason."""

Place = tuple[int, int]
"""From the first to behind the last pixel."""


def _place(gap: RecordedGap, track: Track) -> Place:
    left, right = track.x_of(gap.from_ms), track.x_of(gap.to_ms)
    return left, max(right, left + LEAST_PX)


def is_within(gap: RecordedGap, track: Track) -> bool:
    """Whether it reaches into what is played."""
    return gap.to_ms >= track.begin_ms and gap.from_ms <= track.end_ms


def gap_places(gaps: Sequence[RecordedGap], track: Track) -> list[Place]:
    """Where anything is missing: gaps, sorted by their beginnings, that touch each other are one."""
    made: list[Place] = []
    for gap in gaps:
        left, right = _place(gap, track)
        if made and left <= made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], right)
        else:
            made.append((left, right))
    return made


def gaps_at(gaps: Sequence[RecordedGap], track: Track, x: int) -> list[RecordedGap]:
    """Those drawn there."""
    places = ((gap, *_place(gap, track)) for gap in gaps)
    return [gap for gap, left, right in places if left - NEAR_PX <= x < right + NEAR_PX]


def gap_words(gap: RecordedGap, cameras: Mapping[FeedId, Camera], time: Callable[[int], str]) -> str:
    """From when to when, why, and of which camera; ``time`` words a moment of log time."""
    lasted_ms = gap.to_ms - gap.from_ms
    lasted = age_words(lasted_ms) if lasted_ms >= SECOND_MS else f"{lasted_ms} ms"
    why = REASONS.get(gap.reason, one_line(gap.reason)[:40])
    name = camera_words(cameras.get(gap.feed), gap.feed)
    return f"{time(gap.from_ms)} – {time(gap.to_ms)} ({lasted})  {why}: {name}"


def paint_gaps(painter: QPainter, lane: QRect, places: Sequence[Place]) -> None:
    """Hatched, as a lost tile is: the colour is not the only sign. ``lane`` begins where the track does."""
    for left, right in places:
        _paint_gap(painter, QRect(lane.left() + left, lane.top() + 2, right - left, lane.height() - 4))


def paint_gap_head(painter: QPainter, box: QRect, count: int | None) -> None:
    """Left of the lane: the sign, and how many there are; None while that is not known."""
    left = box.left() + theme.SPACING_PX[2]
    _paint_gap(painter, QRect(left, box.top() + (box.height() - MARK_PX) // 2, MARK_PX, MARK_PX))
    painter.setPen(QColor(theme.MUTED))
    words = box.adjusted(left + MARK_PX + theme.SPACING_PX[1] - box.left(), 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, f"gaps {'…' if count is None else count}")


def _paint_gap(painter: QPainter, box: QRect) -> None:
    colour = QColor(theme.REPLAY_GAP_COLOUR)
    painter.fillRect(box, QBrush(colour, Qt.BrushStyle.BDiagPattern))
    painter.fillRect(box.left(), box.top(), 1, box.height(), colour)
    painter.fillRect(box.right(), box.top(), 1, box.height(), colour)
