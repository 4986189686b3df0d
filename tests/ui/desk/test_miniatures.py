"""Where the desk's small walls and their cells lie, what they say, and what is done on them."""

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.alert import AlertKind, Severity
from console.domain.camera import Camera, Profile
from console.domain.cell_content import ClockContent, TextContent
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Reason
from console.domain.picture import LostCause, PictureState, ShownState
from console.domain.wall import (
    CellView,
    Cover,
    CoverKind,
    FrameMark,
    IncidentMark,
    Layer,
    MonitorView,
    TourMark,
)
from console.domain.zoom_part import ZoomPart
from console.protocol.engine_messages import EnginePublished, FeedHealth, FeedsChanged
from console.ui import theme
from console.ui.desk.camera_model import FEED_MIME
from console.ui.desk.cell_drag import dragged_cell
from console.ui.desk.miniature_cell import STRIP_PX
from console.ui.desk.miniature_pictures import Miniature, MiniaturePictures
from console.ui.desk.miniature_places import TITLE_PX, head_box, monitor_boxes
from console.ui.desk.miniatures import Miniatures
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.frames import Frames
from tests.fakes.desk_city import city_cameras, city_monitors
from tests.ui.painting import difference, where
from tests.ui.test_drawing_guard import painted, view_of
from tests.watch.pictures import keep_picture


class WhitePictures(MiniaturePictures):
    """A white picture for every feed, in this state."""

    def __init__(self, state: PictureState) -> None:
        super().__init__(Frames())
        self._image = QImage(160, 90, QImage.Format.Format_RGB32)
        self._image.fill(QColor("white"))
        self._state = state

    def get(self, feed: FeedId) -> Miniature | None:
        return Miniature(self._image, ShownState(self._state, 0.0))


class TornPictures(MiniaturePictures):
    """Pictures that come, live, but none of which was copied whole."""

    def __init__(self) -> None:
        super().__init__(Frames())

    def get(self, feed: FeedId) -> Miniature | None:
        return Miniature(None, ShownState(PictureState.LIVE, 0.0))


class AwaitedPictures(MiniaturePictures):
    """None has come yet."""

    def __init__(self, cause: LostCause) -> None:
        super().__init__(Frames())
        self._cause = cause

    def get(self, feed: FeedId) -> Miniature | None:
        return Miniature(None, ShownState(PictureState.CONNECTING, None, self._cause))


@pytest.mark.parametrize("state", [state for state in PictureState if state is not PictureState.REPLAY])
def test_a_miniature_is_as_bright_as_its_tile(fonted_app: QApplication, state: PictureState) -> None:
    cameras = city_cameras()
    first, _ = city_monitors(cameras)
    view = view_of(
        cameras=cameras, monitors=(msgspec.structs.replace(first, rows=2, columns=2, cells=first.cells[:1]),)
    )
    miniatures = Miniatures(view, Selection(), WhitePictures(state))
    image = painted(miniatures, 800, 400)
    box = miniatures.box_of(first.monitor, first.cells[0].cell)
    assert box is not None
    seen = image.pixelColor(box.center()).red() / 255
    brightness = theme.PICTURE_BRIGHTNESS.get(state, 1.0)
    ground = QColor(theme.SURFACE).redF()
    assert seen == pytest.approx(brightness + (1 - brightness) * ground, abs=0.02)


# --- what a cell says

WALL_1 = MonitorId("wall-1")
MARK = IncidentMark(IncidentId("i-1"), AlertKind.GUNSHOT, Severity.MINOR, 0, Reason(18_000, True, None))


