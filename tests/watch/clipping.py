"""Finds words of a window that are cut off: of labels, buttons and fields with less room than they need."""

from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QWidget

from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.key_hints import KeyHints
from console.ui.desk.trouble_line import TroubleLine
from console.ui.desk.whole_rows import WholeRows

SHORTENED = (ElidedLabel, KeyHints, TroubleLine, WholeRows)
"""They cut their words themselves, with an ellipsis, and have the whole in a tool tip."""


def clipped(window: QWidget) -> list[str]:
    """Each that is cut, with the room that it has and the room that it needs; none if all is well."""
    shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    told = [_of_words(widget) or _of_room(widget) for widget in shown if not isinstance(widget, SHORTENED)]
    return [one for one in told if one]


def _of_words(widget: QWidget) -> str:
    if isinstance(widget, QLabel) and widget.text():
        need = widget.sizeHint()
        if widget.wordWrap():
            high = widget.heightForWidth(widget.width())
            return _cut(widget, widget.text(), (0, high))
        return _cut(widget, widget.text(), (need.width(), need.height()))
    if isinstance(widget, QAbstractButton) and widget.text():
        need = widget.sizeHint()
        return _cut(widget, widget.text(), (need.width(), need.height()))
    if isinstance(widget, QLineEdit):
        metrics = widget.fontMetrics()
        least = metrics.horizontalAdvance(widget.placeholderText()) + 8
        return _cut(widget, widget.placeholderText(), (least, metrics.height()))
    return ""


def _cut(widget: QWidget, text: str, need: tuple[int, int]) -> str:
    if widget.width() >= need[0] and widget.height() >= need[1]:
        return ""
    return f"{type(widget).__name__} {text[:40]!r} has {widget.width()}x{widget.height()}, needs {need}"


def _of_room(widget: QWidget) -> str:
    """A label or button of which a part lies outside what holds it."""
    if not isinstance(widget, QLabel | QAbstractButton) or not widget.text() or _scrolls(widget):
        return ""
    seen = widget.visibleRegion().boundingRect()
    covers = seen.width() >= widget.width() and seen.height() >= widget.height()
    return (
        "" if covers else f"{type(widget).__name__} {widget.text()[:40]!r} is seen in part: {seen.getRect()}"
    )


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False
