"""A list whose current row is always its chosen one: what keys mean there is seen."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex
from PySide6.QtWidgets import QListView


def choose_with_keys(rows: QListView) -> None:
    """Qt makes the first row the current one when the keyboard comes, and chooses none."""
    chosen = rows.selectionModel()

    def choose(now: QModelIndex) -> None:
        if now.isValid() and not chosen.isSelected(now):
            chosen.select(now, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    chosen.currentChanged.connect(choose)
