"""Whether core, the displays, the desk and the pictures on the glass say the same of the wall."""

from dataclasses import dataclass, field

import msgspec
import numpy as np

from console.app.bench.tile_truth import picture_box, shown_wall, stream_clocks
from console.app.ctl.session import ask
from console.domain.ids import MonitorId
from console.domain.monitor import Geometry
from console.domain.wall import CellView, CoverKind, MonitorView, glass
from console.protocol.endpoints import Endpoints
from console.protocol.window_messages import GetShown, WindowRequest
from console.sim.frame_strip import MIN_WIDTH, read
from console.ui import theme
from console.ui.wall.grid import cell_boxes
from tests.end2end.running_site import RunningSite
from tests.rig.keyboard_and_mouse import KeyboardAndMouse, Pixels

ANSWERS_WITHIN_S = 5.0
DARK_SHARE = 0.98
"""Of a blank monitor: its small clock is all that is seen."""


def shown_by(endpoints: Endpoints, window: str) -> dict[MonitorId, MonitorView]:
    """What a window says that it shows. Raises NoAnswer."""
    told = ask(endpoints.window(window), GetShown(), WindowRequest, ANSWERS_WITHIN_S)["monitors"]
    return {view.monitor: view for view in msgspec.convert(told, tuple[MonitorView, ...])}


@dataclass
class Look:
    """What was found by one look at the whole wall: ``wrong`` in words, and how many tiles were ``read``.

    ``unread_cells``: their cameras' strips are whole and wide enough, and say nothing.
    """

    wrong: list[str]
    read: int = 0
    unread_cells: list[str] = field(default_factory=list)

    @property
    def unread(self) -> int:
        return len(self.unread_cells)


class WallAgreement:
    """Looks at a site whose monitors lie at these places of the X server."""

    def __init__(
        self, site: RunningSite, screens: KeyboardAndMouse, places: dict[MonitorId, Geometry]
    ) -> None:
        self._endpoints = Endpoints(site.run_dir)
        self._screens = screens
        self._places = places
        clocks = stream_clocks(self._endpoints.simulator)
        self._feed_of = {clock.scene: feed for feed, clock in clocks.items()}
        assert len(self._feed_of) == len(clocks), "each camera shows a scene of its own"

    def look(self) -> Look:
        """Now; a wall that changes meanwhile is wrong, too, as nothing was compared with one state of it."""
        found = Look([])
        before = shown_wall(self._endpoints)
        desk = shown_by(self._endpoints, "desk")
        for view in before:
            if desk.get(view.monitor) != view:
                found.wrong.append(f"the desk has {view.monitor} {_difference(view, desk.get(view.monitor))}")
            shown = shown_by(self._endpoints, f"display-{view.monitor}").get(view.monitor)
            if shown != glass(view):
                found.wrong.append(f"{view.monitor} shows {_difference(glass(view), shown)}")
            self._read_glass(glass(view), found)
        if shown_wall(self._endpoints) != before:
            found.wrong.append("the wall changed meanwhile")
        return found

    def _read_glass(self, view: MonitorView, found: Look) -> None:
        place = self._places[view.monitor]
        picture = self._screens.picture(place)
        if view.cover is not None and view.cover.kind is CoverKind.BLANK:
            if _dark_share(picture) < DARK_SHARE:
                found.wrong.append(f"{view.monitor} is not blank: {_dark_share(picture):.3f} of it is dark")
            return
        boxes = cell_boxes(view, place.width, place.height)
        for cell in view.cells:
            box = boxes[cell.cell]
            number = read(picture_box(picture, box))
            feed = self._feed_of.get(number >> 16) if number is not None else None
            if feed is not None and feed != cell.feed:
                found.wrong.append(f"{view.monitor} cell {cell.cell} shows {feed} instead of {_what(cell)}")
            elif feed is not None:
                found.read += 1
            elif cell.feed is not None and cell.zoom is None and box.width >= MIN_WIDTH:
                found.unread_cells.append(f"{view.monitor} cell {cell.cell} ({cell.feed})")


def _dark_share(picture: Pixels) -> float:
    ground = [int(theme.BACKGROUND[at : at + 2], 16) for at in (5, 3, 1)]
    return float((np.abs(picture.astype(np.int16) - ground) <= 2).all(axis=2).mean())


def _what(cell: CellView) -> str:
    return str(cell.feed or cell.content or "nothing")


def _difference(core: MonitorView, other: MonitorView | None) -> str:
    """Where the other one is not as core says."""
    if other is None:
        return "not at all"
    fields = [
        f"{name} {getattr(other, name)!r}, core says {getattr(core, name)!r}"
        for name in core.__struct_fields__
        if name != "cells" and getattr(core, name) != getattr(other, name)
    ]
    cells = [
        f"{one!r}, core says {said!r}"
        for one, said in zip(other.cells, core.cells, strict=False)
        if one != said
    ]
    counts = [f"{len(other.cells)} cells, core says {len(core.cells)}"] * (
        len(other.cells) != len(core.cells)
    )
    return "; ".join([*fields, *counts, *cells])
