"""What a cell of a small monitor says when the pointer rests on it. Pure."""

from console.domain.camera import Camera
from console.domain.ids import MonitorId
from console.domain.wall import CellView, Layer
from console.domain.wording import camera_words, one_line
from console.ui.wall.zoom import zoom_of

TOUR_HELD_WORDS = {
    "paused": ", paused",
    "incident": ", waits for the incident",
    "hand": ", waits for the hand",
}
LAYER_WORDS = {
    Layer.INCIDENT: "put there by an incident",
    Layer.TOUR: "by its tour",
    Layer.SELECTED: "selected last",
    Layer.BASE: "by its layout",
}


def cell_tip(monitor: MonitorId, cell: CellView, camera: Camera | None, own_name: str) -> tuple[str, ...]:
    """What is there and why, one sentence a line."""
    what = camera_words(camera, cell.feed) if cell.feed is not None else "no camera"
    lines = [f"{monitor} cell {cell.cell}: {what}", _why(cell, own_name)]
    if cell.tour is not None:
        at = f"{cell.tour.step} of {cell.tour.steps}"
        lines.append(f"tour {one_line(cell.tour.tour)}: {at}{TOUR_HELD_WORDS.get(cell.tour.held, '')}")
    if cell.zoom is not None and (factor := zoom_of(cell.zoom).factor) > 1.0:
        lines.append(f"zoomed {factor:.1f}x")
    if cell.rewind_s:
        lines.append(f"plays {cell.rewind_s:g} s behind live")
    return tuple(line for line in lines if line)


def _why(cell: CellView, own_name: str) -> str:
    if cell.layer is not Layer.HAND:
        return LAYER_WORDS[cell.layer] if cell.feed is not None else ""
    holder = "you" if cell.held_by == own_name else one_line(cell.held_by) or "hand"
    return f"{'pinned' if cell.pinned else 'held'} by {holder}"
