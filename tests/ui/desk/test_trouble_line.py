"""The bar that says what is wrong: a sentence a line, three lines at most, plain text whatever it holds."""

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.ui.desk.trouble_line import MAY_BREAK, TIP_LENGTH, TroubleLine, plain_tool_tip, shown_lines


def test_of_too_many_the_last_line_says_how_many_more_there_are() -> None:
    assert shown_lines(()) == []
    assert shown_lines(("a  b\nc", "d", "e")) == ["a b c", "d", "e"]
    assert shown_lines(("a", "b", "c", "d")) == ["a", "b", "and 2 more: c"]


def test_a_tool_tip_is_no_markup_breaks_within_long_words_and_ends() -> None:
    assert plain_tool_tip(()) == ""
    assert plain_tool_tip(('<b>a</b> & "b"', "c")) == '<qt>&lt;b&gt;a&lt;/b&gt; &amp; "b"<br>c</qt>'
    word = "x" * 130
    assert plain_tool_tip((word,)) == f"<qt>{'x' * 60}{MAY_BREAK}{'x' * 60}{MAY_BREAK}{'x' * 10}</qt>"
    whole = "y " * (TIP_LENGTH // 2)
    assert plain_tool_tip((whole,)) == f"<qt>{whole}</qt>"
    cut = plain_tool_tip((whole + "z",))
    assert cut.endswith("…</qt>") and len(cut) == TIP_LENGTH + len("<qt></qt>")


def test_it_is_there_only_while_something_is_wrong(qtbot: QtBot, fonted_app: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    line = TroubleLine("problems")
    rows.addWidget(line)
    window.resize(300, 200)
    window.show()
    assert not line.isVisible()
    line.say("a", "b " * 200)
    assert line.isVisible() and line.sentences == ("a", "b " * 200)
    qtbot.waitUntil(lambda: line.width() > 200)
    first, second = line.text().split("\n")
    assert first == "a" and second.endswith("…")
    assert line.fontMetrics().horizontalAdvance(second) <= line.width()
    before = len(second)
    window.resize(600, 200)
    qtbot.waitUntil(lambda: len(line.text().split("\n")[1]) > before)
    line.hide()
    line.say("a", "b " * 200)
    assert not line.isVisible(), "the same again changes nothing"
    line.say("c")
    assert line.isVisible() and line.text() == "c" and line.toolTip() == "<qt>c</qt>"
    line.say()
    assert not line.isVisible() and line.text() == ""
