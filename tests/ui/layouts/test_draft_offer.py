"""Drafts are offered one after the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.wording import local_time
from console.ui.layouts.draft import Draft
from console.ui.layouts.draft_offer import DraftOffer
from tests.ui.layouts.editing import A, grid

NIGHT, NEW = Draft(1, 60_000, "night", 41, grid(1, 1, A)), Draft(2, 30_000, "", 0, grid(1, 1))


def test_it_says_of_when_and_of_what(qtbot: QtBot, fonted_app: QApplication) -> None:
    offer = DraftOffer()
    qtbot.addWidget(offer)
    answers: list[object] = []
    offer.continued.connect(lambda draft: answers.append(("continue", draft)))
    offer.thrown_away.connect(lambda draft: answers.append(("throw away", draft)))
    offer.offer([], 70_000)
    assert offer.isHidden()
    offer.offer([NIGHT, NEW], 70_000)
    assert offer.words.text() == f"Draft of {local_time(60_000, 70_000)} of night, not saved (1 more)"
    qtbot.mouseClick(offer.take, Qt.MouseButton.LeftButton)
    offer.offer([NEW], 70_000)
    assert offer.words.text() == f"Draft of {local_time(30_000, 70_000)} of a new layout, not saved"
    qtbot.mouseClick(offer.throw, Qt.MouseButton.LeftButton)
    assert answers == [("continue", NIGHT), ("throw away", NEW)]
