"""A line of text makes do with the room it has, and its tool tip has the whole."""

from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.ui.desk.elided_label import LEAST_PX, ElidedLabel

LONG = "looking to the tunnel portal <b>of</b> the eastern ring"


def shown(qtbot: QtBot, width: int) -> ElidedLabel:
    label = ElidedLabel("muted")
    qtbot.addWidget(label)
    label.resize(width, 20)
    label.show()
    return label


def test_a_long_text_is_cut_and_whole_again_in_more_room(qtbot: QtBot, fonted_app: QApplication) -> None:
    label = shown(qtbot, 80)
    label.say(LONG)
    assert label.text().endswith("…")
    assert label.fontMetrics().horizontalAdvance(label.text()) <= 80
    assert (
        label.toolTip()
        == "<qt dir=ltr>looking to the tunnel portal &lt;b&gt;of&lt;/b&gt; the eastern ring</qt>"
    )
    label.resize(label.sizeHint().width(), 20)
    assert label.text() == LONG
    label.say("")
    assert (label.text(), label.toolTip()) == ("", "")


def test_a_number_is_not_cut_within_itself(qtbot: QtBot, fonted_app: QApplication) -> None:
    label = shown(qtbot, 0)
    label.say("near 123456 of the eastern ring")
    for width in range(20, label.sizeHint().width()):
        label.resize(width, 20)
        assert "1" not in label.text() or "123456" in label.text(), width


def test_it_wants_its_whole_width_and_needs_little(qtbot: QtBot, fonted_app: QApplication) -> None:
    label = shown(qtbot, 80)
    label.say(LONG)
    whole = label.fontMetrics().horizontalAdvance(LONG)
    assert whole <= label.sizeHint().width() <= whole + 4
    assert label.minimumSizeHint().width() == LEAST_PX
    assert label.minimumSizeHint().height() == label.sizeHint().height() == label.fontMetrics().height()
    label.say("no")
    assert label.minimumSizeHint().width() == label.sizeHint().width() < LEAST_PX


def test_a_longer_text_gets_more_room_of_its_line(qtbot: QtBot, fonted_app: QApplication) -> None:
    line, first, second = QWidget(), ElidedLabel("muted"), ElidedLabel("muted")
    qtbot.addWidget(line)
    row = QHBoxLayout(line)
    row.addWidget(first)
    row.addWidget(second)
    line.resize(400, 30)
    line.show()
    second.say("short")
    first.say(LONG)
    qtbot.waitUntil(lambda: first.width() > 2 * second.width())
