"""A miniature is as bright as its tile on the wall."""

import msgspec
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from console.domain.ids import FeedId
from console.domain.picture import PictureState, ShownState
from console.ui import theme
from console.ui.desk.miniature_pictures import Miniature, MiniaturePictures
from console.ui.desk.miniatures import Miniatures
from console.ui.desk.selection import Selection
from console.ui.frames import Frames
from tests.fakes.desk_city import city_cameras, city_monitors
from tests.ui.test_drawing_guard import painted, view_of


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