class Grid:
    """One monitor with these cells, two in a row, drawn large enough for words."""

    def __init__(
        self, *cells: CellView, pictures: MiniaturePictures | None = None, own_name: str = ""
    ) -> None:
        self.view, self.selection = SiteView(), Selection()
        self.view.engine_heard = True
        self.view.cameras = {FeedId(f"cam-{n}"): Camera(FeedId(f"cam-{n}"), n, "Corner") for n in (1, 2, 8)}
        self.view.monitors = {WALL_1: MonitorView(WALL_1, "2x2", 2, 2, cells)}
        pictures = pictures or MiniaturePictures(Frames())
        self.shown = Miniatures(self.view, self.selection, pictures, own_name=own_name)

    def say(self, number: int, state: PictureState) -> None:
        health = FeedHealth(FeedId(f"cam-{number}"), Profile.SUB, "worker-0", state)
        self.view.apply_engine(EnginePublished("e", 1, 0, FeedsChanged((health,))))

    def image(self, width: int = 640, height: int = 400) -> QImage:
        return painted(self.shown, width, height)

    def box(self, cell: int = 0) -> QRect:
        box = self.shown.box_of(WALL_1, CellIndex(cell))
        assert box is not None
        return box

    def cell(self, cell: int = 0) -> QImage:
        image = self.image()
        return image.copy(self.box(cell))

    def strip(self, cell: int = 0) -> QImage:
        image, box = self.image(), self.box(cell)
        return image.copy(box.left(), box.bottom() - STRIP_PX + 1, box.width(), STRIP_PX)


def cell_view(
    index: int = 0,
    feed: str | None = "cam-1",
    *,
    mark: IncidentMark | None = None,
    pinned: bool = False,
    rewind_s: float = 0.0,
) -> CellView:
    named = FeedId(feed) if feed else None
    return CellView(
        CellIndex(index), index % 2, index // 2, 1, 1, True, named, Layer.BASE, pinned, mark, rewind_s
    )


def test_a_cell_has_its_cameras_number_in_the_strip_below(fonted_app: QApplication) -> None:
    one, other, unknown = (Grid(cell_view(feed=f"cam-{name}")) for name in ("1", "8", "x"))
    changed = difference(one.cell(), other.cell())
    strip = QRect(0, one.box().height() - STRIP_PX, one.box().width(), STRIP_PX)
    assert strip.contains(changed) and 8 <= changed.left() < 12 and changed.right() < 24
    assert strip.contains(where(one.cell(), theme.TEXT))
    assert difference(one.cell(), unknown.cell()).width() > 20, "a camera the site does not name, by its id"


@pytest.mark.parametrize("state", [PictureState.LIVE, PictureState.STALE, PictureState.LOST])
def test_a_state_is_a_bar_in_its_colour_and_a_word_unless_it_is_live(
    fonted_app: QApplication, state: PictureState
) -> None:
    grid = Grid(cell_view(), pictures=WhitePictures(state))
    colour = theme.STATE_COLOURS[state]
    assert where(grid.strip(), colour) == QRect(0, 0, 4, STRIP_PX)
    above = grid.cell().copy(0, 0, grid.box().width(), grid.box().height() - STRIP_PX)
    said = where(above, colour)
    assert said.isValid() == (state is not PictureState.LIVE)
    if said.isValid():
        assert said.bottom() < STRIP_PX and grid.box().width() - 60 < said.left()


@pytest.mark.parametrize("rewind_s", [0.0, 10.0])
@pytest.mark.parametrize(
    "told", [PictureState.LIVE, PictureState.KEY, PictureState.FROZEN, PictureState.DARK]
)
def test_without_a_picture_nothing_is_live_whatever_the_engine_says_of_the_feed(
    fonted_app: QApplication, told: PictureState, rewind_s: float
) -> None:
    grid = Grid(cell_view(rewind_s=rewind_s), pictures=TornPictures())
    grid.say(1, told)
    connecting = theme.STATE_COLOURS[PictureState.CONNECTING]
    assert where(grid.strip(), connecting) == QRect(0, 0, 4, STRIP_PX)
    above = grid.cell().copy(0, 0, grid.box().width(), grid.box().height() - STRIP_PX)
    assert where(above, connecting).isValid(), "and it is said in words"


def test_what_a_replay_loads_is_not_said_to_be_connected(fonted_app: QApplication) -> None:
    cells = []
    for cause in (LostCause.NONE, LostCause.LOADING):
        grid = Grid(cell_view(), pictures=AwaitedPictures(cause))
        grid.say(1, PictureState.LIVE)
        cells.append(grid.cell())
    connecting, loading = (where(cell, theme.STATE_COLOURS[PictureState.CONNECTING]) for cell in cells)
    assert loading.isValid() and difference(*cells).bottom() < STRIP_PX < connecting.bottom(), "another word"


