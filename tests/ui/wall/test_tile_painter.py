"""What a tile's paint says: the picture as bright as it is true, its state's word, where its marks are."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from console.domain.alert import AlertKind, Severity
from console.domain.camera import Profile
from console.domain.ids import CellIndex, FeedId, IncidentId
from console.domain.incident import Reason
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState, ShownState
from console.domain.wall import CellView, IncidentMark, Layer
from console.protocol.clock import SystemClock
from console.protocol.engine_messages import EnginePublished, SlotsPlaced
from console.ui import theme
from console.ui.frames import Frames, FrameSource
from console.ui.wall.grid import Box
from console.ui.wall.tile import Tile
from console.ui.wall.tile_painter import Drawn, TilePainter, strip_room
from console.ui.wall.zoom import WHOLE, Zoom
from tests.fakes.slot_painter import SlotPainter
from tests.ui.painting import difference, where

BOX = Box(10, 20, 640, 360)
MARK = IncidentMark(IncidentId("i-1"), AlertKind.GUNSHOT, Severity.MINOR, 0, Reason(18.0, True, None))


def tile_of(state: PictureState, mark: IncidentMark | None = None, *, damaged: bool = False) -> Tile:
    """A tile without a picture that says its state's word."""
    feed = FeedId("cam-1")
    cell = CellView(CellIndex(0), 0, 0, 1, 1, True, feed, Layer.BASE, mark=mark)
    tile = Tile(cell, BOX, source=FrameSource(feed, 640, 360))
    tile.shown = ShownState(state, 0.0, damaged=damaged)
    tile.words, tile.ribbon = ("WORD",), ("seen",)
    return tile


