"""A monitor that visitors look at: nothing of the wall reaches its glass."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.cell_content import ClockContent, TextContent
from console.domain.ids import FeedId
from console.domain.layout import Cell, Layout
from console.domain.picture import LostCause, PictureState
from console.domain.wall import Cover, CoverKind
from console.protocol.core_changes import MonitorChanged, RecordedFeedsChanged
from console.protocol.core_messages import ReportPainted
from console.protocol.reply import Refusal
from console.ui import theme
from tests.ui.painting import where
from tests.ui.wall.test_display import CLOCK, MARK, Wall, cell, started, view
from tests.watch.pictures import keep_picture

SECRET, PUBLIC = (10, 20, 230), (230, 120, 10)
"""Blue, green, red of the pictures beneath the cover, and of the public one."""
SECRET_COLOUR, PUBLIC_COLOUR = "#e6140a", "#0a78e6"

WORKING = view(cell(0, "cam-1", MARK), cell(1, "cam-2", pinned=True), cell(2, None), cell(3, "cam-3"))
BLANK = Cover(CoverKind.BLANK, "operator", 1_700_000_000_000)
WELCOME = Layout(
    "public", 2, 1, (Cell(0, 0, feed=FeedId("cam-4")), Cell(1, 0, content=TextContent("Welcome")))
)
BEHIND_PUBLIC = Cover(CoverKind.PUBLIC, "operator", 1_700_000_000_000, WELCOME)
SAME_CAMERA = Cover(
    CoverKind.PUBLIC,
    "operator",
    1_700_000_000_000,
    Layout("public", 2, 2, (Cell(0, 0, feed=FeedId("cam-1")),)),
)


def covered(cover: Cover) -> MonitorChanged:
    return MonitorChanged(msgspec.structs.replace(WORKING, cover=cover))


@pytest.fixture
def wall(run_dir: Path, qtbot: QtBot, fonted_app: QApplication) -> Iterator[Wall]:
    made = Wall(run_dir, qtbot)
    made.site.monitors = (WORKING,)
    with started(made):
        made.place("cam-1", "cam-2", "cam-3")
        made.until(lambda: all(t.source is None or t.source.awaited for t in made.window.tiles or ()))
        for feed in ("cam-1", "cam-2", "cam-3"):
            made.slots.say(made.key(feed), PictureState.LIVE, stale_after_ms=30_000)
            made.slots.paint(made.key(feed), 1, CLOCK.monotonic_ns(), SECRET)
        made.until(lambda: where(on_the_glass(made), SECRET_COLOUR).isValid())
        yield made


def on_the_glass(wall: Wall) -> QImage:
    """What the window system has of it: painting it anew would hide what was left there."""
    return wall.window.screen().grabWindow(wall.window.winId()).toImage()


def painted_reports(wall: Wall) -> list[ReportPainted]:
    return [said for said in wall.site.commands if isinstance(said, ReportPainted)]


def cover_with(wall: Wall, cover: Cover) -> None:
    """Say it, and look at the glass as soon as the display has taken it."""
    wall.site.core_says(covered(cover))
    wall.until(lambda: wall.window.is_covered)


def test_a_blank_monitor_shows_background_and_its_clock_from_the_first_moment(wall: Wall) -> None:
    cover_with(wall, BLANK)
    image = on_the_glass(wall)
    assert not where(image, SECRET_COLOUR).isValid()
    wall.until(lambda: wall.window.signs.shown() == {"clock"})
    clock = wall.window.signs.place("clock")
    image = on_the_glass(wall)
    keep_picture(image, "display-blank")
    for x, y in ((0, 0), (160, 90), (480, 90), (320, 270), (clock.left() - 3, clock.center().y())):
        assert image.pixelColor(x, y).name().upper() == theme.BACKGROUND, (x, y)
    assert where(image, theme.TEXT).isValid(), "the clock proves life"
    wall.until(lambda: wall.site.demands["display-wall-1"] == ())


def test_visitors_see_the_public_preset_and_nothing_of_an_incident(wall: Wall) -> None:
    wall.site.core_says(RecordedFeedsChanged((FeedId("cam-4"),)))
    cover_with(wall, BEHIND_PUBLIC)
    reported = len(painted_reports(wall))
    assert not where(on_the_glass(wall), SECRET_COLOUR).isValid()
    wall.place("cam-4")
    wall.until(lambda: wall.window.tiles[0].source.current or wall.window.tiles[0].source.awaited)
    wall.slots.say(wall.key("cam-4"), PictureState.LIVE, stale_after_ms=30_000)
    wall.slots.paint(wall.key("cam-4"), 1, CLOCK.monotonic_ns(), PUBLIC)
    wall.until(lambda: where(on_the_glass(wall), PUBLIC_COLOUR).isValid())
    image = on_the_glass(wall)
    keep_picture(image, "display-public")
    assert not where(image, theme.SEVERITY_COLOURS[MARK.severity]).isValid(), "no frame, no ribbon, no REC"
    assert not wall.window.tiles[0].recorded
    assert len(painted_reports(wall)) == reported, "nobody saw the incident's tile"


def test_the_same_camera_in_the_same_box_loses_what_the_wall_says_of_it(wall: Wall) -> None:
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    wall.until(lambda: where(on_the_glass(wall), theme.ACCENT).isValid())
    cover_with(wall, SAME_CAMERA)
    wall.until(lambda: where(on_the_glass(wall), SECRET_COLOUR).isValid())
    image = on_the_glass(wall)
    assert not where(image, theme.SEVERITY_COLOURS[MARK.severity]).isValid()
    assert not where(image, theme.ACCENT).isValid()


def test_what_comes_beneath_a_cover_stays_beneath_it(wall: Wall) -> None:
    cover_with(wall, BLANK)
    beneath = view(cell(0, "cam-3", MARK), cell(1, "cam-1", MARK))
    wall.site.core_says(MonitorChanged(msgspec.structs.replace(beneath, cover=BLANK)))
    beats = len(wall.beats)
    wall.until(lambda: len(wall.beats) >= beats + 2)
    assert not where(on_the_glass(wall), SECRET_COLOUR).isValid()
    assert wall.site.demands["display-wall-1"] == ()


def test_keys_clicks_and_refusals_leave_a_covered_monitor_as_it_is(wall: Wall) -> None:
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    wall.site.refusing = Refusal("no", "not now")
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_P)
    cover_with(wall, BLANK)
    asked = len(wall.site.commands)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_Right, Qt.Key.Key_P, Qt.Key.Key_R, Qt.Key.Key_U):
        wall.qtbot.keyClick(wall.window, key)
    wall.qtbot.mouseClick(wall.window, Qt.MouseButton.LeftButton)
    beats = len(wall.beats)
    wall.until(lambda: len(wall.beats) >= beats + 2)
    assert wall.window.signs.shown() == {"clock"}
    assert len(wall.site.commands) <= asked + 1, "only what was asked before"


def test_a_number_that_is_being_typed_goes_when_visitors_come(wall: Wall) -> None:
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_4)
    assert "notice" in wall.window.signs.shown()
    cover_with(wall, BLANK)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_2)
    assert "notice" not in wall.window.signs.shown()


def test_help_and_notices_go_when_visitors_come(wall: Wall) -> None:
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_F1)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_P)
    assert {"help", "notice"} <= wall.window.signs.shown()
    cover_with(wall, BLANK)
    assert not {"help", "notice"} & wall.window.signs.shown()


def test_without_core_a_covered_monitor_stays_covered_and_says_so_quietly(wall: Wall) -> None:
    cover_with(wall, BLANK)
    wall.site.core_silent = True
    wall.until(lambda: wall.bridge.control_lost, 6)
    wall.until(lambda: wall.window.signs.place("clock").width() > 100)
    assert wall.window.signs.shown() == {"clock"}
    image = on_the_glass(wall)
    assert not where(image, SECRET_COLOUR).isValid() and not where(image, theme.STATE_BAD).isValid()


def test_a_public_camera_tells_its_state_but_not_why(wall: Wall) -> None:
    cover_with(wall, SAME_CAMERA)
    wall.slots.say(wall.key("cam-1"), PictureState.LOST, LostCause.REFUSED)
    wall.until(lambda: wall.state(0) is PictureState.LOST)
    assert wall.window.tiles[0].words == ("LOST",)


def test_shown_again_everything_is_as_it_was(wall: Wall) -> None:
    cover_with(wall, BEHIND_PUBLIC)
    wall.site.core_says(MonitorChanged(WORKING))
    wall.until(lambda: not wall.window.is_covered)
    wall.until(lambda: where(on_the_glass(wall), SECRET_COLOUR).isValid())
    assert where(on_the_glass(wall), theme.SEVERITY_COLOURS[MARK.severity]).isValid()
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    assert wall.window.tiles[0].selected


def test_a_clock_on_the_glass_goes_on(wall: Wall) -> None:
    clock = Layout("public", 1, 1, (Cell(0, 0, content=ClockContent(title="City of Testville")),))
    cover_with(wall, Cover(CoverKind.PUBLIC, "operator", 0, clock))
    wall.until(lambda: wall.window.tiles[0].content is not None)
    wall.until(lambda: where(on_the_glass(wall), theme.TEXT).height() > 50)
    before = wall.window.tiles[0].content
    keep_picture(on_the_glass(wall), "display-public-clock")
    wall.until(lambda: wall.window.tiles[0].content != before)
