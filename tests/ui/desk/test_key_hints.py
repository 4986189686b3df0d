"""The keys at the desk's foot: whole entries at every width, the most used first, all in the tool tip."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.operator_commands.command import About, Where
from console.domain.operator_commands.help_rows import hint_words, hinted
from console.domain.operator_commands.table import commands_at, in_replay
from console.ui.desk.bars import BottomBar
from console.ui.desk.key_hints import GAP, first_fitting

LIVE_HINTS = hint_words(hinted(commands_at(Where.DESK), (About.CELL, About.CAMERA)))
REPLAY_HINTS = hint_words(hinted(in_replay(Where.DESK, Where.REPLAY_DESK), ()))


@pytest.mark.parametrize("hints", [LIVE_HINTS, REPLAY_HINTS])
def test_at_every_width_entries_are_whole_and_the_first_ones(
    qtbot: QtBot, fonted_app: QApplication, hints: tuple[str, ...]
) -> None:
    bottom = BottomBar(hints=hints)
    qtbot.addWidget(bottom)
    bottom.show()
    counts = []
    for width_px in range(320, 2000, 7):
        bottom.resize(width_px, 30)
        label = bottom.hints
        shown = label.text().split(GAP)
        assert tuple(shown) == hints[: len(shown)], width_px
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
        counts.append(len(shown))
    assert counts == sorted(counts) and counts[0] < 5 and counts[-1] == len(hints)
    assert all(one.strip() in label.toolTip() for one in hints)


def test_beside_a_long_word_of_a_small_desk_stay_help_palette_and_undo(
    qtbot: QtBot, fonted_app: QApplication
) -> None:
    bottom = BottomBar(hints=LIVE_HINTS)
    qtbot.addWidget(bottom)
    bottom.show()
    bottom.resize(700, 30)
    bottom.say("what an operator did last, and why it was refused, " * 5, True)
    qtbot.waitUntil(lambda: GAP.join(LIVE_HINTS[:3]) in bottom.hints.text())
    assert LIVE_HINTS[:3] == ("F1 help", "Ctrl+K find anything", "Ctrl+Z undo")
    assert len(bottom.hints.text().split(GAP)) < len(LIVE_HINTS) / 2


def test_where_not_even_one_has_room_there_is_none() -> None:
    assert first_fitting(("ab", "cde"), 1, len) == ()
    assert first_fitting(("ab", "cde"), 7, len) == ("ab",)
    assert first_fitting(("ab", "cde"), 8, len) == ("ab", "cde")
