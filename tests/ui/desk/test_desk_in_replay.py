"""The whole desk of a replay: its keys move it, and nothing of a live site acts."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import zmq
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.app.screen_places import LEAST_REPLAY_DESK_HEIGHT_PX, TITLE_BAR_PX
from console.core.log.saved_state import saved
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.picture import PictureState
from console.protocol.core_messages import Request
from console.protocol.lifeline import Lifeline
from console.protocol.process_config import DeskConfig
from console.protocol.replay_messages import DecideAgain, SeekReplay
from console.ui import theme
from console.ui.desk.bars import counts_html
from console.ui.desk.map_choice import MAP_STARTS
from console.ui.desk.process import Desk
from console.ui.map.scheme import register_scheme, settle_chromium
from console.ui.replay.keys import IN_REPLAY
from console.ui.replay.timeline_view import LANE_PX
from tests.fakes.played_replay import BEGIN_MS, CLOCK, PlayedReplay, replay_clock

settle_chromium()
register_scheme()

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


LIVE_KEYS = (
    Qt.Key.Key_P,
    Qt.Key.Key_Delete,
    Qt.Key.Key_A,
    Qt.Key.Key_C,
    Qt.Key.Key_U,
    Qt.Key.Key_R,
    Qt.Key.Key_Return,
)


class ReplayDesk:
    """A desk and a replay's core, pumped together."""

    def __init__(self, desk: Desk, site: PlayedReplay, qtbot: QtBot) -> None:
        self.desk, self.site, self._qtbot = desk, site, qtbot
        self.window = desk.window

    def until(self, holds: Callable[[], object]) -> None:
        def pumped() -> bool:
            self.site.pump()
            return bool(holds())

        self._qtbot.waitUntil(pumped, timeout=8000)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE, on: QWidget | None = None) -> None:
        self._qtbot.keyClick(on or self.window.focusWidget() or self.window, key, held)

    @property
    def said(self) -> str:
        return self.window.bottom.last_act.toolTip()


@pytest.fixture
def shown(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path, request: pytest.FixtureRequest
) -> Iterator[ReplayDesk]:
    not_as_signed = getattr(request, "param", "")
    with zmq.Context() as context:
        site = PlayedReplay(context, run_dir, not_as_signed)
        site.start()
        config = DeskConfig(
            name="desk",
            site="helsinki-demo",
            run_dir=str(run_dir),
            geometry=None,  # placed by no one: the tests size it
            map_dir="",
            replays=True,
            not_as_signed=not_as_signed,
        )
        desk = Desk(
            config, Lifeline(context, f"ipc://{run_dir}/sup.cmd", "desk"), context, CLOCK, replay_clock()
        )
        desk.start()
        made = ReplayDesk(desk, site, qtbot)
        try:
            made.until(lambda: desk.view.known and desk.replay and desk.replay.events)
            desk.window.activateWindow()
            made.until(desk.window.isActiveWindow)
            made.until(desk.window.cameras.model.rowCount)
            yield made
        finally:
            desk.stop()
            site.stop()


