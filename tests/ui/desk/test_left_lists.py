"""Of several lists one is seen at a time."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.ui.desk.left_lists import LeftLists


def test_a_tab_turns_to_its_list_and_says_its_name(qtbot: QtBot, fonted_app: QApplication) -> None:
    lists, one, other = LeftLists(), QWidget(), QWidget()
    qtbot.addWidget(lists)
    heading = QLabel("OTHER", objectName="heading")
    QVBoxLayout(other).addWidget(heading)
    lists.add("One", one)
    lists.add("Other", other)
    lists.show()
    assert lists.current is one and one.isVisible() and not other.isVisible()
    with qtbot.waitSignal(lists.turned):
        qtbot.mouseClick(lists.bar, Qt.MouseButton.LeftButton, pos=lists.bar.tabRect(1).center())
    assert other.isVisible() and not one.isVisible() and not heading.isVisible()
    lists.show_list(one)
    assert lists.current is one and lists.bar.tabText(lists.bar.currentIndex()) == "One"


def test_a_list_that_is_not_seen_takes_no_room(qtbot: QtBot, fonted_app: QApplication) -> None:
    lists, one, other = LeftLists(), QWidget(), QWidget()
    qtbot.addWidget(lists)
    wide = QLabel("six buttons " * 20)
    QVBoxLayout(other).addWidget(wide)
    lists.add("One", one)
    lists.add("Other", other)
    lists.show()
    assert lists.minimumSizeHint().width() < wide.minimumSizeHint().width()
    lists.show_list(other)
    qtbot.waitUntil(lambda: lists.minimumSizeHint().width() >= wide.minimumSizeHint().width())
