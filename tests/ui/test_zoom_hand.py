"""The hand on a zoom: seen at once, told when it rests, given up when core says no."""

from msgspec import Struct
from pytestqt.qtbot import QtBot

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.zoom_part import ZoomPart
from console.protocol.command_sender import Became, Outcome
from console.protocol.wall_messages import ZoomCell
from console.ui.wall.zoom import WHOLE, Zoom
from console.ui.zoom_hand import ZoomHand

CELL = (MonitorId("wall-1"), CellIndex(3))
CAM, OTHER = FeedId("cam-1"), FeedId("cam-2")
TWICE = ZoomPart(250, 250, 500, 500)


class Given:
    def __init__(self) -> None:
        self.commands: list[Struct] = []
        self.words: list[str] = []
        self.hand = ZoomHand(self._give)

    def _give(self, command: Struct, words: str) -> None:
        self.commands.append(command)
        self.words.append(words)


def test_many_moves_are_one_command(qtbot: QtBot) -> None:
    given = Given()
    for factor in (1.2, 1.5, 2.0):
        given.hand.put(CELL, CAM, Zoom(factor))
        assert given.hand.shown(CELL, CAM, None) == Zoom(factor), "at once"
    assert not given.commands
    qtbot.waitUntil(lambda: bool(given.commands))
    assert given.commands == [ZoomCell(*CELL, TWICE)]
    assert given.words == ["wall-1 cell 3 zoomed 2.0x"]
    assert given.hand.shown(CELL, CAM, None) == Zoom(2.0), "until core says it"
    assert given.hand.shown(CELL, CAM, TWICE) == Zoom(2.0)
    assert given.hand.shown(CELL, CAM, None) is WHOLE, "then core's word holds"


def test_back_to_the_whole_is_told_too(qtbot: QtBot) -> None:
    given = Given()
    given.hand.put(CELL, CAM, Zoom(1.0, 0.5, 0.5))
    assert given.hand.shown(CELL, CAM, TWICE) is WHOLE
    qtbot.waitUntil(lambda: given.commands == [ZoomCell(*CELL, None)])


def test_another_camera_in_the_cell_is_shown_as_core_says(qtbot: QtBot) -> None:
    given = Given()
    given.hand.put(CELL, CAM, Zoom(2.0))
    assert given.hand.shown(CELL, OTHER, None) is WHOLE
    given.hand.stop()


def test_what_is_refused_is_not_shown_any_longer(qtbot: QtBot) -> None:
    given = Given()
    given.hand.put(CELL, CAM, Zoom(2.0))
    qtbot.waitUntil(lambda: bool(given.commands))
    with qtbot.waitSignal(given.hand.let_go) as gone:
        given.hand.came_out(Outcome(Became.REFUSED, "zoomed", "no", command=given.commands[0]))
    assert gone.args == list(CELL)
    assert given.hand.shown(CELL, CAM, None) is WHOLE


def test_what_core_never_says_is_believed_for_a_while_only(qtbot: QtBot) -> None:
    given = Given()
    given.hand._belief.setInterval(100)
    given.hand.put(CELL, CAM, Zoom(2.0))
    with qtbot.waitSignal(given.hand.let_go):
        pass
    assert given.hand.shown(CELL, CAM, None) is WHOLE