def test_keys_move_it(shown: ReplayDesk) -> None:
    site = shown.site
    shown.press(Qt.Key.Key_Right)
    shown.until(lambda: site.at_ms == BEGIN_MS + 5_000)
    shown.press(Qt.Key.Key_Up)
    shown.until(lambda: site.at_ms == BEGIN_MS + 65_000)
    shown.press(Qt.Key.Key_Left)
    shown.until(lambda: site.at_ms == BEGIN_MS + 60_000)
    shown.press(Qt.Key.Key_Down)
    shown.until(lambda: site.at_ms == BEGIN_MS)
    shown.press(Qt.Key.Key_E)
    shown.until(lambda: site.at_ms > BEGIN_MS)
    first_ms = site.at_ms
    shown.press(Qt.Key.Key_E)
    shown.until(lambda: site.at_ms > first_ms)
    shown.press(Qt.Key.Key_E, SHIFT)
    shown.until(lambda: site.at_ms == first_ms)
    shown.press(Qt.Key.Key_Period)
    shown.until(lambda: site.at_ms == first_ms + 67)
    shown.press(Qt.Key.Key_Comma)
    shown.until(lambda: site.at_ms == first_ms)
    shown.press(Qt.Key.Key_Home)
    shown.until(lambda: site.at_ms == BEGIN_MS)
    shown.press(Qt.Key.Key_BracketRight)
    shown.until(lambda: site.transport.rate_permille == 2000)
    shown.press(Qt.Key.Key_BracketLeft)
    shown.until(lambda: site.transport.rate_permille == 1000)
    shown.press(Qt.Key.Key_L)
    shown.until(lambda: site.transport.loop)
    shown.press(Qt.Key.Key_Space)
    shown.until(lambda: site.transport.playing)


def test_keys_move_it_from_a_list_too_which_keeps_up_and_down(shown: ReplayDesk) -> None:
    rows = shown.window.cameras.rows
    rows.setFocus()
    shown.press(Qt.Key.Key_Right, on=rows)
    shown.until(lambda: shown.site.at_ms == BEGIN_MS + 5_000)
    shown.press(Qt.Key.Key_Down, on=rows)
    shown.press(Qt.Key.Key_Down, on=rows)
    assert rows.currentIndex().row() >= 1
    shown.press(Qt.Key.Key_Space, on=rows)
    shown.until(lambda: shown.site.transport.playing)
    assert BEGIN_MS + 5_000 <= shown.site.at_ms < BEGIN_MS + 60_000


def test_letters_in_the_search_are_letters(shown: ReplayDesk, qtbot: QtBot) -> None:
    shown.press(Qt.Key.Key_Slash)
    search = shown.window.cameras.search
    qtbot.keyClicks(search, "le 7.")
    assert search.text() == "le 7."
    assert not shown.site.transport.loop and shown.site.at_ms == BEGIN_MS


def test_the_large_picture_keeps_its_arrows(shown: ReplayDesk) -> None:
    shown.desk.selection.select_camera(FeedId("cam-001"))
    shown.press(Qt.Key.Key_Z)
    picture = shown.window.picture
    assert picture.hasFocus() and picture.tile is not None
    picture.zoom_to(picture.tile.zoom.by(3, 0.5, 0.5))
    before = picture.tile.zoom
    shown.press(Qt.Key.Key_Right, on=picture)
    assert picture.tile.zoom != before
    shown.press(Qt.Key.Key_Period, on=picture)
    shown.until(lambda: shown.site.at_ms == BEGIN_MS + 67)


def test_a_live_sites_key_says_that_this_is_a_replay(shown: ReplayDesk) -> None:
    before = saved(shown.site.core._played.state)

    def refuses_all(why: str) -> None:
        for key in LIVE_KEYS:
            shown.window.bottom.last_act.say("")
            shown.press(key, on=shown.window.cameras.rows)
            assert IN_REPLAY in shown.said, f"{key.name}: {why}"

    refuses_all("and not what to select first")
    shown.desk.selection.select_camera(FeedId("cam-001"))
    shown.desk.selection.select_cell((MonitorId("wall-1"), CellIndex(1)))
    shown.desk.selection.select_incident(IncidentId("i-000001"))
    refuses_all("whatever is selected")
    assert saved(shown.site.core._played.state) == before


def test_a_refusal_goes_when_somebody_else_makes_the_act_possible(shown: ReplayDesk) -> None:
    shown.press(Qt.Key.Key_P)
    assert IN_REPLAY in shown.said
    shown.site.core._carry_out(Request("one", "ctl", DecideAgain()))
    shown.until(shown.window.layouts.isVisible)
    assert shown.said == ""


