"""The window of one monitor: paints tiles and signs, turns keys into acts. It knows nothing of the bus."""

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from console.domain.operator_commands.command import Where
from console.ui import theme
from console.ui.key_entry import KeyEntry
from console.ui.key_table import USUAL_KEYS, KeyTable
from console.ui.replay.keys import ONCE, ReplayAct
from console.ui.replay.replay_frame import replay_title
from console.ui.wall.keys import Act
from console.ui.wall.tile import Tile
from console.ui.wall.tile_painter import Drawn, TilePainter, label_empty, state_room, word_room
from console.ui.wall.window_signs import WindowSigns, paint_start_screen

CURSOR_HIDES_AFTER_MS = 3000
WHEEL_STEP = 120
"""Of QWheelEvent.angleDelta: one notch of a usual wheel."""


class WallWindow(QWidget):
    """Signals: ``act`` (a keys.Act), ``digit`` (the first of a camera's number), ``resized``; in a replay
    ``replay_act``, whose keys come first. Of the mouse, each with x and y: ``clicked``, then ``pressed``,
    ``dragged`` and ``released``, ``double_clicked``, ``wheeled`` (with notches, away from the person
    positive). What is being typed in ``entry`` has the keys before all. It refuses to be closed by a person.
    """

    act = Signal(object)
    digit = Signal(str)
    replay_act = Signal(object)
    clicked = Signal(int, int)
    pressed = Signal(int, int)
    dragged = Signal(int, int)
    released = Signal(int, int)
    double_clicked = Signal(int, int)
    wheeled = Signal(int, int, float)
    resized = Signal()

    def __init__(
        self,
        site: str,
        title: str,
        *,
        replays: bool = False,
        not_as_signed: bool = False,
        keys: KeyTable = USUAL_KEYS,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setWindowTitle(replay_title(title, not_as_signed=not_as_signed) if replays else title)
        self.setMouseTracking(True)
        self.tiles: list[Tile] | None = None
        """None until core has spoken: the start screen."""
        self.signs = WindowSigns(replays=replays, not_as_signed=not_as_signed, keys=keys)
        self.entry: KeyEntry | None = None
        self._keys = keys
        self._replays = replays
        self.may_close = False
        self.is_covered = False
        """Visitors look: keys and clicks do nothing, and nothing is told."""
        self._site = site
        self._waiting = self._clock = ""
        self._painter = TilePainter()
        self._due: tuple[QRegion, list[Tile]] | None = None
        self._later = QRegion()
        self._drawn: list[Drawn] = []
        self._number: tuple[int, tuple[str, ...]] = (0, ())
        self._number_timer = QTimer(self)
        self._number_timer.setSingleShot(True)
        self._number_timer.timeout.connect(lambda: self.show_number(0, (), 0))
        self._cursor_timer = QTimer(self)
        self._cursor_timer.setSingleShot(True)
        self._cursor_timer.setInterval(CURSOR_HIDES_AFTER_MS)
        self._cursor_timer.timeout.connect(lambda: self.setCursor(Qt.CursorShape.BlankCursor))
        self._cursor_timer.start()

    def paint_now(self, due: list[Tile], also: list[QRect]) -> list[Drawn]:
        """Paint these tiles and places of signs at once; returns when they are handed to the window system.

        One rectangle around them all is handed over, because a region of many rectangles costs far more
        (measured on Xvfb, 64 tiles: 56 against 6 microseconds a tile); what lies between keeps its pixels.
        """
        area = QRect()
        for tile in due:
            area |= QRect(*tile.box)
        for place in also:
            area |= place
        self._drawn = []
        if area.isEmpty() or not self.isVisible():
            return []
        # Qt paints what waits along with this, and one region within the other can't be told from it alone.
        self._due = (QRegion(area) if self._later.isEmpty() else QRegion(), due)
        try:
            self.repaint(area)
        finally:
            self._due = None
        return self._drawn

    def paint_later(self, place: QRect | None = None) -> None:
        """Paint everything in this place again, None for the whole window, at the next turn of the loop."""
        place = self.rect() if place is None else place & self.rect()
        self._later += place
        self.update(place)

    def shot(self) -> QPixmap:
        """What the window shows now, for a screenshot; it counts as no paint."""
        return self.grab()

    def cover(self, *, is_covered: bool) -> None:
        """Everything is painted anew at once, before anything else happens: see ``is_covered``."""
        self.is_covered = is_covered
        if is_covered:
            self.signs.take_away_words(self.width(), self.height())
        self._later = QRegion()
        self.repaint()

    def belongs_to(self, name: str) -> None:
        """Whose acts need not be told here: tiles say who else holds them."""
        self._painter.own_name = name

    def toggle_names(self) -> None:
        """Without names the pictures are whole; states and incidents are told all the same."""
        self._painter.shows_names = not self._painter.shows_names
        self.paint_later()

    def say_full_screen(self, text: str | None) -> None:
        """That one tile is over the whole monitor, and what it hides; None takes it away."""
        self.paint_later(self.signs.full_screen(text, self.width()))

    def show_number(self, number: int, words: tuple[str, ...], for_s: float) -> None:
        """The monitor's number and what it is, for so long; over the start screen, too."""
        self._number = (number if for_s else 0, words)
        self._number_timer.start(round(for_s * 1000)) if for_s else self._number_timer.stop()
        self.paint_later(self.signs.number(*self._number, self.width(), self.height()))

    def wait_for_core(self, why: str) -> None:
        """The start screen says why core isn't ready ("" for nothing heard of it)."""
        if why != self._waiting:
            self._waiting = why
            self.paint_later()

    def set_clock(self, text: str) -> QRect:
        """Change the clock; returns the place that must be painted."""
        self._clock = text
        words = [word_room(tile) for tile in self.tiles or ()]
        before = self.signs.places()
        states = [state_room(tile) for tile in self.tiles or ()]
        place = self.signs.clock(text, self.width(), self.height(), words, states)
        for name, was in before.items():
            if was != (now := self.signs.place(name)):  # a tile that does not change would keep the old one
                self.paint_later(was | now if name != "clock" else was)
        return place

    def tiles_changed(self) -> None:
        """Tiles, or what they show, are others now: the clock gives way to their words at once."""
        for tile in label_empty(self.tiles or ()):
            self.paint_later(QRect(*tile.box))
        if self._clock:
            before = self.signs.place("clock")
            place = self.set_clock(self._clock)
            if place != before:
                self.paint_later(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is due, or everything that the system asks for."""
        painter = QPainter(self)
        region = event.region()
        if self.tiles is None:
            self._later = QRegion()
            paint_start_screen(painter, self.rect(), self._site, self._waiting)
        elif self._due is not None and self._due[0] == region:
            self._drawn = [self._painter.paint(painter, tile) for tile in self._due[1]]
        else:
            drawn = self._paint_exposed(painter, region, self.tiles)
            self._drawn = drawn if self._due is not None else []
        self.signs.paint(painter, region)
        self.signs.paint_replay(painter, self.rect(), region)
        painter.end()

    def _paint_exposed(self, painter: QPainter, region: QRegion, tiles: list[Tile]) -> list[Drawn]:
        self._later = self._later.subtracted(region).intersected(self.rect())
        painter.fillRect(region.boundingRect(), QColor(theme.BACKGROUND))
        touched = [tile for tile in tiles if region.intersects(QRect(*tile.box))]
        return [self._painter.paint(painter, tile) for tile in touched]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another monitor or mode: the cells move."""
        super().resizeEvent(event)
        self.paint_later(self.signs.number(*self._number, self.width(), self.height()))
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Known keys are acts; everything else does nothing."""
        if self.entry is not None and self.entry.is_begun and self.entry.take(event):
            return
        asked = self._keys.name_of(event, Where.REPLAY_DISPLAY) if self._replays else ""
        name = self._keys.name_of(event, Where.DISPLAY)
        if asked:
            if not (event.isAutoRepeat() and asked in ONCE):
                self.replay_act.emit(ReplayAct(asked))
        elif self.is_covered:
            return
        elif name == Act.NUMBER:
            self.digit.emit(chr(event.key()))
        elif name:
            self.act.emit(Act(name))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click selects, and may be the beginning of a drag."""
        if not self.is_covered:
            at = event.position().toPoint()
            self.clicked.emit(at.x(), at.y())
            self.pressed.emit(at.x(), at.y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the cursor for a while."""
        self.unsetCursor()
        self._cursor_timer.start()
        if event.buttons() & Qt.MouseButton.LeftButton and not self.is_covered:
            self.dragged.emit(event.position().toPoint().x(), event.position().toPoint().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a click or drag."""
        if not self.is_covered:
            self.released.emit(event.position().toPoint().x(), event.position().toPoint().y())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Its first click has selected."""
        if not self.is_covered:
            self.double_clicked.emit(event.position().toPoint().x(), event.position().toPoint().y())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Notches, also parts of one."""
        at = event.position().toPoint()
        if not self.is_covered:
            self.wheeled.emit(at.x(), at.y(), event.angleDelta().y() / WHEEL_STEP)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A wall is not closed by accident."""
        if self.may_close:
            event.accept()
        else:
            event.ignore()
