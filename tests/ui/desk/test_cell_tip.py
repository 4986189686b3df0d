"""What a cell of a small monitor says of itself."""

from msgspec.structs import replace

from console.domain.camera import Camera
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wall import CellView, Layer, TourMark
from console.domain.zoom_part import ZoomPart
from console.ui.desk.cell_tip import cell_tip

WALL_1 = MonitorId("wall-1")
CAMERA = Camera(FeedId("cam-1"), 1, "Corner")
CELL = CellView(CellIndex(3), 0, 0, 1, 1, True, CAMERA.feed, Layer.BASE)


def tip(cell: CellView) -> tuple[str, ...]:
    return cell_tip(WALL_1, cell, CAMERA if cell.feed else None, "ana")


def test_it_says_what_is_there_and_why() -> None:
    assert tip(CELL)[1:] == ("by its layout",)
    assert tip(CELL)[0].startswith("wall-1 cell 3: ") and "Corner" in tip(CELL)[0]
    assert tip(replace(CELL, layer=Layer.INCIDENT))[1] == "put there by an incident"
    assert tip(replace(CELL, feed=None)) == ("wall-1 cell 3: no camera",)


def test_it_says_whose_hand_is_on_it() -> None:
    held = replace(CELL, layer=Layer.HAND, held_by="ben")
    assert tip(held)[1] == "held by ben"
    assert tip(replace(held, held_by="ana", pinned=True))[1] == "pinned by you"
    assert tip(replace(held, held_by=""))[1] == "held by hand"


def test_it_says_how_it_is_shown() -> None:
    shown = replace(
        CELL,
        layer=Layer.TOUR,
        tour=TourMark("docks", 3, 16, "paused"),
        zoom=ZoomPart(0, 0, 500, 500),
        rewind_s=30.0,
    )
    assert tip(shown)[1:] == (
        "by its tour",
        "tour docks: 3 of 16, paused",
        "zoomed 2.0x",
        "plays 30 s behind live",
    )