def test_the_alerts_that_are_counted_are_those_up_to_the_moment_that_is_shown(shown: ReplayDesk) -> None:
    alerts = [event.at_ms for event in shown.site.events if event.kind == "alert"]
    for at_ms in (alerts[1], alerts[1] - 1):
        words = f"alerts {sum(one <= at_ms for one in alerts)}"
        shown.site.core._carry_out(Request(f"to-{at_ms}", "ctl", SeekReplay(at_ms)))
        shown.until(partial(counts_alerts, shown, words))


def counts_alerts(shown: ReplayDesk, words: str) -> bool:
    return words in shown.window.top.alerts.toolTip()


def test_what_would_change_something_is_not_offered(shown: ReplayDesk) -> None:
    window = shown.window
    assert not window.layouts.isVisible()
    assert not any(one.isVisible() for one in (window.cards.acknowledge, window.cards.undo))
    assert not window.cameras.rows.dragEnabled() and not window.miniatures.acceptDrops()
    window.miniatures.dropped.emit("wall-1", 1, "cam-001")
    assert IN_REPLAY in shown.said


def test_the_sheet_names_a_replays_keys_and_none_that_does_nothing(shown: ReplayDesk) -> None:
    assert "Space play" in shown.window.bottom.hints.toolTip()
    shown.press(Qt.Key.Key_F1)
    assert shown.window.help.isVisible()
    keys = {label.text() for label in shown.window.help.findChildren(QLabel, "keys")}
    assert not keys & {"P", "Del, Backspace", "R", "U", "C"}
    assert {"Space", "←  →", "0–9"} <= keys
    titles = [one.windowTitle() for one in (shown.window, shown.window.help, shown.window.health)]
    assert titles == ["REPLAY · Sightline desk", "REPLAY · Keys", "REPLAY · Health of the streams"]
    shown.window.help.toggle()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (911, 512), (1280, 720)])
def test_only_the_edge_is_red_and_nothing_is_cut(shown: ReplayDesk, size: tuple[int, int]) -> None:
    """Of 1366x768 and 1920x1080, as they are and at 150 %."""
    window, edge = shown.window, theme.REPLAY_FRAME_PX
    window.engine_lost = False
    window.tick_second()
    window.top.counts.setText(counts_html(Counter({PictureState.LIVE: 88}), 0, 188))

    def is_so_large() -> bool:  # once the layout knows what its new words need
        window.resize(*size)
        return bool((window.width(), window.height()) == size)

    shown.until(is_so_large)
    window.place_columns()
    transport = window.transport
    assert transport is not None
    for widget in (window.top, transport, transport.timeline, window.bottom, window.map, window.top.counts):
        place = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())
        assert window.rect().adjusted(edge, edge, -edge, -edge).contains(place), widget
    assert window.top.counts.width() >= window.top.counts.sizeHint().width()
    assert transport.height() >= transport.sizeHint().height()
    image = window.grab().toImage()
    red = QColor(theme.STATE_BAD).rgb()
    for bar in (transport, window.bottom, window.room.columns):
        gap = bar.mapTo(window, bar.rect().topLeft()).y() - 1
        row = [x for x in range(window.width()) if image.pixel(x, gap) == red]
        assert row == [*range(edge), *range(window.width() - edge, window.width())], "gaps are not red"
    for y in (*range(edge), *range(window.height() - edge, window.height())):
        assert image.pixel(window.width() // 2, y) == red


@pytest.mark.parametrize("is_again", [False, True])
def test_it_is_given_the_height_that_it_needs_with_all_that_can_be_wrong(
    shown: ReplayDesk, is_again: bool
) -> None:
    window = shown.window
    if is_again:
        shown.press(Qt.Key.Key_G)
        shown.until(window.layouts.isVisible)
    shown.desk.selection.select_camera(FeedId("cam-001"))
    for line in (window.control, window.problems):
        line.say("core does not answer")
    given_px = LEAST_REPLAY_DESK_HEIGHT_PX - TITLE_BAR_PX - LANE_PX  # for the gaps of what was recorded
    window.resize(1366, given_px)
    shown.until(lambda: window.height() == given_px)
    assert window.minimumSizeHint().height() <= given_px
    place = QRect(window.bottom.mapTo(window, window.bottom.rect().topLeft()), window.bottom.size())
    assert window.rect().contains(place)


@pytest.mark.parametrize("shown", ["video/cam-001/x.mp4 is missing"], indirect=True)
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (911, 560), (1280, 720)])
def test_what_is_not_as_it_was_signed_is_said_all_the_time(shown: ReplayDesk, size: tuple[int, int]) -> None:
    window = shown.window
    window.engine_lost = False
    window.tick_second()
    titles = [one.windowTitle() for one in (window, window.help, window.health)]
    assert all(title.startswith("REPLAY · NOT AS SIGNED · ") for title in titles)
    assert window.top.replay.text() == "REPLAY\nNOT AS SIGNED"
    words = "This package is not as it was signed: video/cam-001/x.mp4 is missing"
    shown.until(lambda: words in window.problems.sentences)
    assert window.problems.isVisible()
    shown.press(Qt.Key.Key_G)
    shown.until(lambda: shown.desk.replay is not None and shown.desk.replay.is_again)
    assert window.top.replay.text() == "REPLAY · AGAIN\nNOT AS SIGNED"
    window.top.counts.setText(counts_html(Counter({PictureState.LIVE: 88}), 0, 188))

    def is_so_large() -> bool:
        window.resize(*size)
        return bool((window.width(), window.height()) == size)

    shown.until(is_so_large)
    window.place_columns()
    for label in (window.top.replay, window.top.counts):
        assert label.width() >= label.sizeHint().width(), "whole"
    assert window.top.replay.sizeHint().height() <= window.top.height()
    assert words in window.problems.sentences


