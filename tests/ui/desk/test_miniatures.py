"""Where the desk's small walls and their cells lie, and how bright they are."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from console.domain.ids import FeedId
from console.domain.picture import PictureState, ShownState
from console.ui import theme
from console.ui.desk.miniature_pictures import Miniature, MiniaturePictures
from console.ui.desk.miniatures import Miniatures, cell_box, fitting_height, monitor_boxes
from console.ui.desk.selection import Selection
from console.ui.frames import Frames
from tests.fakes.desk_city import city_cameras, city_monitors
from tests.ui.test_drawing_guard import painted, view_of


@given(st.integers(400, 4000), st.integers(200, 2000), st.integers(1, 12))
def test_monitor_boxes_lie_apart_inside_the_area(width: int, height: int, count: int) -> None:
    area = QRect(0, 0, width, height)
    boxes = monitor_boxes(area, count)
    assert len(boxes) == count
    for index, box in enumerate(boxes):
        assert area.contains(box)
        assert not any(box.intersects(other) for other in boxes[index + 1 :])
        assert abs(box.width() - box.height() * 16 / 9) <= 2, "a monitor is not shown squeezed"


@given(st.integers(300, 3000), st.integers(1, 6))
def test_the_fitting_height_lets_the_width_be_used(width: int, count: int) -> None:
    boxes = monitor_boxes(QRect(0, 0, width, fitting_height(width, count) + 2), count)
    assert len(boxes) == count
    assert boxes[0].width() >= (width - 12 * (count + 1)) // count - 6


@given(st.integers(60, 2000), st.integers(60, 1200))
def test_cells_tile_their_monitor_without_overlap(width: int, height: int) -> None:
    view = city_monitors(city_cameras())[0]
    monitor = QRect(3, 5, width, height)
    boxes = [cell_box(monitor, view, cell) for cell in view.cells]
    for index, box in enumerate(boxes):
        assert monitor.contains(box)
        assert not any(box.intersects(other) for other in boxes[index + 1 :])


class WhitePictures(MiniaturePictures):
    """A white picture for every feed, in this state."""

    def __init__(self, state: PictureState) -> None:
        super().__init__(Frames())
        self._image = QImage(160, 90, QImage.Format.Format_RGB32)
        self._image.fill(QColor("white"))
        self._state = state

    def get(self, feed: FeedId) -> Miniature | None:
        return Miniature(self._image, 1, ShownState(self._state, 0.0))


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
