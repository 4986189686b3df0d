"""Small pictures over a replay's timeline: what the cameras that the wall showed then saw at that moment."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.domain.ids import FeedId
from console.domain.wording import one_line
from console.ui import theme
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.fonts import font
from console.ui.replay.glimpses import HEIGHT_PX, WIDTH_PX, Glimpses
from console.ui.replay.shown_then import ShownFeed, ShownThen
from console.ui.shortening import shortened

MOST = 4
CAPTION_PX = 20
GAP_PX = theme.SPACING_PX[0]
OLD_MS = 5_000
"""A picture that had come so long before the moment has its time in another colour."""
WAITS = "…"
NOTHING = "nothing recorded"


def feeds_to_show(
    shown: Sequence[ShownFeed], selected: FeedId | None, recorded: frozenset[FeedId]
) -> tuple[FeedId, ...]:
    """The selected camera, those that an incident had switched up, then the wall's in order; if recorded."""
    ordered = [selected, *(one.feed for one in sorted(shown, key=lambda one: not one.marked))]
    found = dict.fromkeys(feed for feed in ordered if feed is not None and feed in recorded)
    return tuple(found)[:MOST]


class GlimpseStrip(QWidget):
    """Shown by ``point``, as a tool tip is; pictures come when they are decoded, and until then their places
    stand.
    """

    def __init__(
        self, glimpses: Glimpses, view: SiteView, selection: Selection, then: ShownThen, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._glimpses = glimpses
        self._view = view
        self._selection = selection
        self._then = then
        self._feeds: tuple[FeedId, ...] = ()
        self._at_ms = 0
        self._time: Callable[[int], str] = str
        glimpses.came.connect(self.update)

    def point(self, at_ms: int, bottom: QPoint, room: QRect, time: Callable[[int], str]) -> None:
        """Show this moment (log time) with its lower edge's middle at ``bottom``, within ``room``; both are
        the screen's. ``time`` words a moment.
        """
        recorded = self._glimpses.feeds or frozenset()
        self._feeds = feeds_to_show(self._then.at(at_ms), self._selection.camera, recorded)
        if not self._feeds:
            self.hide()
            return
        self._at_ms, self._time = at_ms, time
        self._glimpses.ask(at_ms, self._feeds)
        self.setGeometry(strip_place(len(self._feeds), bottom, room))
        self.show()
        self.update()

    def leave(self) -> None:
        """The pointer is elsewhere."""
        if self.isVisible():
            self.hide()
            self._glimpses.forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A place for each camera: its picture, and below it which camera and when."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.LINE))
        for place, feed in enumerate(self._feeds):
            left = GAP_PX + place * (WIDTH_PX + GAP_PX)
            box = QRect(left, GAP_PX, WIDTH_PX, HEIGHT_PX)
            seen = self._glimpses.seen(feed, self._at_ms)
            words = WAITS if seen is None else NOTHING
            _paint_picture(painter, box, seen.image if seen is not None else None, words)
            at_ms = seen.at_ms if seen is not None and seen.image is not None else None
            self._paint_caption(painter, QRect(left, box.bottom() + 1, WIDTH_PX, CAPTION_PX), feed, at_ms)
        painter.end()

    def _paint_caption(self, painter: QPainter, box: QRect, feed: FeedId, at_ms: int | None) -> None:
        painter.fillRect(box, QColor(theme.SURFACE))
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        words = self._time(at_ms) if at_ms is not None else ""
        is_old = at_ms is not None and self._at_ms - at_ms > OLD_MS
        inner = box.adjusted(GAP_PX, 0, -GAP_PX, 0)
        painter.setPen(QColor(theme.STATE_ATTENTION if is_old else theme.TEXT))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(words) - 2 * GAP_PX)
        camera = self._view.cameras.get(feed)
        name = f"{camera.number}  {one_line(camera.name)}" if camera is not None else str(feed)
        shown = shortened(name, inner.width(), painter.fontMetrics().horizontalAdvance)
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def strip_place(count: int, bottom: QPoint, room: QRect) -> QRect:
    """Where ``count`` pictures are shown: over ``bottom``, moved aside where the room ends."""
    size = QSize(GAP_PX + count * (WIDTH_PX + GAP_PX), HEIGHT_PX + CAPTION_PX + 2 * GAP_PX)
    left = min(bottom.x() - size.width() // 2, room.right() + 1 - size.width())
    return QRect(QPoint(max(room.left(), left), max(room.top(), bottom.y() - size.height())), size)


def _paint_picture(painter: QPainter, box: QRect, image: QImage | None, words: str) -> None:
    painter.fillRect(box, QColor(theme.BACKGROUND))
    if image is None:
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        painter.setPen(QColor(theme.MUTED))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return
    place = QRect(QPoint(0, 0), image.size())
    place.moveCenter(box.center())
    painter.drawImage(place.topLeft(), image)