def test_decided_again_a_live_sites_keys_count_and_as_it_was_they_do_not(shown: ReplayDesk) -> None:
    window = shown.window
    assert not window.layouts.isVisible() and window.top.replay.text() == "REPLAY"
    shown.press(Qt.Key.Key_G)
    shown.until(lambda: shown.desk.replay is not None and shown.desk.replay.is_again)
    assert window.layouts.isVisible() and window.top.replay.text() == "REPLAY · AGAIN"
    shown.desk.selection.select_cell((MonitorId("wall-1"), CellIndex(3)))
    shown.press(Qt.Key.Key_P)
    shown.until(lambda: (cell := shown.desk.view.cell(MonitorId("wall-1"), CellIndex(3))) and cell.pinned)
    for never in ("record-camera", "record-incident", "package"):
        window.bottom.last_act.say("")
        window.commands.acts[never]()
        assert IN_REPLAY in shown.said, never
    shown.press(Qt.Key.Key_G)
    shown.until(lambda: shown.desk.replay is not None and not shown.desk.replay.is_again)
    shown.until(lambda: not window.layouts.isVisible())
    shown.press(Qt.Key.Key_P)
    shown.until(lambda: IN_REPLAY in shown.said)


def test_what_is_chosen_on_the_map_is_listed_and_put_nowhere(shown: ReplayDesk) -> None:
    cameras, feeds = shown.window.cameras, list(shown.desk.view.cameras)[:3]
    shown.window.map.cameras_chosen.emit(feeds)
    assert cameras.choice.words.text() == "3 cameras from the map"
    assert shown.desk.selection.cameras == tuple(feeds) and cameras.rows.hasFocus()
    shown.press(Qt.Key.Key_Return)
    assert IN_REPLAY in shown.said
    shown.press(Qt.Key.Key_Escape)
    assert cameras.rows.model().rowCount() == len(shown.desk.view.cameras)
    shown.press(Qt.Key.Key_M, SHIFT)
    assert MAP_STARTS in shown.said
