"""A replay's timeline: its length, what happened in it, where it is; a click or a drag leaps there."""

from bisect import bisect_left
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from console.domain.wording import local_time, one_line
from console.protocol.glimpse_messages import RecordedGap
from console.protocol.replay_messages import ReplayEvent
from console.ui import theme
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.trouble_line import plain_tool_tip
from console.ui.fonts import font
from console.ui.replay.control import ReplayControl
from console.ui.replay.gap_lane import (
    Place,
    gap_places,
    gap_words,
    gaps_at,
    is_within,
    paint_gap_head,
    paint_gaps,
)
from console.ui.replay.glimpse_strip import GlimpseStrip
from console.ui.replay.glimpses import Glimpses
from console.ui.replay.mark_painter import paint_clump, paint_head
from console.ui.replay.span_words import span_words
from console.ui.replay.timeline_geometry import MARK_PX, Clump, Track, clump_at, clumps
from console.ui.replay.unlogged_band import band_at, band_words, paint_bands

LANES = tuple(theme.REPLAY_MARK_COLOURS)
LANE_PX = 16
SCALE_PX = 18
HEAD_PX = 132
"""Left of the track: which marks are which, and how many."""
END_PX = theme.SPACING_PX[4]
MOST_TOLD = 8
LONGEST = 120
"""Characters of an event's words."""
TIP_OFFSET_PX = 40
"""Qt shows a tool tip so far below the place that it is given, with its own edges."""


class Lane(NamedTuple):
    """The events of one kind, and how they are drawn."""

    kind: str
    events: list[ReplayEvent]
    clumps: list[Clump]


class Recorded(NamedTuple):
    """What is known of the movies, and of the cameras that they are of."""

    glimpses: Glimpses
    view: SiteView
    selection: Selection