def test_of_a_feed_of_which_nothing_is_known_no_state_is_said(fonted_app: QApplication) -> None:
    grid = Grid(cell_view())
    assert where(grid.strip(), theme.DISABLED) == QRect(0, 0, 4, STRIP_PX)
    grid.say(1, PictureState.LIVE)
    known = grid.strip()
    grid.view.engine_heard = False
    assert where(grid.strip(), theme.DISABLED) == QRect(0, 0, 4, STRIP_PX) and grid.strip() != known


def test_a_rewound_cell_says_so_as_long_as_it_has_pictures(fonted_app: QApplication) -> None:
    for state, colour in (
        (PictureState.LIVE, theme.STATE_COLOURS[PictureState.REWIND]),
        (PictureState.LOST, theme.STATE_COLOURS[PictureState.LOST]),
    ):
        grid = Grid(cell_view(rewind_s=10.0), pictures=WhitePictures(state))
        assert where(grid.strip(), colour).left() == 0


@pytest.mark.parametrize(("rows", "is_numbered"), [(28, True), (60, False)])
def test_a_cell_lower_than_a_strip_keeps_to_itself(
    fonted_app: QApplication, rows: int, is_numbered: bool
) -> None:
    """Its number is whole, or not there."""
    grid = Grid(cell_view())
    grid.view.monitors = {WALL_1: MonitorView(WALL_1, "2x2", 2, rows, (cell_view(pinned=True),))}
    grid.shown.refresh()
    image = grid.image()
    box = grid.box()
    assert box.height() < STRIP_PX
    place = where(image.copy(0, 0, 60 + box.left(), box.bottom() + 40), theme.TEXT)
    assert place.isValid() == is_numbered and (not is_numbered or box.contains(place))
    colour = where(image, theme.DISABLED)
    assert box.contains(colour) and colour.height() == box.height()


def test_a_pin_is_at_the_strips_right_end(fonted_app: QApplication) -> None:
    strip = Grid(cell_view()).strip()
    pin = difference(strip, Grid(cell_view(pinned=True)).strip())
    assert pin.height() > 6 and strip.width() - 18 < pin.left() and pin.right() < strip.width() - 1


def test_a_tour_is_said_at_the_strips_right_end_before_a_pin(fonted_app: QApplication) -> None:
    def strip(*, pinned: bool = False, tour: TourMark | None = None) -> QImage:
        return Grid(msgspec.structs.replace(cell_view(pinned=pinned), tour=tour)).strip()

    running, held = TourMark("night", 3, 12), TourMark("night", 3, 12, "hand")
    sign = difference(strip(), strip(tour=running))
    assert sign.left() > strip().width() // 4 and sign.right() > strip().width() - 12
    waiting = difference(strip(pinned=True), strip(pinned=True, tour=held))
    assert waiting.left() > 20 and waiting.right() < strip().width() - 14


def test_an_incidents_cell_has_a_frame_in_its_severitys_colour(fonted_app: QApplication) -> None:
    grid = Grid(cell_view(mark=MARK), cell_view(1, "cam-2"))
    framed = where(grid.image(), theme.SEVERITY_COLOURS[Severity.MINOR])
    assert framed == grid.box().adjusted(0, 0, 1, 1), "on its edge and the gap beside it"


def test_an_empty_cell_says_so_with_its_own_number_in_the_middle(fonted_app: QApplication) -> None:
    one, other = Grid(cell_view(0, None), cell_view(1, None)), Grid(cell_view(1, None), cell_view(0, None))
    image = one.image()
    for cell in (0, 1):
        shown = image.copy(one.box(cell))
        ground = shown.copy()
        ground.fill(QColor(theme.SURFACE))
        said = difference(shown, ground)
        middle = QRect(QPoint(), one.box(cell).size()).center()
        assert said.isValid()
        assert (said.center() - middle).manhattanLength() < 8
    assert one.cell(0) == other.cell(0) and one.cell(0) != one.cell(1)
    number = difference(one.cell(0), one.cell(1))
    assert where(one.cell(0), theme.MUTED).left() + 3 * number.width() < number.left(), "a word is before it"


