"""What a stored thing names and the site has not is said, and what becomes of it."""

from console.app.ctl.unknown_parts import unknown_words
from console.domain.camera import Camera
from console.domain.cell_content import TourContent
from console.domain.ids import FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.wall import MonitorView
from console.protocol.core_changes import CoreSnapshot, Counts

WALL_1 = MonitorId("wall-1")
SITE = CoreSnapshot(
    "core-1",
    1,
    0,
    "here",
    (Camera(FeedId("cam-001"), 1, "Gate"),),
    (MonitorView(WALL_1, "1x1", 1, 1, ()),),
    (),
    (),
    Counts(),
)


def layout(*feeds: str) -> Layout:
    return Layout("l", 3, 1, tuple(Cell(column, 0, feed=FeedId(feed)) for column, feed in enumerate(feeds)))


def test_what_is_all_there_needs_no_word() -> None:
    assert unknown_words(SITE, [layout("cam-001"), layout()], [WALL_1]) == []


def test_cameras_and_monitors_that_are_not_there_are_named_once() -> None:
    touring = Layout("t", 1, 1, (Cell(0, 0, content=TourContent("docks")),))
    layouts = [layout("cam-001", "cam-9"), layout("cam-9", "cam-8"), touring]
    assert unknown_words(SITE, layouts, [WALL_1, MonitorId("wall-77")]) == [
        "the site has no camera cam-8, cam-9: such cells stay empty",
        "there is no tour docks: such cells stay empty",
        "the site has no monitor wall-77: what is there for it is left out",
    ]
