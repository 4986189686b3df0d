"""How the selected cell of the wall is looked at, from the desk: zoomed, and moved within its picture."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.protocol.command_sender import Outcome
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.wall.zoom import WHOLE, Zoom
from console.ui.zoom_hand import ZoomHand

PAN_SHARE = 0.1
PANS = {
    "cell-pan-left": (-PAN_SHARE, 0.0),
    "cell-pan-right": (PAN_SHARE, 0.0),
    "cell-pan-up": (0.0, -PAN_SHARE),
    "cell-pan-down": (0.0, PAN_SHARE),
}
"""In shares of the view, by the commands' names."""
NO_PICTURE = "Select a cell with a camera first: click it in a miniature."


class CellLooks(QObject):
    """``give`` sends a command with its words; ``said``: words for people, whether bad."""

    said = Signal(str, bool)

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        give: Callable[[Struct, str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._give = give
        self.zooms = ZoomHand(give, self)

    def nearer(self) -> None:
        """A step into the picture."""
        self.zoom_by(1)

    def away(self) -> None:
        """A step back."""
        self.zoom_by(-1)

    def zoom_by(self, steps: float, at_x: float = 0.5, at_y: float = 0.5) -> None:
        """So many steps nearer; what lies at this share of the view stays there."""
        self._change(lambda zoom: zoom.by(steps, at_x, at_y))

    def move(self, x: float, y: float) -> None:
        """The zoomed part by these shares of itself."""
        self._change(lambda zoom: zoom.moved(x, y))

    def whole(self) -> None:
        """The whole picture."""
        self._change(lambda _: WHOLE)

    def _change(self, changed: Callable[[Zoom], Zoom]) -> None:
        name = self._selection.cell
        cell = self._view.cell(*name) if name is not None else None
        if name is None or cell is None or cell.feed is None:
            self.said.emit(NO_PICTURE, True)
            return
        before = self.zooms.shown(name, cell.feed, cell.zoom)
        if (zoom := changed(before)) != before:
            self.zooms.put(name, cell.feed, zoom)

    def came_out(self, outcome: Outcome) -> None:
        """What core does not do isn't shown any longer."""
        self.zooms.came_out(outcome)