def test_a_narrow_empty_cell_shows_no_number_that_could_be_a_cameras(fonted_app: QApplication) -> None:
    grid = Grid(cell_view(0, None), cell_view(1, "cam-1"), cell_view(2, None), cell_view(3, None))
    for width, is_numbered in ((40, False), (80, False), (120, False), (640, True)):
        image = grid.image(width, 400)
        upper, lower = (image.copy(QRect(grid.box(cell).topLeft(), grid.box().size())) for cell in (0, 2))
        assert (upper != lower) == is_numbered, width


@pytest.mark.parametrize("columns", [2, 8, 16, 40])
def test_empty_cells_say_the_same_with_room_between_them(fonted_app: QApplication, columns: int) -> None:
    """Of neighbours, the second of which has a longer number."""
    cells = tuple(CellView(CellIndex(9 + n), n, 0, 1, 1, True, None, Layer.BASE) for n in range(2))
    grid = Grid(*cells)
    grid.view.monitors = {WALL_1: MonitorView(WALL_1, "row", columns, columns, cells)}
    for width in range(300, 1000, 50):
        grid.shown.refresh()
        image = grid.image(width, 600)
        boxes = [grid.box(9), grid.box(10)]
        said = [ink(image.copy(box)) for box in boxes]
        assert said[0].isValid() == said[1].isValid(), width
        if said[0].isValid():
            assert all(place.left() >= 4 for place in said), width
            rights = [box.width() - place.right() for place, box in zip(said, boxes, strict=True)]
            assert min(rights) >= 4, width
            assert (said[0].width() > 45) == (said[1].width() > 45), "both with their numbers or none"


def ink(cell: QImage) -> QRect:
    ground = cell.copy()
    ground.fill(QColor(theme.SURFACE))
    return difference(cell, ground)


def test_the_selected_cell_and_the_cells_of_the_selected_camera_are_framed(fonted_app: QApplication) -> None:
    grid = Grid(cell_view(), cell_view(1, "cam-2"), cell_view(2))
    title = QRect(0, 0, 640, TITLE_PX + 20)
    assert not where(grid.image(), theme.ACCENT).isValid()
    quiet = grid.image()
    grid.selection.select_cell((WALL_1, CellIndex(1)))
    framed = where(grid.image(), theme.ACCENT)
    assert framed == grid.box(1).adjusted(0, 0, 1, 1)
    assert difference(quiet.copy(title), grid.image().copy(title)).isValid(), "its monitor's name is lit"
    grid.selection.select_cell(None)
    grid.selection.select_camera(FeedId("cam-1"))
    assert where(grid.image(), theme.ACCENT) == (grid.box(0) | grid.box(2)).adjusted(3, 3, -2, -2)
    grid.selection.select_cell((MonitorId("wall-9"), CellIndex(1)))
    grid.selection.select_camera(None)
    assert grid.image() == quiet


def test_a_monitor_has_its_name_and_its_layouts_above_it(fonted_app: QApplication) -> None:
    grid = Grid(cell_view())
    before, monitor = grid.image(), grid.view.monitors[WALL_1]
    grid.view.monitors[WALL_1] = msgspec.structs.replace(monitor, layout_name="night")
    changed = difference(before, grid.image())
    first = grid.box()
    assert changed.bottom() < first.top() and changed.top() >= first.top() - TITLE_PX
    assert changed.left() > first.left() + 30


def test_a_monitor_has_a_line_around_it(fonted_app: QApplication) -> None:
    grid = Grid(*(cell_view(index, None) for index in range(4)))
    (monitor,) = monitor_boxes(QRect(0, 0, 640, 400), 1)
    assert where(grid.image(), theme.LINE) == monitor.adjusted(-1, -1, 1, 1)


def test_without_monitors_it_says_what_it_waits_for(fonted_app: QApplication) -> None:
    nothing = Miniatures(SiteView(), Selection(), MiniaturePictures(Frames()))
    said = where(painted(nothing, 640, 400), theme.MUTED)
    assert said.width() > 100 and (said.center() - QPoint(320, 200)).manhattanLength() < 10


