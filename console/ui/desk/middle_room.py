"""The middle of the desk: the wall in small; below it the map, beside the large picture if there is one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from console.domain.operator_commands.table import key_of
from console.ui.desk.map_panel import MapPanel
from console.ui.desk.miniature_places import fitting_height
from console.ui.desk.miniatures import Miniatures
from console.ui.desk.selected_picture import SelectedPicture

HANDLE_PX = 4
PICTURE_SHARE = 3 / 5
"""Of the width, as long as nobody moved the boundary."""
NOTHING_CHOSEN = "Select a camera: its picture appears beside the map"
PICTURE_SHOWN = f"{key_of('show-picture')} closes the picture, {key_of('let-go')} lets go"
PICTURE_CLOSED = f"{key_of('show-picture')} shows the picture of the selected camera"


class MiddleRoom(QSplitter):
    """Where the operator moved a boundary it stays; elsewhere each part gets what it can use."""

    def __init__(self, miniatures: Miniatures, picture: SelectedPicture, map_panel: MapPanel) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._picture = picture
        self._map = map_panel
        self._monitors = 0
        self._height_is_ours = True
        self._share = PICTURE_SHARE
        self._picture_is_away = False
        self.below = splitter(Qt.Orientation.Horizontal, picture, map_panel)
        join(self, miniatures, self.below)
        self.below.splitterMoved.connect(self._note_share)
        self.splitterMoved.connect(self._note_height)
        picture.changed.connect(self._arrange)
        self._arrange()

    def fit(self, monitors: int) -> None:
        """Give the miniatures of so many monitors the height that their width can use, at most half."""
        self._monitors = monitors
        if not self._height_is_ours:
            return
        half = self.height() // 2
        height = min(half, fitting_height(self.width(), monitors)) if monitors else half
        self.setSizes([height, self.height() - height])

    def fit_again(self) -> None:
        """As if nobody had moved a boundary."""
        self._height_is_ours, self._share = True, PICTURE_SHARE
        self.fit(self._monitors)
        self._place_picture()

    def take_sizes(self, name: str, sizes: dict[str, int]) -> None:
        """A boundary stands where an operator moved it some other day."""
        if name == "middle":
            self._height_is_ours = False
        elif name == "below" and sizes.get("picture") and sizes.get("map"):
            self._share = sizes["picture"] / (sizes["picture"] + sizes["map"])
            self._place_picture()

    def picture_went(self, *, away: bool) -> None:
        """The picture has a window of its own now, or is back."""
        self._picture_is_away = away
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, other shares."""
        super().resizeEvent(event)
        self.fit(self._monitors)
        self._place_picture()

    def _note_share(self) -> None:
        sizes = self.below.sizes()
        if len(sizes) == 2 and all(sizes):
            self._share = sizes[0] / sum(sizes)

    def _note_height(self) -> None:
        self._height_is_ours = False

    def _arrange(self) -> None:
        """The picture is there only while it has something to show: the map has its room else."""
        shown = self._picture.is_open and self._picture.has_camera
        closed = PICTURE_CLOSED if self._picture.has_camera else NOTHING_CHOSEN
        self._map.hint.say(PICTURE_SHOWN if shown else closed)
        if self._picture_is_away:
            return
        if not shown and self._picture.hasFocus():
            self._map.focus_map()  # else the next one gets it, which may take keys as text
        if shown and self._picture.isHidden():  # before it comes: it demands what it is as large as then
            self._share_out()
            self._picture.resize(self._picture_width(), self.below.height())
        self._picture.setVisible(shown)
        self.below.refresh()
        self._place_picture()

    def _place_picture(self) -> None:
        if not self._picture.isHidden() and not self._picture_is_away:
            self._share_out()

    def _share_out(self) -> None:
        left = self._picture_width()
        self.below.setSizes([left, self.below.width() - HANDLE_PX - left])

    def _picture_width(self) -> int:
        return round((self.below.width() - HANDLE_PX) * self._share)


def splitter(orientation: Qt.Orientation, first: QWidget, second: QWidget) -> QSplitter:
    """Two widgets with a boundary that can be moved."""
    made = QSplitter(orientation)
    join(made, first, second)
    return made


def join(made: QSplitter, *widgets: QWidget) -> None:
    """Put widgets side by side; none can be pushed out of sight."""
    made.setHandleWidth(HANDLE_PX)
    made.setChildrenCollapsible(False)
    for index, widget in enumerate(widgets):
        made.addWidget(widget)
        made.setStretchFactor(index, 1)
