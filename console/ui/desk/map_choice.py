"""Cameras chosen on the map, all at once: they become what the list of cameras shows."""

from PySide6.QtCore import QObject, Signal

from console.domain.ids import FeedId
from console.domain.wording import counted
from console.ui.desk.camera_list import CameraList
from console.ui.desk.map_panel import MapPanel
from console.ui.desk.panels import Panels

NO_CAMERA_THERE = "No camera there: everything stays as it was."
ALL_LISTED = "All cameras are listed again."
MAP_STARTS = "The map is starting: ask again once it is there."


class MapChoice(QObject):
    """From the map to the list. ``said``: words for people, whether bad."""

    said = Signal(str, bool)

    def __init__(self, shown: MapPanel, cameras: CameraList, panels: Panels, parent: QObject) -> None:
        super().__init__(parent)
        self._map = shown
        self._cameras = cameras
        self._panels = panels
        shown.cameras_chosen.connect(self._take)
        cameras.choice_left.connect(lambda: self.said.emit(ALL_LISTED, False))

    def choose_all_shown(self) -> None:
        """All cameras that the map shows now; the page answers."""
        self._panels.bring("map")
        if not self._map.choose_all_shown():
            self.said.emit(MAP_STARTS, True)

    def _take(self, feeds: list[str]) -> None:
        if not feeds:
            self.said.emit(NO_CAMERA_THERE, True)
            return
        self._panels.bring("cameras")
        self._cameras.show_chosen([FeedId(feed) for feed in feeds])
        self.said.emit(chosen_words(len(feeds)), False)


def chosen_words(count: int) -> str:
    """What can be done with so many."""
    what = "it onto a cell" if count == 1 else "them onto a cell or a monitor's name"
    return f"{counted(count, 'camera')} chosen: drag {what}; or select a cell, then Enter"
