"""The desk of a replay, taken as pictures for people to look at; no words in it are cut off."""

import pytest

from console.ui.replay.keys import ReplayAct
from tests.ui.desk.test_desk_in_replay import ReplayDesk, shown  # noqa: F401
from tests.watch.clipping import clipped
from tests.watch.pictures import keep_picture


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)], ids=str)
@pytest.mark.parametrize("shown", ["", "its log is not as it was signed"], indirect=True, ids=("", "changed"))
def test_as_it_was_and_decided_again(shown: ReplayDesk, size: tuple[int, int]) -> None:  # noqa: F811
    window, control = shown.window, shown.desk.replay
    assert control is not None and control.status is not None
    window.resize(*size)
    window.place_columns()
    shown.until(lambda: (window.width(), window.height()) == size)
    control.seek((control.status.begin_ms + control.status.end_ms) // 2)
    shown.until(lambda: window.cards.model.rowCount() and window.map.map is not None)
    turns: list[int] = []
    shown.until(lambda: turns.append(0) or len(turns) > 20)
    kind = "changed" if shown.desk._config.not_as_signed else "signed"
    keep_picture(window.grab().toImage(), f"replay-{kind}-{size[0]}")
    assert not clipped(window)
    control.do(ReplayAct.AGAIN)
    shown.until(lambda: control.is_again)
    shown.until(lambda: window.layouts.isVisible())
    turns.clear()
    shown.until(lambda: turns.append(0) or len(turns) > 5)
    keep_picture(window.grab().toImage(), f"replay-again-{kind}-{size[0]}")
    assert not clipped(window)
