"""What a tile's paint says: the colour of its state's word, and where its marks are."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from console.domain.alert import AlertKind, Severity
from console.domain.ids import CellIndex, FeedId, IncidentId
from console.domain.incident import Reason
from console.domain.picture import LostCause, PictureState, ShownState
from console.domain.wall import CellView, IncidentMark, Layer
from console.ui import theme
from console.ui.frames import FrameSource
from console.ui.wall.grid import Box
from console.ui.wall.tile import Tile
from console.ui.wall.tile_painter import TilePainter

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


def test_what_a_replay_has_no_recording_of_is_muted_and_not_hatched(fonted_app: QApplication) -> None:
    lost = tile_of(PictureState.LOST)
    unrecorded = tile_of(PictureState.LOST)
    unrecorded.shown = ShownState(PictureState.LOST, None, LostCause.NOT_RECORDED)
    assert count(painted(lost), theme.LINE) > 100
    image = painted(unrecorded)
    assert count(image, theme.LINE) == 0 and count(image, theme.STATE_BAD) == 0
    assert count(image, theme.MUTED) > 10
