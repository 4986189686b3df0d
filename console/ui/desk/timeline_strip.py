"""The desk's timeline of the last 30 minutes: alerts, switches, acts; each mark is there to be clicked."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from console.domain.alert import SEVERITY_RANK, Severity
from console.domain.wording import local_time
from console.protocol.clock import Clock
from console.protocol.core_changes import CorePublished, CoreSnapshot
from console.protocol.recent_messages import RecentActs
from console.ui import theme
from console.ui.desk.happenings import ACT, KINDS, SPAN_MS, SWITCH, Happening, Happenings
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.trouble_line import plain_tool_tip
from console.ui.fonts import font
from console.ui.icons import icon, severity_icon
from console.ui.replay.timeline_geometry import MARK_PX, Clump, Track, clump_at, clumps, count_words
from console.ui.shortening import shortened

HEAD_PX = 132
END_PX = theme.SPACING_PX[4]
"""Right of now: a plate of several marks has room there."""
LEAST_LANE_PX, USUAL_LANE_PX = 14, 16
SCALE_PX = 18
SCALE_MS = 5 * 60_000
NAMES = {"alert": "alerts", "decision": "switches", "act": "acts", "": "last 30 min"}
MOST_TOLD = 8
REST_MS = 250
"""Between two looks at all marks: thousands of them take 10 ms, and in a flood one comes after the other."""
LONGEST = 120
TIP_OFFSET_PX = 40
NOTHING = (
    "Nothing happened in the last 30 minutes. Alerts, switches and acts appear here; click one to see it."
)
NOTHING_HEARD = "Waiting for core, which says what happened."
GONE = "that incident is no longer in the list"
KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
WORST = tuple(sorted(Severity, key=lambda severity: SEVERITY_RANK.get(severity, 0)))


class Lane(NamedTuple):
    """One kind's happenings, or on a low desk all of them ("" for the kind), and how they are drawn."""

    kind: str
    told: list[Happening]
    clumps: list[Clump]


