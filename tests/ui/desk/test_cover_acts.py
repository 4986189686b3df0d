"""Hiding the wall and showing it again by the same key."""

import msgspec
from msgspec import Struct
from PySide6.QtWidgets import QApplication

from console.domain.ids import CellIndex, MonitorId
from console.domain.wall import Cover, CoverKind, FrameMark, MonitorView
from console.protocol.wall_messages import CoverMonitors, DropFrames, UncoverMonitors
from console.ui.desk.cover_acts import NO_FRAME, NOTHING_HIDDEN, SELECT_MONITOR, CoverActs
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView

WALLS = (MonitorId("wall-1"), MonitorId("wall-2"))


class Acts:
    def __init__(self) -> None:
        self.view, self.selection = SiteView(), Selection()
        self.view.monitors = {name: MonitorView(name, "4x4", 4, 4, ()) for name in WALLS}
        self.given: list[Struct] = []
        self.words: list[str] = []
        self.acts = CoverActs(self.view, self.selection, self._give)
        self.acts.said.connect(lambda text, bad: self.words.append(text))

    def _give(self, command: Struct, words: str) -> None:
        self.given.append(command)
        self.words.append(words)

    def change(self, name: MonitorId, **changes: object) -> None:
        self.view.monitors[name] = msgspec.structs.replace(self.view.monitors[name], **changes)

    def cover(self, name: MonitorId, kind: CoverKind) -> None:
        self.change(name, cover=Cover(kind, "operator", 0))


def test_one_key_hides_all_monitors_and_shows_them_again(qapp: QApplication) -> None:
    acts = Acts()
    acts.acts.blank()
    assert acts.given == [CoverMonitors(CoverKind.BLANK, WALLS)]
    assert acts.words == ["visitors see nothing on all monitors"]
    for name in WALLS:
        acts.cover(name, CoverKind.BLANK)
    acts.acts.blank()
    assert acts.given[1:] == [UncoverMonitors(WALLS)]


def test_with_some_hidden_the_same_key_hides_the_others_too(qapp: QApplication) -> None:
    acts = Acts()
    acts.cover(WALLS[0], CoverKind.BLANK)
    acts.acts.blank()
    acts.cover(WALLS[1], CoverKind.BLANK)
    acts.acts.public()
    assert acts.given == [CoverMonitors(CoverKind.BLANK, WALLS), CoverMonitors(CoverKind.PUBLIC, WALLS)]


def test_the_selected_monitor_alone(qapp: QApplication) -> None:
    acts = Acts()
    acts.acts.public(selected=True)
    assert acts.words == [SELECT_MONITOR] and not acts.given
    acts.selection.select_cell((WALLS[1], CellIndex(0)))
    acts.acts.public(selected=True)
    assert acts.given == [CoverMonitors(CoverKind.PUBLIC, WALLS[1:])]
    assert acts.words[-1] == "visitors see the public preset on wall-2"


def test_showing_again_needs_something_hidden(qapp: QApplication) -> None:
    acts = Acts()
    acts.acts.uncover()
    assert acts.words == [NOTHING_HIDDEN] and not acts.given
    acts.cover(WALLS[0], CoverKind.PUBLIC)
    acts.acts.uncover()
    assert acts.given == [UncoverMonitors(WALLS)]


def test_what_rules_put_up_is_taken_down(qapp: QApplication) -> None:
    acts = Acts()
    acts.acts.drop_frames()
    assert acts.words == [NO_FRAME] and not acts.given
    acts.change(WALLS[1], frame=FrameMark("night", "night watch", "by its schedule"))
    acts.acts.drop_frames()
    assert acts.given == [DropFrames(WALLS[1:])]


def test_without_monitors_nothing_is_asked(qapp: QApplication) -> None:
    acts = Acts()
    acts.view.monitors = {}
    acts.acts.blank()
    assert not acts.given
