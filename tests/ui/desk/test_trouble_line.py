"""The bar that says what is wrong: a sentence a line, three lines at most, plain text whatever it holds."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGlyphRun, QTextDocument
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.ui.desk.trouble_line import MAY_BREAK, TIP_LENGTH, TroubleLine, plain_tool_tip, shown_lines


def test_of_too_many_the_last_line_says_how_many_more_there_are() -> None:
    assert shown_lines(()) == []
    assert shown_lines(("a  b\nc", "d", "e")) == ["a b c", "d", "e"]
    assert shown_lines(("a", "b", "c", "d")) == ["a", "b", "and 2 more: c"]


def test_a_tool_tip_is_no_markup_breaks_within_long_words_and_ends() -> None:
    assert plain_tool_tip(()) == ""
    assert plain_tool_tip(('<b>a</b> & "b"', "c")) == '<qt dir=ltr>&lt;b&gt;a&lt;/b&gt; &amp; "b"<br>c</qt>'
    word = "x" * 130
    assert plain_tool_tip((word,)) == f"<qt dir=ltr>{'x' * 60}{MAY_BREAK}{'x' * 60}{MAY_BREAK}{'x' * 10}</qt>"
    whole = "y " * (TIP_LENGTH // 2)
    assert plain_tool_tip((whole,)) == f"<qt dir=ltr>{whole}</qt>"
    cut = plain_tool_tip((whole + "z",))
    assert cut.endswith("…</qt>") and len(cut) == TIP_LENGTH + len("<qt dir=ltr></qt>")


def in_sight(tip: str, locale: Qt.LayoutDirection) -> list[str]:
    """The letters and figures of a tool tip's lines, from left to right as they are painted."""
    document = QTextDocument()
    option = document.defaultTextOption()
    option.setTextDirection(locale)
    document.setDefaultTextOption(option)
    document.setHtml(tip)
    document.setTextWidth(2000)
    document.size()  # lays it out
    text, layout = document.firstBlock().text(), document.firstBlock().layout()
    lines = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        places = range(line.textStart(), line.textStart() + line.textLength())
        seen = [at for at in places if text[at].isalnum()]
        lines.append(
            "".join(text[at] for at in sorted(seen, key=lambda at: painted_at(line.glyphRuns(at, 1))))
        )
    return lines


def painted_at(runs: list[QGlyphRun]) -> float:
    return min(run.boundingRect().left() for run in runs)


@pytest.mark.parametrize("locale", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_tool_tips_parts_stand_in_order_whatever_letters_they_have(
    fonted_app: QApplication, locale: Qt.LayoutDirection
) -> None:
    street, sensor = "\u05d0\u05d1\u05d2", "\u0627\u0628"
    tip = plain_tool_tip(
        (
            f"{street} 7",
            f"{sensor} · 93% sure · 14:02",
            f"25: 180 m · nearby · {street} · {sensor} 8",
            "12 plain",
        )
    )
    assert in_sight(tip, locale) == [
        f"7{street[::-1]}",
        f"{sensor[::-1]}93sure1402",
        f"25180mnearby{street[::-1]}8{sensor[::-1]}",
        "12plain",
    ]


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
    assert line.isVisible() and line.text() == "c" and line.toolTip() == "<qt dir=ltr>c</qt>"
    line.say()
    assert not line.isVisible() and line.text() == ""
