"""The timeline of the last half hour: a mark for each happening, which a click or a key tells and selects."""

from collections.abc import Iterable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.alert import Severity
from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.protocol.core_changes import (
    ActsDone,
    AnyCoreChange,
    CorePublished,
    CoreSnapshot,
    Counts,
    IncidentChanged,
    IncidentGone,
)
from console.protocol.recent_messages import RecentAct, RecentActs, RecentSwitch
from console.ui import theme
from console.ui.desk import timeline_strip
from console.ui.desk.happenings import ALERT, KINDS, SPAN_MS, SWITCH, Happening
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.timeline_strip import HEAD_PX, NOTHING, TimelineStrip
from console.ui.replay import timeline_geometry
from tests.fakes.desk_city import city_cameras, city_incident, city_monitors
from tests.fakes.held_clock import HeldClock
from tests.ui.painting import difference, where

NOW_MS = 1_700_000_000_000
WALL_1 = MonitorId("wall-1")
SIZES = ((1366, 66), (960, 66), (1366, 46), (1366, 14), (1920, 160))


class Strip:
    """It, with what it says."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.clock = qtbot, HeldClock(wall_ms=NOW_MS)
        self.view, self.selection = SiteView(), Selection()
        self.widget = TimelineStrip(self.view, self.selection, self.clock)
        qtbot.addWidget(self.widget)
        self.said: list[str] = []
        self.widget.said.connect(lambda words, bad: self.said.append(words))
        self.widget.resize(1366, 66)
        self.widget.show()

    def start(self, *ages_s: int, severity: Severity = Severity.EXTREME) -> None:
        cameras = city_cameras()
        incidents = tuple(
            replace(city_incident(number, NOW_MS, severity, age_s=age_s), opened_log_ms=NOW_MS - age_s * 1000)
            for number, age_s in enumerate(ages_s, 1)
        )
        self._hear(
            CoreSnapshot("core-1", 0, NOW_MS, "t", cameras, city_monitors(cameras), incidents, (), Counts())
        )
        self.shows_all()

    def change(self, change: AnyCoreChange) -> None:
        self._hear(CorePublished("core-1", 1, NOW_MS, change))
        self.shows_all()

    def flood(self, changes: Iterable[AnyCoreChange]) -> None:
        for change in changes:
            self._hear(CorePublished("core-1", 1, NOW_MS, change))

    def _hear(self, said: CoreSnapshot | CorePublished) -> None:
        self.view.hear(said, self.clock.monotonic_ns())
        self.widget.hear(said)
        self.view.apply_core(said)
        self.widget.tick()

    def shows_all(self) -> None:
        """Wait until all that was heard is drawn."""
        self.qtbot.waitUntil(lambda: len(self.drawn()) == len(self.widget.happenings))

    def drawn(self) -> list[Happening]:
        return [one for lane in self.widget._lanes for one in lane.told]

    def place(self, kind: str, at: int = 0) -> QPoint:
        place = self.widget.place_of(self.widget.happenings.of(kind)[at])
        assert place is not None
        return place

    def click(self, place: QPoint) -> None:
        self.qtbot.mouseClick(self.widget, Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def strip(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Strip]:
    yield Strip(qtbot)


def test_what_happened_now_is_at_the_right_and_moves_left(strip: Strip) -> None:
    strip.start(0, 900)
    newest, older = strip.place(ALERT, 1), strip.place(ALERT, 0)
    track_px = strip.widget.width() - HEAD_PX
    assert newest.x() > strip.widget.width() - 40
    assert abs(older.x() - HEAD_PX - track_px / 2) < 20
    assert strip.widget.told_at(newest)[0].incident == "i-000001"
    strip.clock.pass_s(300)
    strip.qtbot.waitUntil(lambda: strip.widget.told_at(newest) == [])
    assert strip.place(ALERT, 1).x() < newest.x() - 150


def test_a_click_on_an_alert_selects_its_incident_and_says_what_it_was(strip: Strip) -> None:
    strip.start(600, 60)
    strip.click(strip.place(ALERT, 0))
    assert strip.selection.incident == "i-000001"
    assert "GUNSHOT  Mikonkatu 7 · extreme · acoustic-west" in strip.said[-1]
    strip.change(ActsDone(switches=(RecentSwitch(NOW_MS, IncidentId("i-000002"), 4),)))
    strip.click(strip.place(SWITCH))
    assert strip.selection.incident == "i-000002" and "4 cameras switched up" in strip.said[-1]
    strip.change(IncidentGone(IncidentId("i-000001")))
    strip.click(strip.place(ALERT, 0))
    assert strip.selection.incident == "i-000002" and "no longer in the list" in strip.said[-1]


def test_a_click_on_an_act_selects_its_cell(strip: Strip) -> None:
    strip.start()
    words = "12 Aleksanterinkatu put on wall-1 cell 4"
    strip.change(ActsDone((RecentAct(NOW_MS, "ana", "assign_feed", words, None, WALL_1, CellIndex(4)),)))
    strip.click(strip.place("act"))
    assert strip.selection.cell == (WALL_1, CellIndex(4))
    assert strip.said[-1].endswith("ana: 12 Aleksanterinkatu put on wall-1 cell 4")


def test_several_at_one_place_are_one_mark_and_each_click_the_next_of_them(strip: Strip) -> None:
    strip.start(60, 61, 62)
    place = strip.place(ALERT)
    assert len(strip.widget.told_at(place)) == 3
    chosen = []
    for _ in range(4):
        strip.click(place)
        chosen.append(strip.selection.incident)
    assert chosen == ["i-000001", "i-000002", "i-000003", "i-000001"], "the newest first"
    assert len(strip.widget.words(strip.widget.told_at(place))) == 3


def test_keys_go_from_one_to_the_next(strip: Strip) -> None:
    strip.start(900, 600, 300)
    ages_s = {1: 900, 2: 600, 3: 300}
    switches = (RecentSwitch(NOW_MS - s * 1000, IncidentId(f"i-00000{n}"), 4) for n, s in ages_s.items())
    strip.change(ActsDone(switches=tuple(switches)))
    strip.widget.setFocus()
    strip.qtbot.keyClick(strip.widget, Qt.Key.Key_Left)
    assert strip.said[-1].endswith("switched up for GUNSHOT  Mannerheimintie 21")
    for _ in range(9):
        strip.qtbot.keyClick(strip.widget, Qt.Key.Key_Left)
    assert strip.selection.incident == "i-000001" and "extreme" in strip.said[-1]
    strip.qtbot.keyClick(strip.widget, Qt.Key.Key_Right)
    assert "switched up" in strip.said[-1] and strip.selection.incident == "i-000001"


def test_nothing_is_said_where_nothing_is(strip: Strip) -> None:
    strip.start(600)
    strip.click(QPoint(HEAD_PX + 3, 5))
    strip.click(QPoint(3, 5))
    assert strip.said == [] and strip.selection.incident is None


@pytest.mark.parametrize("size", SIZES)
def test_a_mark_has_its_severitys_colour_and_what_is_not_known_is_said(
    strip: Strip, size: tuple[int, int]
) -> None:
    strip.widget.resize(*size)
    strip.start(600, severity=Severity.MODERATE)
    image = strip.widget.grab().toImage()
    place = strip.place(ALERT)
    assert strip.widget.rect().contains(place)
    found = where(image, theme.SEVERITY_COLOURS[Severity.MODERATE])
    assert found.contains(place) and found.height() <= 16


def test_each_row_says_since_when_it_knows(strip: Strip) -> None:
    strip.start(600)
    bare = strip.widget.grab().toImage()
    strip.widget.learn(RecentActs(NOW_MS - SPAN_MS, ()))
    without_switches = strip.widget.grab().toImage()
    strip.widget.learn(RecentActs(NOW_MS - SPAN_MS, (), (), NOW_MS - SPAN_MS // 2))
    known = strip.widget.grab().toImage()
    switches, acts = difference(without_switches, known), difference(bare, without_switches)
    assert switches.top() >= 16 and switches.bottom() < 32, "the second row"
    assert acts.top() >= 32 and acts.bottom() < 48, "the third one"


def test_an_empty_one_says_what_it_is_for(strip: Strip) -> None:
    before = strip.widget.grab().toImage()
    strip.start()
    after = strip.widget.grab().toImage()
    assert before != after and "click" in NOTHING


def test_what_is_older_than_half_an_hour_is_gone(strip: Strip) -> None:
    strip.start(1700)
    assert len(strip.widget.happenings.of(ALERT)) == 1
    strip.change(
        IncidentChanged(replace(city_incident(2, NOW_MS, age_s=0), opened_log_ms=NOW_MS, overlays=()))
    )
    strip.widget.happenings.forget(NOW_MS + SPAN_MS)
    assert [one.incident for one in strip.widget.happenings.of(ALERT)] == ["i-000002"]


def test_in_a_flood_all_marks_are_looked_at_now_and_then(
    strip: Strip, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip.start()
    looks: list[int] = []
    monkeypatch.setattr(
        timeline_strip, "clumps", lambda places: looks.append(len(places)) or timeline_geometry.clumps(places)
    )
    strip.flood(IncidentChanged(city_incident(number, NOW_MS)) for number in range(1, 41))
    assert len(looks) <= 2 * len(KINDS)
    strip.shows_all()
    assert sum(one.kind == ALERT for one in strip.drawn()) == 40
