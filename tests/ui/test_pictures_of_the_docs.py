"""The pictures of docs/operator.md and docs/supervisor.md, each of what the page tells beside it.

``SIGHTLINE_DOCS_PICTURES=docs/pictures packaging/test tests/ui/test_pictures_of_the_docs.py`` renews them.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.domain.cell_content import ClockContent, TourContent
from console.domain.ids import FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.tour import StoredTour, Tour, TourStep
from console.domain.wall import Cover, CoverKind
from console.protocol.core_changes import MonitorChanged, PresetsChanged, ToursChanged
from console.protocol.layout_file import layout_content
from console.protocol.layout_messages import GetLayout, LayoutHead, SaveLayout
from console.protocol.preset_messages import PresetHead
from console.ui.desk.layout_acts import Conflict
from console.ui.wall.wall_window import WallWindow
from tests.ui import test_views_of_the_wall as wall_views
from tests.ui.test_views_of_the_desk import CLOCK, SMALL, WALL_1, Shown, shown, with_everything  # noqa: F401
from tests.watch.clipping import clipped
from tests.watch.docs_pictures import keep_docs_picture

WALL_2 = MonitorId("wall-2")
TILES = (1280, 720)
EDITOR = (1200, 700)
LAYOUTS = (
    *(LayoutHead(name) for name in ("1+5", "2x2", "2+8", "4x4")),
    LayoutHead("harbour", 12, "ana"),
    LayoutHead("match day", 29, "ana", locked=True),
    LayoutHead("my corner", 35, "m.koskinen", owner="m.koskinen"),
    LayoutHead("night watch", 41, "ana"),
)
MINUTE_MS = 60_000
CUT: list[str] = []


def take(shown: Shown, name: str, widget: QWidget | None = None, part: QRect | None = None) -> None:  # noqa: F811
    """A picture of it, whatever it shows: what is cut off in it is told once all are taken."""
    shown.settle()
    widget = widget or shown.window
    image = widget.grab().toImage()
    keep_docs_picture(image.copy(part) if part is not None else image, name)
    CUT.extend(f"{name}: {one}" for one in clipped(widget))


@pytest.fixture
def desk(shown: Shown) -> Shown:  # noqa: F811
    """As it is in the middle of a shift, on a small screen."""
    shown.city.layouts = LAYOUTS
    with_everything(shown)
    shown.resize(SMALL)
    return shown


def test_of_the_desk(desk: Shown) -> None:
    """On one desk, as its map is slow to start."""
    a_shift(desk)
    the_lists(desk)
    the_layout_editor(desk)
    two_who_save_one_layout(desk)
    what_is_hidden_from_visitors(desk)
    assert not CUT


def a_shift(desk: Shown) -> None:
    window = desk.window
    take(desk, "desk")
    take(desk, "incident", window.cards)
    assert window.timeline is not None
    take(desk, "timeline", window.timeline)
    window.help.toggle()
    take(desk, "keys", window.help)
    window.help.toggle()
    window.commands.palette.toggle()
    window.commands.palette.typed.setText("mik")
    desk.until(lambda: window.commands.palette.model.rowCount() > 1)
    take(desk, "find", window.commands.palette)
    window.commands.palette.toggle()


def what_is_hidden_from_visitors(desk: Shown) -> None:
    since_ms = CLOCK.now_ms() - 12 * MINUTE_MS
    for monitor, kind in ((WALL_1, CoverKind.PUBLIC), (WALL_2, CoverKind.BLANK)):
        view = desk.desk.view.monitors[monitor]
        desk.city.core_says(MonitorChanged(replace(view, cover=Cover(kind, "m.koskinen", since_ms))))
    desk.until(desk.window.covers.isVisible)
    desk.settle()
    small = desk.window.miniatures
    bottom = small.mapTo(desk.window, small.rect().bottomLeft()).y()
    take(desk, "hidden", part=QRect(0, 0, SMALL[0], bottom))


def two_who_save_one_layout(desk: Shown) -> None:
    words = "ana saved night watch a minute ago: theirs has 9 cells, yours 16"
    desk.window.lists.show_list(desk.window.layouts)
    desk.window.layouts.conflict.ask(Conflict(SaveLayout(WALL_1, "night watch"), words))
    desk.until(desk.window.layouts.conflict.isVisible)
    take(desk, "conflict", desk.window.lists)
    desk.window.layouts.conflict.hide()


def the_lists(desk: Shown) -> None:
    take(desk, "layouts", desk.window.lists)
    heads = (PresetHead("day", 1, (WALL_1, WALL_2), 51, "ana"), PresetHead("night", 3, (WALL_1,), 52, "ana"))
    desk.city.core_says(PresetsChanged((*heads, PresetHead("visitors", None, (WALL_1, WALL_2), 53, "ana"))))
    desk.window.lists.show_list(desk.window.presets)
    desk.until(lambda: desk.window.presets.rows.model().rowCount() == 3)
    take(desk, "presets", desk.window.lists)
    steps = tuple(TourStep(FeedId(f"cam-{number:03d}"), 10 + number % 3 * 5) for number in range(3, 15))
    desk.city.core_says(ToursChanged((StoredTour(Tour("harbour", steps), 61, "ana"),)))
    desk.window.lists.show_list(desk.window.tours)
    desk.until(lambda: desk.window.tours.rows.model().rowCount() == 1)
    desk.window.lists.tour.ask_change(StoredTour(Tour("harbour", steps), 61, "ana"))
    desk.until(desk.window.lists.tour.isVisible)
    take(desk, "tour", desk.window.lists.tour)
    desk.window.lists.tour.hide()


def drawn_layout(cameras: tuple[FeedId, ...]) -> Layout:
    """One large picture, smaller ones round it, a tour and a clock."""
    small = [(2, 0), (3, 0), (2, 1), (3, 1), (0, 2), (1, 2)]
    squares = zip(small, cameras[1:], strict=False)
    cells = (
        Cell(0, 0, 2, 2, feed=cameras[0]),
        *(Cell(column, row, auto=row == 2, feed=feed) for (column, row), feed in squares),
        Cell(2, 2, content=TourContent("harbour")),
        Cell(3, 2, content=ClockContent(title="Shift")),
    )
    return Layout("night watch", 4, 3, cells)


def the_layout_editor(desk: Shown) -> None:
    editor = desk.window.editor
    assert editor is not None
    feeds = tuple(FeedId(f"cam-{number:03d}") for number in (14, 2, 15, 16, 17, 18, 19))
    desk.city.answers[GetLayout] = {"layout": layout_content(drawn_layout(feeds))}
    desk.window.edit_layout("night watch")
    desk.until(lambda: editor.edited.origin.name == "night watch" and editor.isVisible())
    editor.resize(*EDITOR)
    small = desk.desk._small

    def is_pictured() -> bool:
        desk.paint()
        return all((found := small.get(feed)) is not None and found.image is not None for feed in feeds)

    desk.until(is_pictured)
    take(desk, "layout-editor", editor)
    editor.close()


@pytest.fixture
def tiles(qtbot: QtBot, fonted_app: QApplication, tmp_path: Path) -> Iterator[wall_views.Shown]:
    made = wall_views.Shown(tmp_path, TILES, qtbot)
    yield made
    made.stop()


def test_of_what_a_tile_says(tiles: wall_views.Shown) -> None:
    said = {word for tile in tiles.window.tiles or () for words in tile.words for word in words.split()}
    assert {"KEY", "STALE", "LOST", "WAIT", "CONNECTING", "REWIND", "DARK", "FROZEN"} <= said
    keep_docs_picture(tiles.window.shot().toImage(), "tiles")


def test_of_a_monitor_that_says_its_number(qtbot: QtBot, fonted_app: QApplication) -> None:
    window = WallWindow("test", "Sightline wall-2")
    qtbot.addWidget(window)
    window.resize(960, 540)
    window.tiles = []
    window.tiles_changed()
    window.show()
    window.show_number(2, ("wall-2", "DP-2 (DEL DELL U2720Q 8XK2T13)"), 30.0)
    assert "number" in window.signs.shown()
    keep_docs_picture(window.shot().toImage(), "monitor-number")


PAGES = Path(__file__).parents[2] / "docs"


def test_pictures_are_small_and_each_is_shown() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES.glob("*.md"))
    pictures = sorted((PAGES / "pictures").iterdir())
    assert pictures
    for picture in pictures:
        assert f"(pictures/{picture.name})" in pages, f"no page shows {picture.name}"
        assert picture.stat().st_size <= 150_000, f"{picture.name} is large"
