"""The keys of a replay: each does something, each is told, none is a live site's act under another name."""

from PySide6.QtCore import Qt

from console.ui.replay.keys import HELP, KEYS, ReplayAct, act_of


def test_each_act_has_a_key_and_each_key_is_told() -> None:
    assert set(KEYS.values()) == set(ReplayAct)
    told = " ".join(hint.keys for hint in HELP)
    assert all(word in told for word in ("Space", ".", ",", "[", "]", "←", "→", "↓", "↑", "Home", "L", "E"))


def test_shift_is_another_key() -> None:
    assert act_of(Qt.Key.Key_E, shift=False) is ReplayAct.EVENT
    assert act_of(Qt.Key.Key_E, shift=True) is ReplayAct.EVENT_BACK
    assert act_of(Qt.Key.Key_L, shift=True) is None