class TimelineView(QWidget):
    """Shows and moves what ``control`` holds. ``tick`` often: it paints only what moved a pixel.

    With ``recorded`` it has a lane of what is missing in the recordings, and shows small pictures of the
    moment under the pointer.
    """

    def __init__(
        self, control: ReplayControl, recorded: Recorded | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._control = control
        self._recorded = recorded
        self._gaps: list[RecordedGap] = []
        self._gap_places: list[Place] = []
        self.strip = GlimpseStrip(*recorded, control.then, self) if recorded is not None else None
        if recorded is not None:
            recorded.glimpses.looked.connect(self._looked)
        self._lanes: list[Lane] = []
        self._track = Track(0, 1, 1)
        self._shown_x = -1
        self._pointer_x: int | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        control.changed.connect(self._changed)

    def sizeHint(self) -> QSize:
        """A lane for each kind of mark, and the scale."""
        return QSize(HEAD_PX + 240, self._lanes_px + SCALE_PX)

    @property
    def _lanes_px(self) -> int:
        return (len(LANES) + (self._recorded is not None)) * LANE_PX

    # --- what is there

    def _changed(self) -> None:
        status = self._control.status
        if status is None:
            return
        track = Track(status.begin_ms, status.end_ms, max(1, self.width() - HEAD_PX - END_PX))
        shown = sum(len(lane.events) for lane in self._lanes)
        if track != self._track or shown != len(self._control.events):
            self._track = track
            self._lanes = [self._lane(kind) for kind in LANES]
            self._place_gaps()
            self.update()
        self.tick()

    def _looked(self) -> None:
        self._place_gaps()
        self.update()

    def _place_gaps(self) -> None:
        gaps = self._recorded.glimpses.gaps if self._recorded is not None else None
        self._gaps = [gap for gap in gaps or () if is_within(gap, self._track)]
        self._gap_places = gap_places(self._gaps, self._track)

    def _lane(self, kind: str) -> Lane:
        events = [event for event in self._control.events if event.kind == kind]
        return Lane(kind, events, clumps([self._track.x_of(event.at_ms) for event in events]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other places."""
        super().resizeEvent(event)
        self._changed()

    def tick(self) -> None:
        """The position, if it moved."""
        x = self._track.x_of(self._control.at_ms)
        if x != self._shown_x:
            left, right = sorted((x, self._shown_x))
            self._shown_x = x
            self.update(QRect(HEAD_PX + left - 2, 0, right - left + 4, self.height()))

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SURFACE))
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        height = self._lanes_px
        track = QRect(HEAD_PX, 0, self._track.width, height)
        painter.fillRect(track, QColor(theme.BACKGROUND))
        painter.fillRect(QRect(HEAD_PX, 0, max(0, self._shown_x), height), QColor(theme.RAISED))
        self._paint_scale(painter, height)
        paint_bands(painter, track, self._control.unlogged if self._lanes else (), self._track)
        for row, lane in enumerate(self._lanes):
            paint_head(painter, QRect(0, row * LANE_PX, HEAD_PX, LANE_PX), lane.kind, len(lane.events))
            for clump in lane.clumps:
                box = QRect(HEAD_PX + clump.left, row * LANE_PX, clump.right - clump.left, LANE_PX)
                refused = lane.events[clump.first].refused and clump.count == 1
                paint_clump(painter, box, lane.kind, clump.count, refused=refused)
        if self._recorded is not None:
            count = len(self._gaps) if self._recorded.glimpses.gaps is not None else None
            top = len(LANES) * LANE_PX
            paint_gap_head(painter, QRect(0, top, HEAD_PX, LANE_PX), count)
            paint_gaps(painter, QRect(HEAD_PX, top, self._track.width, LANE_PX), self._gap_places)
        self._paint_lines(painter, height)
        painter.end()

    def _paint_scale(self, painter: QPainter, height: int) -> None:
        for at_ms in self._track.scale_ms() if self._lanes else ():
            x = HEAD_PX + self._track.x_of(at_ms)
            painter.setPen(QColor(theme.LINE))
            painter.drawLine(x, 0, x, height)
            words = span_words(at_ms - self._track.begin_ms)
            wide = painter.fontMetrics().horizontalAdvance(words)
            painter.setPen(QColor(theme.MUTED))
            left = min(x - wide // 2, self.width() - wide - 2)
            painter.drawText(QRect(left, height, wide + 2, SCALE_PX), Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_lines(self, painter: QPainter, height: int) -> None:
        if self._pointer_x is not None:
            painter.setPen(QPen(QColor(theme.MUTED), 1, Qt.PenStyle.DashLine))
            painter.drawLine(HEAD_PX + self._pointer_x, 0, HEAD_PX + self._pointer_x, height)
        if self._shown_x >= 0:
            painter.fillRect(QRect(HEAD_PX + self._shown_x - 1, 0, 2, height + 4), QColor(theme.TEXT))
        if self.hasFocus():
            painter.setPen(QColor(theme.ACCENT))
            painter.drawRect(QRect(HEAD_PX, 0, self._track.width, height - 1))

    # --- the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On a mark: to what it marks; else to the moment there."""
        if event.button() is Qt.MouseButton.LeftButton:
            x, y = self._place(event)
            marked = self._marked(x, y)
            self._control.seek(marked[0].at_ms if marked else self._track.at_ms(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is there; with the button held leap there."""
        x, y = self._place(event)
        self._pointer_x = self._pointer_at(x)
        drags = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if drags:
            self._control.seek(self._track.at_ms(x))
        self._tell(x, y, drags=drags)
        self.update()

    def _tell(self, x: int, y: int, *, drags: bool) -> None:
        """Above the timeline, of which it hides nothing."""
        lines = self.words_at(x, y)
        height = len(lines) * self.fontMetrics().lineSpacing() + TIP_OFFSET_PX
        place = self.mapToGlobal(QPoint(HEAD_PX + self._pointer_at(x), -height))
        QToolTip.showText(place, f'<div style="white-space:nowrap">{plain_tool_tip(lines)}</div>', self)
        if self.strip is not None and drags:
            self.strip.leave()  # the wall itself shows those moments
        elif self.strip is not None:
            window = self.window()
            room = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
            self.strip.point(self._track.at_ms(x), place, room, self._time)

    def _pointer_at(self, x: int) -> int:
        return min(self._track.width, max(0, x))

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone."""
        self._pointer_x = None
        if self.strip is not None:
            self.strip.leave()
        self.update()

    @staticmethod
    def _place(event: QMouseEvent) -> tuple[int, int]:
        return int(event.position().x()) - HEAD_PX, int(event.position().y())

    def _marked(self, x: int, y: int) -> list[ReplayEvent]:
        """The events of the mark there."""
        row = y // LANE_PX
        if not 0 <= row < len(self._lanes):
            return []
        clump = clump_at(self._lanes[row].clumps, x)
        return self._lanes[row].events[clump.first : clump.first + clump.count] if clump else []

    def _near(self, x: int) -> list[ReplayEvent]:
        """Events of any kind no further away than half a mark."""
        events = self._control.events
        first_ms, last_ms = (self._track.at_ms(x + by) for by in (-MARK_PX // 2, MARK_PX // 2))
        first = bisect_left(events, first_ms, key=lambda one: one.at_ms)
        return list(events[first : bisect_left(events, last_ms + 1, key=lambda one: one.at_ms)])

    def words_at(self, x: int, y: int) -> tuple[str, ...]:
        """The time there, and what happened then, a line each."""
        at_ms = self._track.at_ms(x)
        head = [f"{span_words(at_ms - self._track.begin_ms)}  ·  {self._time(at_ms)}"]
        if (band := band_at(self._control.unlogged, self._track, x)) is not None:
            head.append(band_words(band, self._time))
        if y // LANE_PX == len(LANES) and self._recorded is not None:
            return (*head, *self._gap_lines(x, self._recorded))
        told = self._marked(x, y) or self._near(x)
        lines = [f"{self._time(one.at_ms)}  {one_line(one.text)[:LONGEST]}" for one in told[:MOST_TOLD]]
        more = [f"and {len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else []
        return (*head, *lines, *more)

    def _gap_lines(self, x: int, recorded: Recorded) -> list[str]:
        told = gaps_at(self._gaps, self._track, x)
        lines = [gap_words(one, recorded.view.cameras, self._time)[:LONGEST] for one in told[:MOST_TOLD]]
        return lines + ([f"and {len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else [])

    def _time(self, at_ms: int) -> str:
        """Recorded wall time, by the difference there is now."""
        now_ms = self._control.wall_ms
        return local_time(now_ms + at_ms - self._control.at_ms, now_ms)
