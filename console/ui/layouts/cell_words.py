"""What a cell of an edited layout says of itself."""

from console.domain.camera import Camera
from console.domain.cell_content import ClockContent, MapContent, TextContent, TourContent
from console.domain.layout import Cell


def kind_and_words(cell: Cell) -> tuple[str, str]:
    """What kind of thing it shows in place of a camera, and which; "" for nothing of both."""
    match cell.content:
        case TourContent(tour=tour):
            return "TOUR", tour
        case MapContent(lat_deg=lat_deg, lon_deg=lon_deg):
            return "MAP", f"{lat_deg:g}, {lon_deg:g}" if lat_deg is not None else "all cameras"
        case ClockContent(zone=zone, title=title):
            return "CLOCK", title or zone
        case TextContent(text=text):
            return "TEXT", text
    return "", ""


def camera_line(cell: Cell, camera: Camera | None) -> str:
    """Number and name; what a layout of another site names, by its id."""
    if camera is not None:
        return f"{camera.number}  {camera.name}"
    return f"{cell.feed}  (not of this site)" if cell.feed is not None else ""


def flag_words(cell: Cell) -> tuple[str, ...]:
    """What else is set of it, each in a word."""
    return tuple(
        word
        for word, is_set in (
            ("AUTO", cell.auto),
            ("PIN", cell.pinned),
            ("HOTSPOT", cell.hotspot),
            ("ZOOM", cell.zoom is not None),
        )
        if is_set
    )


def spoken(index: int, cell: Cell, camera: Camera | None) -> str:
    """All of it in one line, for who can't see the canvas."""
    kind, which = kind_and_words(cell)
    shows = camera_line(cell, camera) or " ".join(filter(None, (kind.lower(), which))) or "empty"
    size = f"{cell.column_span} by {cell.row_span} at column {cell.column + 1}, row {cell.row + 1}"
    return ", ".join((f"cell {index}", shows, size, *(word.lower() for word in flag_words(cell))))