def test_a_picture_keeps_its_shape_in_the_middle_of_its_cell(fonted_app: QApplication) -> None:
    grid = Grid(cell_view(), pictures=WhitePictures(PictureState.LIVE))
    white = where(grid.cell(), "#FFFFFF")
    box = grid.box()
    assert white.width() == pytest.approx(box.width(), abs=2) or white.height() > box.height() - STRIP_PX - 3
    assert abs(white.center().x() - box.width() // 2) <= 1
    wide = Grid(cell_view(), cell_view(1, "cam-2"), pictures=WhitePictures(PictureState.LIVE))
    monitor = wide.view.monitors[WALL_1]
    wide.view.monitors[WALL_1] = msgspec.structs.replace(monitor, columns=4)
    narrow = where(wide.cell(), "#FFFFFF")
    assert narrow.width() == wide.box().width()
    assert narrow.height() <= narrow.width() * 90 / 160 + 1, "not stretched"


class Wanted(MiniaturePictures):
    """Notes the sizes that are wanted."""

    def __init__(self) -> None:
        super().__init__(Frames())
        self.sizes: dict[FeedId, QSize] = {}
        self.undemanded: frozenset[FeedId] = frozenset()

    def wanted(self, sizes: dict[FeedId, QSize], undemanded: frozenset[FeedId] = frozenset()) -> None:
        self.sizes, self.undemanded = sizes, undemanded


def test_of_a_feed_in_several_cells_the_largest_picture_is_wanted(fonted_app: QApplication) -> None:
    wanted = Wanted()
    large = msgspec.structs.replace(cell_view(1, "cam-2"), column=1, row_span=2)
    grid = Grid(cell_view(), large, cell_view(2, "cam-2"), cell_view(3, None), pictures=wanted)
    grid.image()
    assert wanted.sizes == {
        FeedId("cam-1"): grid.box(0).size(),
        FeedId("cam-2"): grid.box(1).size().expandedTo(grid.box(2).size()),
    }
    assert grid.box(1).height() > 2 * grid.box(2).height() - 4


def test_of_a_lent_monitor_no_picture_is_asked_for_unless_another_shows_the_camera(
    fonted_app: QApplication,
) -> None:
    wanted = Wanted()
    grid = Grid(cell_view(), cell_view(1, "cam-2"), pictures=wanted)
    other = MonitorId("wall-2")
    grid.view.monitors[other] = MonitorView(other, "2x2", 2, 2, (cell_view(), cell_view(1, "cam-8")))
    grid.image()
    assert wanted.undemanded == frozenset()
    grid.view.lent = {other: "test-replay"}
    grid.shown.refresh()
    assert wanted.undemanded == {"cam-8"} and wanted.sizes.keys() == {"cam-1", "cam-2", "cam-8"}


def test_of_a_lent_monitors_cell_without_a_picture_no_state_is_said(fonted_app: QApplication) -> None:
    grid = Grid(cell_view())
    grid.say(1, PictureState.LIVE)
    coming = grid.cell()
    grid.view.lent = {WALL_1: "test-replay"}
    lent = grid.cell()
    assert where(coming, theme.STATE_COLOURS[PictureState.CONNECTING]).isValid()
    grid.view.engine_heard = False
    assert grid.cell() == lent, "as one of which nothing is known"


# --- what is done on it


@pytest.fixture
def grid(fonted_app: QApplication, qtbot: QtBot) -> Iterator[Grid]:
    made = Grid(cell_view(), cell_view(1, "cam-2"))
    qtbot.addWidget(made.shown)
    made.image()
    yield made


def test_a_click_selects_the_cell_and_one_beside_lets_go(grid: Grid, qtbot: QtBot) -> None:
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(grid.shown, left, pos=grid.box(1).center())
    assert grid.selection.cell == (WALL_1, 1)
    qtbot.mouseClick(grid.shown, left, pos=QPoint(1, 1))
    assert grid.selection.cell is None


def test_a_double_click_on_a_cell_alone_asks_for_the_selected_camera(grid: Grid, qtbot: QtBot) -> None:
    asked: list[object] = []
    grid.shown.assign_asked.connect(lambda: asked.append(grid.selection.cell))
    qtbot.mouseDClick(grid.shown, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert asked == []
    qtbot.mouseClick(grid.shown, Qt.MouseButton.LeftButton, pos=grid.box(1).center())
    qtbot.mouseDClick(grid.shown, Qt.MouseButton.LeftButton, pos=grid.box(1).center())
    assert asked == [(WALL_1, 1)]


def dragged(kind: str = FEED_MIME) -> QMimeData:
    data = QMimeData()
    data.setData(kind, b"cam-033")
    return data


COPY, LEFT, NO_KEY = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize(("kind", "is_taken"), [(FEED_MIME, True), ("text/plain", False)])
def test_only_a_camera_can_be_dragged_onto_it(grid: Grid, kind: str, is_taken: bool) -> None:
    data = dragged(kind)
    event = QDragEnterEvent(grid.box().center(), COPY, data, LEFT, NO_KEY)
    event.ignore()
    grid.shown.dragEnterEvent(event)
    assert event.isAccepted() is is_taken
    assert grid.shown.acceptDrops()


def test_the_cell_under_a_dragged_camera_is_selected(grid: Grid) -> None:
    data = dragged()
    over = QDragMoveEvent(grid.box(1).center(), COPY, data, LEFT, NO_KEY)
    grid.shown.dragMoveEvent(over)
    assert over.isAccepted() and grid.selection.cell == (WALL_1, 1)
    beside = QDragMoveEvent(QPoint(1, 1), COPY, data, LEFT, NO_KEY)
    grid.shown.dragMoveEvent(beside)
    assert not beside.isAccepted() and grid.selection.cell == (WALL_1, 1)


@pytest.mark.parametrize("end", ["left", "head", "cell"])
def test_a_drag_that_only_passes_over_cells_selects_none_of_them(grid: Grid, end: str) -> None:
    grid.selection.select_cell((WALL_1, CellIndex(0)))
    grid.selection.select_camera(FeedId("cam-007"))
    data, head = dragged(), head_box(grid.box(0) | grid.box(1)).center()
    grid.shown.dragEnterEvent(QDragEnterEvent(grid.box(1).center(), COPY, data, LEFT, NO_KEY))
    grid.shown.dragMoveEvent(QDragMoveEvent(grid.box(1).center(), COPY, data, LEFT, NO_KEY))
    if end == "left":
        grid.shown.dragLeaveEvent(QDragLeaveEvent())
    else:
        place = head if end == "head" else grid.box(1).center()
        grid.shown.dropEvent(QDropEvent(QPointF(place), COPY, data, LEFT, NO_KEY))
    stays = end == "cell"
    assert grid.selection.cell == (WALL_1, CellIndex(1 if stays else 0))
    assert grid.selection.cell_is_newer is stays and grid.selection.camera == "cam-007"


def test_a_camera_let_go_beside_the_cells_goes_nowhere(grid: Grid) -> None:
    dropped: list[tuple[str, int, str]] = []
    grid.shown.dropped.connect(lambda *told: dropped.append(told))
    data = dragged()
    for place in (QPointF(1, 1), QPointF(grid.box(1).center())):
        grid.shown.dropEvent(QDropEvent(place, COPY, data, LEFT, NO_KEY))
    assert dropped == [("wall-1", 1, "cam-033")]


def test_a_lent_monitor_says_so_and_is_dark(fonted_app: QApplication) -> None:
    grid = Grid(cell_view(feed="cam-1"), pictures=WhitePictures(PictureState.LIVE))
    before = grid.image()
    grid.view.lent = {WALL_1: "night-replay"}
    lent = grid.image()
    middle = grid.box().center()
    assert lent.pixelColor(middle).lightness() < before.pixelColor(middle).lightness() / 2
    title = QRect(grid.box().left(), grid.box().top() - 20, grid.box().width(), 20)
    assert lent.copy(title) != before.copy(title)


# --- clocks, texts, covers, frames


def test_a_clock_and_a_text_are_seen_in_small(fonted_app: QApplication) -> None:
    clock = msgspec.structs.replace(cell_view(0, None), content=ClockContent("UTC"))
    text = msgspec.structs.replace(cell_view(1, None), content=TextContent("Briefing"))
    grid = Grid(clock, text, cell_view(2, None))
    for index in (0, 1):
        words = where(grid.cell(index), theme.TEXT)
        assert words.isValid() and words.height() > 15, "not an empty cell's label"
    assert not where(grid.cell(2), theme.TEXT).isValid()


@pytest.mark.parametrize("kind", list(CoverKind))
def test_under_a_cover_what_waits_is_dimmed_beneath_the_word(
    fonted_app: QApplication, kind: CoverKind
) -> None:
    cells = [cell_view(index, "cam-1", mark=MARK if index == 0 else None) for index in range(4)]
    plain = Grid(*cells, pictures=WhitePictures(PictureState.LIVE))
    hidden = Grid(*cells, pictures=WhitePictures(PictureState.LIVE))
    cover = Cover(kind, "operator", 1_700_000_000_000)
    hidden.view.monitors[WALL_1] = msgspec.structs.replace(hidden.view.monitors[WALL_1], cover=cover)
    image = hidden.image()
    keep_picture(image, f"miniature-{kind.value}")
    inside = hidden.box().adjusted(20, 20, -20, -20).topLeft()
    assert image.pixelColor(inside).lightness() < 0.4 * plain.image().pixelColor(inside).lightness()
    monitor = hidden.box(0) | hidden.box(3)
    words = where(image.copy(monitor), theme.TEXT)
    assert words.isValid() and abs(words.center().x() - monitor.width() // 2) < 4, "the word, in the middle"
    assert where(image.copy(monitor), theme.STATE_ATTENTION).isValid(), "that an incident waits"


def test_the_frame_of_the_selected_cell_cuts_no_word_of_a_cover(fonted_app: QApplication) -> None:
    cells = [cell_view(index, "cam-1", mark=MARK if index == 0 else None) for index in range(4)]
    grid = Grid(*cells)
    cover = Cover(CoverKind.BLANK, "operator", 1_700_000_000_000)
    grid.view.monitors[WALL_1] = msgspec.structs.replace(grid.view.monitors[WALL_1], cover=cover)
    unselected = grid.image()
    monitor = grid.box(0) | grid.box(3)
    whole = where(unselected.copy(monitor), theme.STATE_ATTENTION)
    for cell in range(4):
        grid.selection.select_cell((WALL_1, CellIndex(cell)))
        image = grid.image()
        keep_picture(image, f"miniature-blank-selected-{cell}")
        assert where(image, theme.ACCENT) == grid.box(cell).adjusted(0, 0, 1, 1), "all of the frame is seen"
        words = where(image.copy(monitor), theme.STATE_ATTENTION)
        assert words.size() == whole.size(), "and all of the words"
        assert not words.translated(monitor.topLeft()).intersects(grid.box(cell))


def test_a_lent_monitor_is_lent_whatever_covers_it(fonted_app: QApplication) -> None:
    grid = Grid(cell_view())
    grid.view.lent = {WALL_1: "replay"}
    before = grid.image()
    cover = Cover(CoverKind.BLANK, "operator", 0)
    grid.view.monitors[WALL_1] = msgspec.structs.replace(grid.view.monitors[WALL_1], cover=cover)
    assert not difference(before, grid.image()).isValid()


def test_the_head_of_a_monitor_says_its_rule(fonted_app: QApplication) -> None:
    grid = Grid(cell_view())
    before = grid.image()
    frame = FrameMark("night", "night watch", "by its schedule")
    grid.view.monitors[WALL_1] = msgspec.structs.replace(grid.view.monitors[WALL_1], frame=frame)
    assert difference(before, grid.image()).bottom() < TITLE_PX


# --- zoom, holders, swaps


def test_of_a_zoomed_cell_its_part_is_seen(fonted_app: QApplication) -> None:
    class Halves(MiniaturePictures):
        """Black at the left, white at the right."""

        def get(self, feed: FeedId) -> Miniature | None:
            image = QImage(160, 90, QImage.Format.Format_RGB32)
            image.fill(QColor("black"))
            for x in range(80, 160):
                for y in range(90):
                    image.setPixelColor(x, y, QColor("white"))
            return Miniature(image, ShownState(PictureState.LIVE, 0.0))

    whole = Grid(cell_view(), pictures=Halves(Frames()))
    right = msgspec.structs.replace(cell_view(), zoom=ZoomPart(500, 250, 500, 500))
    zoomed = Grid(right, pictures=Halves(Frames()))
    zoomed.image()
    near_left = zoomed.box().topLeft() + QPoint(20, 60)
    assert zoomed.image().pixelColor(near_left).lightness() > 200
    assert whole.image().pixelColor(near_left).lightness() < 30
    assert where(zoomed.cell(), theme.ACCENT).isValid(), "and it says so"


def test_somebody_elses_hand_is_a_hand(fonted_app: QApplication) -> None:
    own = msgspec.structs.replace(cell_view(), layer=Layer.HAND, held_by="ana")
    plain = Grid(own, own_name="ana")
    held = Grid(msgspec.structs.replace(own, held_by="ben"), own_name="ana")
    changed = difference(plain.strip(), held.strip())
    assert changed.isValid() and changed.left() > plain.box().width() - 20


def mouse(grid: Grid, kind: QEvent.Type, at: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    sent = QMouseEvent(kind, QPointF(at), QPointF(at), left, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(grid.shown, sent)


def test_a_dragged_cell_is_swapped_with_the_one_it_is_let_go_on(fonted_app: QApplication) -> None:
    grid = Grid(cell_view(0), cell_view(1, "cam-2"))
    grid.image()
    asked: list[tuple[str, int, str, int]] = []
    grid.shown.swap_asked.connect(lambda *names: asked.append(names))
    mime = dragged_cell((WALL_1, CellIndex(0)))
    for index in (0, 1):
        at = QPointF(grid.box(index).center())
        drop = QDropEvent(
            at,
            Qt.DropAction.MoveAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        grid.shown.dropEvent(drop)
    assert asked == [("wall-1", 0, "wall-1", 1)], "not with itself"


def test_a_press_alone_drags_nothing(fonted_app: QApplication) -> None:
    grid = Grid(cell_view(0), cell_view(1, "cam-2"))
    grid.image()
    at = grid.box().center()
    mouse(grid, QEvent.Type.MouseButtonPress, at)
    mouse(grid, QEvent.Type.MouseMove, at + QPoint(2, 1))
    assert grid.selection.cell == (WALL_1, CellIndex(0))
    mouse(grid, QEvent.Type.MouseButtonRelease, at)
    assert grid.shown._pressed is None


def test_the_wheel_is_for_the_selected_cell_alone(fonted_app: QApplication) -> None:
    grid = Grid(cell_view(0), cell_view(1, "cam-2"))
    grid.image()
    turned: list[tuple[float, float, float]] = []
    grid.shown.wheeled.connect(lambda *by: turned.append(by))

    def turn(index: int) -> None:
        box = grid.box(index)
        at = QPointF(box.left() + box.width() / 4, box.center().y())
        none, up = QPoint(), QPoint(0, 240)
        wheel = QWheelEvent(
            at,
            at,
            none,
            up,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(grid.shown, wheel)

    turn(0)
    grid.selection.select_cell((WALL_1, CellIndex(1)))
    turn(0)
    assert not turned
    turn(1)
    assert [by[0] for by in turned] == [2.0] and turned[0][1] == pytest.approx(0.25, abs=0.02)


# --- onto a whole monitor


def test_only_cameras_go_onto_a_whole_monitor_by_its_name(grid: Grid) -> None:
    told: list[tuple[str, list[FeedId]]] = []
    grid.shown.dropped_on_whole.connect(lambda *one: told.append(one))
    head = head_box(grid.box(0) | grid.box(1)).center()
    swapped = dragged_cell((WALL_1, CellIndex(0)))
    for data, is_taken in ((dragged(), True), (dragged("text/plain"), False), (swapped, False)):
        over = QDragMoveEvent(head, COPY, data, LEFT, NO_KEY)
        grid.shown.dragMoveEvent(over)
        assert over.isAccepted() is is_taken
        grid.shown.dropEvent(QDropEvent(QPointF(head), COPY, data, LEFT, NO_KEY))
    assert told == [("wall-1", ["cam-033"])] and grid.selection.cell is None


def test_its_frame_and_words_go_when_the_drag_leaves(grid: Grid) -> None:
    before = grid.image()
    head = head_box(grid.box(0) | grid.box(1)).center()
    data = dragged()
    grid.shown.dragMoveEvent(QDragMoveEvent(head, COPY, data, LEFT, NO_KEY))
    aimed = difference(before, grid.image())
    assert aimed.top() < head.y() + TITLE_PX and aimed.bottom() >= grid.box(1).bottom() - 2
    grid.shown.dragLeaveEvent(QDragLeaveEvent())
    assert not difference(before, grid.image()).isValid()