class TimelineStrip(QWidget):
    """``said``: what a clicked mark stands for. ``hear`` before the site view takes what core says."""

    said = Signal(str, bool)

    def __init__(self, view: SiteView, selection: Selection, clock: Clock) -> None:
        super().__init__()
        self.happenings = Happenings()
        self._view = view
        self._selection = selection
        self._clock = clock
        self._lanes: list[Lane] = []
        self._track = Track(0, SPAN_MS, 1)
        self._count = -1
        self._current: Happening | None = None
        self._resting = QTimer(self, singleShot=True, interval=REST_MS)
        self._resting.timeout.connect(self.tick)
        self.setAccessibleName("What happened in the last 30 minutes")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(HEAD_PX + 160, LEAST_LANE_PX)
        selection.incident_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A lane for each kind, and the scale."""
        return QSize(HEAD_PX + 240, len(KINDS) * USUAL_LANE_PX + SCALE_PX)

    @property
    def _kinds(self) -> tuple[str, ...]:
        """A lane for each where they have room, else one for all."""
        return KINDS if self.height() >= len(KINDS) * LEAST_LANE_PX else ("",)

    @property
    def _lanes_px(self) -> int:
        """All lanes; the scale is below them where it has room."""
        needed = len(self._kinds) * LEAST_LANE_PX + SCALE_PX
        return self.height() - SCALE_PX if self.height() >= needed else self.height()

    @property
    def _lane_px(self) -> int:
        return self._lanes_px // len(self._kinds)

    # --- what is there

    def hear(self, said: CoreSnapshot | CorePublished) -> None:
        """Core says something; the view still stands as before."""
        self.happenings.hear(said, self._view)

    def learn(self, acts: RecentActs) -> None:
        """What core knows of the last half hour."""
        self.happenings.learn(acts, self._view)
        self._look_anew()

    def tick(self) -> None:
        """Once a second, and as soon as something happened: time goes on, and marks with it. What happens
        right after another thing is shown with all that follows it soon.
        """
        if self._resting.isActive():
            return
        now_ms = self._view.log_now_ms(self._clock)
        self.happenings.forget(now_ms)
        track = Track(now_ms - SPAN_MS, now_ms, max(1, self.width() - HEAD_PX - END_PX))
        moved_px = (track.end_ms - self._track.end_ms) * track.width / SPAN_MS
        if abs(moved_px) < 1 and track.width == self._track.width and len(self.happenings) == self._count:
            return
        self._track, self._count = track, len(self.happenings)
        self._lanes = [self._lane(kind) for kind in self._kinds]
        self._resting.start()
        self.update()

    def _lane(self, kind: str) -> Lane:
        told = self.happenings.of(kind) if kind else self.happenings.all()
        return Lane(kind, told, clumps([self._track.x_of(one.at_ms) for one in told]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other places."""
        super().resizeEvent(event)
        self._look_anew()

    def _look_anew(self) -> None:
        self._count = -1
        self._resting.stop()
        self.tick()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SURFACE))
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        lanes = QRect(HEAD_PX, 0, self._track.width, self._lane_px * len(self._kinds))
        painter.fillRect(lanes, QColor(theme.BACKGROUND))
        self._paint_scale(painter, lanes)
        self._paint_unknown(painter)
        for row, lane in enumerate(self._lanes):
            self._paint_head(painter, row, lane)
            for clump in lane.clumps:
                told = lane.told[clump.first : clump.first + clump.count]
                self._paint_clump(painter, self._box(row, clump), told)
        if not len(self.happenings):
            painter.setPen(QColor(theme.MUTED))
            words = NOTHING if self.happenings.acts_from_ms is not None else NOTHING_HEARD
            metrics = painter.fontMetrics()
            shown = shortened(words, lanes.width() - 16, metrics.horizontalAdvance)
            plate = QRect(0, 0, metrics.horizontalAdvance(shown) + 16, metrics.height())
            plate.moveCenter(QRect(HEAD_PX, 0, lanes.width(), 2 * self._lane_px).center())
            painter.fillRect(plate, QColor(theme.BACKGROUND))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, shown)
        if self.hasFocus():
            painter.setPen(QColor(theme.ACCENT))
            painter.drawRect(lanes.adjusted(0, 0, -1, -1))
        painter.end()

    def _box(self, row: int, clump: Clump) -> QRect:
        return QRect(HEAD_PX + clump.left, row * self._lane_px, clump.right - clump.left, self._lane_px)

    def _paint_head(self, painter: QPainter, row: int, lane: Lane) -> None:
        box = QRect(theme.SPACING_PX[2], row * self._lane_px, HEAD_PX - theme.SPACING_PX[2], self._lane_px)
        words = f"{NAMES[lane.kind]} {len(lane.told)}"
        if lane.kind:
            _paint_shape(painter, box, lane.kind, None)
            box = box.adjusted(MARK_PX + theme.SPACING_PX[1], 0, 0, 0)
        painter.setPen(QColor(theme.MUTED))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_clump(self, painter: QPainter, box: QRect, told: Sequence[Happening]) -> None:
        worst = next((one for one in WORST if any(each.severity is one for each in told)), None)
        kind = next(kind for kind in KINDS if any(each.kind == kind for each in told))
        if len(told) == 1:
            _paint_shape(painter, box, kind, worst)
        else:
            _paint_plate(painter, box, _colour(kind, worst), len(told))
        chosen = self._selection.incident
        if self._current in told or (chosen is not None and any(one.incident == chosen for one in told)):
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.drawRect(box.adjusted(-2, 0, 0, -1))

    def _paint_unknown(self, painter: QPainter) -> None:
        """Before this desk followed core: nobody told it who did what then, nor what was switched."""
        for row, kind in enumerate(self._kinds):
            from_ms = self._known_from_ms(kind)
            if from_ms is not None and from_ms > self._track.begin_ms:
                self._paint_unknown_of(painter, row, kind, from_ms)

    def _known_from_ms(self, kind: str) -> int | None:
        """None for what is known whole: alerts come with the incidents."""
        happenings = self.happenings
        known = {ACT: happenings.acts_from_ms, SWITCH: happenings.switches_from_ms}
        return (
            known.get(kind) if kind else max((one for one in known.values() if one is not None), default=None)
        )

    def _paint_unknown_of(self, painter: QPainter, row: int, kind: str, from_ms: int) -> None:
        top = self._lane_px * row
        area = QRect(HEAD_PX, top, self._track.x_of(from_ms), self._lane_px)
        painter.fillRect(area, QBrush(QColor(theme.RAISED), Qt.BrushStyle.BDiagPattern))
        since = local_time(self._wall_ms(from_ms), self._clock.now_ms())
        words = f"{NAMES[kind]} are known from {since} on"
        wide = painter.fontMetrics().horizontalAdvance(words) + 2 * theme.SPACING_PX[1]
        plate = QRect(area.right() - wide, top, wide, self._lane_px)
        marks = [self._box(row, clump) for lane in self._lanes[row : row + 1] for clump in lane.clumps]
        if wide <= area.width() and kind and not any(plate.intersects(mark) for mark in marks):
            painter.fillRect(plate, QColor(theme.BACKGROUND))
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_scale(self, painter: QPainter, lanes: QRect) -> None:
        if self._lanes_px == self.height():
            return
        painter.setPen(QColor(theme.MUTED))
        head = QRect(theme.SPACING_PX[2], lanes.height(), HEAD_PX, SCALE_PX)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, "last 30 min")
        ahead_ms = self._wall_ms(0)
        first_ms = -(-(self._track.begin_ms + ahead_ms) // SCALE_MS) * SCALE_MS - ahead_ms
        for at_ms in range(first_ms, self._track.end_ms + 1, SCALE_MS):
            x = HEAD_PX + self._track.x_of(at_ms)
            painter.setPen(QColor(theme.LINE))
            painter.drawLine(x, 0, x, lanes.height())
            words = local_time(at_ms + ahead_ms, at_ms + ahead_ms).rpartition(":")[0]
            wide = painter.fontMetrics().horizontalAdvance(words)
            left = min(max(HEAD_PX, x - wide // 2), self.width() - wide - 2)
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(
                QRect(left, lanes.height(), wide + 2, SCALE_PX), Qt.AlignmentFlag.AlignVCenter, words
            )

    def _wall_ms(self, at_ms: int) -> int:
        """The wall time of a moment of the log, by the difference there is now."""
        return at_ms + self._clock.now_ms() - self._view.log_now_ms(self._clock)

    # --- the pointer and the keys

    def told_at(self, point: QPoint) -> list[Happening]:
        """What the mark there stands for."""
        row, x = point.y() // self._lane_px, point.x() - HEAD_PX
        if not 0 <= row < len(self._lanes):
            return []
        lane = self._lanes[row]
        clump = clump_at(lane.clumps, x)
        return lane.told[clump.first : clump.first + clump.count] if clump else []

    def place_of(self, wanted: Happening) -> QPoint | None:
        """The middle of the mark that stands for it."""
        for row, lane in enumerate(self._lanes):
            for clump in lane.clumps:
                if wanted in lane.told[clump.first : clump.first + clump.count]:
                    return self._box(row, clump).center()
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is there."""
        told = self.told_at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if told else Qt.CursorShape.ArrowCursor)
        if not told:
            QToolTip.hideText()
            return
        lines = self.words(told)
        height = len(lines) * self.fontMetrics().lineSpacing() + TIP_OFFSET_PX
        place = self.mapToGlobal(QPoint(int(event.position().x()), -height))
        QToolTip.showText(place, f'<div style="white-space:nowrap">{plain_tool_tip(lines)}</div>', self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select what the mark is about; of several the next one with each click, the newest first."""
        told = self.told_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and told:
            newest_first = told[::-1]
            at = newest_first.index(self._current) + 1 if self._current in newest_first else 0
            self._choose(newest_first[at % len(newest_first)])

    def _choose(self, one: Happening) -> None:
        self._current = one
        words = f"{self._time(one)}  {one.words}"
        if one.incident is not None and one.incident in self._view.incidents:
            self._selection.select_incident(one.incident)
        elif one.incident is not None:
            words = f"{words} ({GONE})"
        if one.cell is not None and self._view.cell(*one.cell) is not None:
            self._selection.select_cell(one.cell)
        self.said.emit(words, False)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Its arrows are its own, whatever they mean in the window."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and isinstance(event, QKeyEvent) and event.key() in KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right: what happened before and after; everything else is the window's."""
        by = KEYS.get(Qt.Key(event.key()))
        told = sorted((one for lane in self._lanes for one in lane.told), key=lambda one: one.at_ms)
        if by is None or not told:
            super().keyPressEvent(event)
            return
        at = told.index(self._current) + by if self._current in told else len(told) - 1
        self._choose(told[min(max(0, at), len(told) - 1)])

    def words(self, told: Sequence[Happening]) -> tuple[str, ...]:
        """A line for each, the newest first."""
        lines = [f"{self._time(one)}  {one.words}"[:LONGEST] for one in told[::-1][:MOST_TOLD]]
        more = [f"and {len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else []
        return (*lines, *more)

    def _time(self, one: Happening) -> str:
        return local_time(self._wall_ms(one.at_ms), self._clock.now_ms())


def _colour(kind: str, severity: Severity | None) -> str:
    return theme.SEVERITY_COLOURS[severity] if severity is not None else theme.REPLAY_MARK_COLOURS[kind]


def _paint_shape(painter: QPainter, box: QRect, kind: str, severity: Severity | None) -> None:
    place = QPoint(box.left(), box.top() + (box.height() - MARK_PX) // 2)
    if severity is not None:
        painter.drawPixmap(place, severity_icon(severity, MARK_PX))
    else:
        shape = theme.REPLAY_MARK_SHAPES[kind]
        painter.drawPixmap(place, icon(shape, theme.REPLAY_MARK_COLOURS[kind], MARK_PX))


def _paint_plate(painter: QPainter, box: QRect, colour: str, count: int) -> None:
    """Several as one, with their number."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    high = min(box.height() - 2, USUAL_LANE_PX - 2)
    plate = QRect(box.left(), box.center().y() - high // 2, box.width() - 2, high)
    painter.drawRoundedRect(plate, theme.SPACING_PX[0], theme.SPACING_PX[0])
    painter.setPen(QColor(theme.BACKGROUND))
    painter.setFont(font(theme.FONT_SIZES_PX[0], painter.font().Weight.DemiBold))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, count_words(count))
    painter.restore()