def painted(tile: Tile) -> QImage:
    image = QImage(BOX.x + BOX.width + 10, BOX.y + BOX.height + 10, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    TilePainter().paint(painter, tile)
    painter.end()
    return image


def count(image: QImage, colour: str, where: Callable[[int, int], bool] = lambda x, y: True) -> int:
    wanted = QColor(colour).rgb()
    return sum(
        image.pixel(x, y) == wanted
        for x in range(image.width())
        for y in range(image.height())
        if where(x, y)
    )


@pytest.mark.parametrize(
    ("state", "damaged", "colour"),
    [
        (PictureState.LOST, False, theme.STATE_BAD),
        (PictureState.DARK, False, theme.STATE_ODD),
        (PictureState.STALE, False, theme.STATE_ATTENTION),
        (PictureState.LIVE, False, theme.STATE_ATTENTION),  # it gets less than it asked for, else no word
        (PictureState.LIVE, True, theme.STATE_ATTENTION),
    ],
)
def test_the_states_word_has_the_states_colour(
    fonted_app: QApplication, state: PictureState, damaged: bool, colour: str
) -> None:
    image = painted(tile_of(state, damaged=damaged))
    told = {one: count(image, one) for one in (theme.STATE_BAD, theme.STATE_ODD, theme.STATE_ATTENTION)}
    assert told.pop(colour) > 20
    assert not any(told.values()), "and no other one"


def test_marks_stay_inside_the_tile_and_leave_the_pictures_top_free(fonted_app: QApplication) -> None:
    """Simulated cameras write their frame number there."""
    colour = theme.SEVERITY_COLOURS[Severity.MINOR]
    image = painted(tile_of(PictureState.DARK, MARK))
    free_px = round(BOX.height * theme.PICTURE_TOP_FREE_SHARE)
    assert count(image, colour, lambda x, y: y < BOX.y + free_px) == 0
    assert count(image, colour, lambda x, y: y == BOX.y + free_px) == BOX.width
    for edge in (BOX.x, BOX.x + BOX.width - 1):
        assert count(image, colour, lambda x, y, edge=edge: x == edge) == BOX.height - free_px  # type: ignore[misc]
    inside = count(image, colour, lambda x, y: BOX.x <= x < BOX.x + BOX.width and y < BOX.y + BOX.height)
    assert count(image, colour) == inside
    assert count(painted(tile_of(PictureState.DARK)), colour) == 0


def test_a_selected_tile_has_the_frame_of_the_selection_and_its_incidents_ribbon(
    fonted_app: QApplication,
) -> None:
    def bottom(image: QImage, colour: str) -> int:
        return count(image, colour, lambda x, y: y == BOX.y + BOX.height - 1)

    tile = tile_of(PictureState.DARK, MARK)
    tile.selected = True
    image = painted(tile)
    assert bottom(image, theme.ACCENT) == BOX.width
    assert count(image, theme.SEVERITY_COLOURS[Severity.MINOR]) > 1_000
    tile.selected = False
    assert bottom(painted(tile), theme.ACCENT) == 0


def test_a_tile_without_a_camera_says_that_it_is_empty_and_a_selected_one_has_the_frame(
    fonted_app: QApplication,
) -> None:
    def empty(cell: int, *, selected: bool = False) -> QImage:
        tile = Tile(CellView(CellIndex(cell), 0, 0, 1, 1, True, None, Layer.BASE), BOX)
        tile.selected = selected
        return painted(tile)

    inside = QRect(*BOX)
    said = where(empty(3), theme.MUTED)
    assert (said.center() - inside.center()).manhattanLength() < 10
    number = difference(empty(3), empty(8))
    assert said.left() + 3 * number.width() < number.left(), "a word is before it: it is no camera's"
    framed = difference(empty(3), empty(3, selected=True))
    assert framed == inside == where(empty(3, selected=True), theme.ACCENT)
    width = theme.SELECTION_FRAME_PX
    left = where(empty(3, selected=True).copy(inside.adjusted(0, 20, -20, -20)), theme.ACCENT)
    assert left.width() == width


def test_where_nothing_came_yet_is_the_ground_and_a_lost_one_is_hatched(fonted_app: QApplication) -> None:
    connecting, lost = (tile_of(state) for state in (PictureState.CONNECTING, PictureState.LOST))
    for tile in (connecting, lost):
        tile.words = ()
    middle = QRect(*BOX).adjusted(20, 60, -20, -60)
    grounds = [painted(tile).copy(middle) for tile in (connecting, lost)]
    assert where(grounds[0], theme.SURFACE) == grounds[0].rect()
    assert not where(grounds[0], theme.LINE).isValid()
    assert where(grounds[1], theme.LINE).width() > middle.width() - 20


def test_the_words_keep_clear_of_ribbon_and_frame(fonted_app: QApplication) -> None:
    def word_at(tile: Tile) -> QRect:
        return where(painted(tile), theme.STATE_ODD)

    plain, marked = word_at(tile_of(PictureState.DARK)), word_at(tile_of(PictureState.DARK, MARK))
    right = BOX.x + BOX.width
    assert plain.top() - BOX.y < 20 and right - 20 < plain.right() < right - 4
    assert plain.right() - marked.right() == theme.INCIDENT_FRAME_PX
    ribbon = where(painted(tile_of(PictureState.DARK, MARK)), theme.SEVERITY_COLOURS[Severity.MINOR])
    assert marked.top() > ribbon.top() + 16


def test_the_frame_of_the_selection_leaves_the_states_word_whole(fonted_app: QApplication) -> None:
    tile = tile_of(PictureState.DARK)
    tile.selected = True
    image = painted(tile)
    word, frame = where(image, theme.STATE_ODD), where(image, theme.ACCENT)
    assert word.top() >= frame.top() + theme.SELECTION_FRAME_PX
    assert word.right() <= frame.right() - theme.SELECTION_FRAME_PX


def test_the_strip_is_at_the_bottom_above_any_frame(fonted_app: QApplication) -> None:
    tile = tile_of(PictureState.CONNECTING)
    tile.words = ()
    bottom = BOX.y + BOX.height - 1

    def strip(tile: Tile) -> QRect:
        """Darker than the ground."""
        image = painted(tile)
        column = image.copy(BOX.x + BOX.width // 2, BOX.y, 1, BOX.height)
        ground = column.copy()
        ground.fill(QColor(theme.SURFACE))
        found = difference(column, ground)
        return QRect(0, found.top() + BOX.y, 1, found.height())

    assert strip(tile).bottom() == bottom
    height = strip(tile).height()
    room = strip_room(BOX)
    assert room.bottom() == bottom and room.height() == height + theme.REWIND_FRAME_PX
    assert (room.x(), room.width()) == (BOX.x, BOX.width)
    tile.selected = True
    lifted = painted(tile)
    assert lifted.pixelColor(BOX.x + 300, bottom - theme.SELECTION_FRAME_PX).name() != theme.ACCENT.lower()
    assert where(lifted, theme.ACCENT).bottom() == bottom


@pytest.mark.parametrize("mark", [None, MARK])
@pytest.mark.parametrize("selected", [False, True])
def test_rec_covers_neither_name_nor_state(
    fonted_app: QApplication, mark: IncidentMark | None, selected: bool
) -> None:
    tile = tile_of(PictureState.DARK, mark)
    tile.selected = selected
    before = painted(tile)
    tile.recorded = True
    place = difference(before, painted(tile))
    assert place.isValid() and QRect(*BOX).contains(place) and place.height() < 24 and place.width() < 60
    assert not place.intersects(strip_room(BOX).adjusted(0, theme.REWIND_FRAME_PX, 0, 0))
    assert not place.intersects(where(before, theme.STATE_ODD))
    assert where(painted(tile), theme.STATE_BAD).isValid(), "its dot"


def test_the_lowest_tiles_keep_their_pictures_free_of_rec(fonted_app: QApplication) -> None:
    tile = tile_of(PictureState.DARK)
    tile.box = Box(0, 0, 80, 45)
    before = painted(tile)
    tile.recorded = True
    assert not difference(before, painted(tile)).isValid()


def test_a_tile_that_could_not_be_judged_shows_no_picture(fonted_app: QApplication) -> None:
    tile = tile_of(PictureState.LIVE)
    tile.can_be_judged = False
    image = painted(tile)
    assert where(image, theme.STATE_ATTENTION).isValid()
    assert image.pixelColor(BOX.x + 2, BOX.y + BOX.height - 2).name().upper() == theme.SURFACE


# --- the picture itself

FEED = FeedId("cam-1")
CLOCK = SystemClock()
BGR = (200, 150, 100)


class Pictured:
    """A tile with a picture of one colour in a slot."""

    def __init__(self, folder: Path, width: int = BOX.width, height: int = BOX.height) -> None:
        self.slots = SlotPainter(folder)
        self.key = SlotKey(FEED, Profile.SUB, width, height)
        frames = Frames()
        frames.apply(EnginePublished("e", 1, 0, SlotsPlaced((self.slots.slot(self.key),))))
        self.slots.say(self.key, PictureState.LIVE, stale_after_ms=60_000)
        self.slots.paint(self.key, 0, CLOCK.monotonic_ns(), BGR)
        cell = CellView(CellIndex(0), 0, 0, 1, 1, True, FEED, Layer.BASE)
        self.tile = Tile(cell, BOX, source=frames.source(FEED, width, height))
        self.tile.judge(CLOCK.monotonic_ns(), CLOCK.now_ms())

    def paint(self) -> tuple[QImage, Drawn]:
        image = QImage(BOX.x + BOX.width + 10, BOX.y + BOX.height + 10, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        drawn = TilePainter().paint(painter, self.tile)
        painter.end()
        return image, drawn

    def middle(self) -> tuple[int, int, int]:
        image, _ = self.paint()
        red, green, blue, _ = image.pixelColor(BOX.x + BOX.width // 2, BOX.y + BOX.height // 2).getRgb()
        return blue, green, red


@pytest.fixture
def pictured(tmp_path: Path, fonted_app: QApplication) -> Iterator[Callable[..., Pictured]]:
    made: list[Pictured] = []

    def make(width: int = BOX.width, height: int = BOX.height) -> Pictured:
        made.append(Pictured(tmp_path / str(len(made)), width, height))
        return made[-1]

    for number in range(3):
        (tmp_path / str(number)).mkdir()
    yield make
    for one in made:
        one.tile.close()
        one.slots.stop()


def test_a_picture_is_painted_as_it_is_and_told(pictured: Callable[..., Pictured]) -> None:
    one = pictured()
    image, drawn = one.paint()
    assert one.middle() == BGR
    assert drawn.tile is one.tile and drawn.whole and drawn.picture is not None and drawn.picture.seq == 1
    assert drawn.reader is not None and drawn.reader.place.key == one.key
    inside = QRect(*BOX)
    white = image.copy()
    white.fill(QColor("white"))
    assert inside.contains(difference(image, white)), "and nothing beside it"


@pytest.mark.parametrize("state", list(theme.PICTURE_BRIGHTNESS))
def test_an_old_picture_is_darker(pictured: Callable[..., Pictured], state: PictureState) -> None:
    one = pictured()
    one.tile.shown = ShownState(state, 3.0)
    share = theme.PICTURE_BRIGHTNESS[state]
    if state is PictureState.LOST:
        image, _ = one.paint()
        inside = image.copy(QRect(*BOX).adjusted(20, 60, -20, -60))
        assert where(inside, theme.LINE).width() > inside.width() - 20, "and hatched"
    else:
        assert one.middle() == pytest.approx([round(part * share) for part in BGR], abs=2)


@pytest.mark.parametrize(("width", "height"), [(320, 180), (640, 180), (200, 360)])
def test_a_picture_of_another_shape_has_bars_and_one_of_another_size_is_scaled(
    pictured: Callable[..., Pictured], width: int, height: int
) -> None:
    one = pictured(width, height)
    one.tile.words = ()
    image, _ = one.paint()
    seen = where(image, QColor(BGR[2], BGR[1], BGR[0]).name())
    scale = min(BOX.width / width, BOX.height / height)
    place = QRect(0, 0, round(width * scale), round(height * scale))
    place.moveCenter(QRect(*BOX).center())
    assert abs(seen.width() - place.width()) <= 2 and abs(seen.left() - place.left()) <= 1
    if place.height() < BOX.height:
        bar = image.copy(QRect(*BOX)).copy(0, 0, BOX.width, place.top() - BOX.y - 1)
        assert where(bar, theme.BACKGROUND) == bar.rect()
    if place.width() < BOX.width:
        bar = image.copy(BOX.x, BOX.y, place.left() - BOX.x - 1, BOX.height - 40)
        assert where(bar, theme.BACKGROUND) == bar.rect()


def test_a_zoomed_tile_shows_a_part_of_the_picture(pictured: Callable[..., Pictured]) -> None:
    one = pictured()
    pixels = one.slots.writers[one.key].begin(BOX.width, BOX.height)
    pixels[:, : BOX.width // 2] = (0, 0, 255, 255)
    pixels[:, BOX.width // 2 :] = (255, 0, 0, 255)
    one.slots.writers[one.key].publish(CLOCK.monotonic_ns(), 0)
    one.tile.zoom = Zoom(2.0, 0.25, 0.5)
    image, drawn = one.paint()
    row = image.copy(BOX.x, BOX.y + BOX.height // 2, BOX.width, 1)
    assert where(row, "#FF0000").width() > BOX.width - 10, "its left half alone"
    assert drawn.whole
    one.tile.zoom = WHOLE
    image, _ = one.paint()
    row = image.copy(BOX.x, BOX.y + BOX.height // 2, BOX.width, 1)
    assert where(row, "#FF0000") == QRect(0, 0, BOX.width // 2, 1)


def test_a_slot_that_is_another_feeds_now_is_painted_over(pictured: Callable[..., Pictured]) -> None:
    one = pictured()
    one.slots.take_away(one.key)
    _, drawn = one.paint()
    assert one.middle() == QColor(theme.SURFACE).getRgb()[2::-1]
    assert (drawn.picture, drawn.whole) == (None, False), "it is to be painted again"


def test_marks_lie_in_the_bar_above_where_it_has_room(pictured: Callable[..., Pictured]) -> None:
    tops = []
    for height in (360, 180):
        one = pictured(640, height)
        one.tile.words = ()
        one.tile.selected = True
        image, _ = one.paint()
        tops.append(where(image, theme.ACCENT).top() - BOX.y)
    assert tops == [round(BOX.height * theme.PICTURE_TOP_FREE_SHARE), 0]


def test_what_a_replay_has_no_recording_of_is_muted_and_not_hatched(fonted_app: QApplication) -> None:
    lost = tile_of(PictureState.LOST)
    unrecorded = tile_of(PictureState.LOST)
    assert count(painted(lost), theme.LINE) > 100
    for cause in (LostCause.NOT_RECORDED, LostCause.NOT_IN_PACKAGE):
        unrecorded.shown = ShownState(PictureState.LOST, None, cause)
        image = painted(unrecorded)
        assert count(image, theme.LINE) == 0 and count(image, theme.STATE_BAD) == 0
        assert count(image, theme.MUTED) > 10
