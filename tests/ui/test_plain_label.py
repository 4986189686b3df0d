"""No text of somebody is shown as markup, wherever a label is made."""

import ast
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.ui.plain_label import PlainLabel

UI = Path(__file__).parents[2] / "console" / "ui"


def test_a_name_with_markup_is_as_wide_as_its_letters(fonted_app: QApplication) -> None:
    name = "<b>bold</b><img src=x>"
    label = PlainLabel(name)
    assert label.sizeHint().width() >= label.fontMetrics().horizontalAdvance(name)


@pytest.mark.parametrize("file", sorted(UI.rglob("*.py")), ids=lambda file: str(file.relative_to(UI)))
def test_labels_are_plain(file: Path) -> None:
    """QLabel itself is made nowhere; what derives from it says how its text is meant."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    made = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) == "QLabel"]
    assert not made, f"line {[node.lineno for node in made]}: PlainLabel takes no text for markup"
    derived = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_label(node)]
    assert all("setTextFormat" in ast.unparse(tree) for _ in derived)


def _is_label(node: ast.ClassDef) -> bool:
    return any(_name(base) == "QLabel" for base in node.bases)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
