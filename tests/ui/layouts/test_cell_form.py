"""The form shows what the chosen cells are, and changes them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from console.domain.cell_content import ClockContent, MapContent, TextContent, TourContent
from console.domain.tour import StoredTour, Tour, TourStep
from console.domain.zoom_part import ZoomPart
from console.ui.layouts.cell_form import OWN_PART, CellForm
from tests.fakes.desk_city import city_cameras
from tests.ui.layouts.editing import A, B, Editing, grid
from tests.ui.test_drawing_guard import view_of

TOURS = (StoredTour(Tour("round", (TourStep(A), TourStep(B))), 7),)


class Form(Editing):
    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(grid(2, 1, A))
        self.view = view_of(cameras=city_cameras(8), tours=TOURS)
        self.form = CellForm(self.edited, self.acts, self.view)
        self.asked: list[str] = []
        self.form.choose_asked.connect(lambda: self.asked.append("camera"))
        qtbot.addWidget(self.form)
        self.form.resize(260, 560)
        self.form.show()
        self.form.activateWindow()
        qtbot.waitUntil(self.form.isActiveWindow)

    def take(self, box: QComboBox, words: str) -> None:
        box.setCurrentText(words)
        box.activated.emit(box.currentIndex())

    def shows(self, words: str) -> None:
        self.take(self.form.shows, words)

    @property
    def content(self) -> object:
        return self.layout.cells[0].content


@pytest.fixture
def form(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Form]:
    yield Form(qtbot)


def test_it_says_what_is_chosen(form: Form) -> None:
    assert form.form.heading.text() == "Cell 0" and form.form.where.text() == "1 × 1 at column 1, row 1"
    assert form.form.shows.currentText() == "Camera" and "Mikonkatu" in form.form.camera.text()
    form.edited.mark_all()
    assert form.form.heading.text() == "Cell 0, 1 more marked"
    form.edited.go((1, 0))
    assert form.form.shows.currentText() == "Nothing"
    form.acts.empty_or_remove()
    assert form.form.heading.text() == "Free square" and not form.form.isEnabled()


def test_content_is_taken_as_it_is_typed(form: Form, qtbot: QtBot) -> None:
    form.shows("Clock")
    assert form.content == ClockContent() and form.form.clock.zone.hasFocus()
    qtbot.keyClicks(form.form.clock.zone, "Europe/Vienna")
    qtbot.keyClick(form.form.clock.zone, Qt.Key.Key_Return)
    assert form.content == ClockContent("Europe/Vienna")
    form.shows("Text")
    qtbot.keyClicks(form.form.text.text, "Lobby")
    form.form.setFocus()
    form.form.commit()
    assert form.content == TextContent("Lobby")
    form.shows("Tour")
    assert form.content == TourContent("round")
    form.shows("Nothing")
    assert form.layout == grid(2, 1)
    form.shows("Camera")
    assert form.asked == ["camera"]


def test_what_is_being_typed_stays_when_core_has_news(form: Form, qtbot: QtBot) -> None:
    """Somebody else's tour, or the answer to the save before, put back what had stood there."""
    form.shows("Clock")
    zone = form.form.clock.zone
    qtbot.keyClicks(zone, "Eur")
    form.view.tours = ()
    form.form.refresh()
    form.edited.saved(form.layout, form.edited.document.begun_ms, 42)
    assert zone.text() == "Eur" and zone.hasFocus()
    zone.clear()
    form.shows("Text")
    qtbot.keyClicks(form.form.text.text, "Lob")
    form.form.refresh()
    form.edited.saved(form.layout, form.edited.document.begun_ms, 43)
    assert form.form.text.text.toPlainText() == "Lob"
    form.form.commit()
    form.edited.stack.undo()
    assert form.form.text.text.toPlainText() == "Text", "a step back is no news of core's"


def test_tours_are_offered_as_there_are_but_not_while_one_is_chosen(form: Form) -> None:
    form.shows("Tour")
    box = form.form.tour.tours
    form.view.tours = (*TOURS, StoredTour(Tour("dusk", (TourStep(A),)), 8))
    box.showPopup()
    form.form.refresh()
    assert box.count() == 1
    box.hidePopup()
    form.form.refresh()
    assert [box.itemText(row) for row in range(box.count())] == ["round", "dusk"]
    form.view.tours = form.view.tours[1:]
    form.form.refresh()
    assert box.currentText() == "round" and form.content == TourContent("round"), "as the cell has it"


def test_what_cannot_be_shown_is_said(form: Form, qtbot: QtBot) -> None:
    form.shows("Map")
    fields = form.form.map
    qtbot.keyClicks(fields.lat, "60.17")
    qtbot.keyClick(fields.lat, Qt.Key.Key_Return)
    assert fields.page.problem.text() == "a map's centre has both lat_deg and lon_deg"
    qtbot.keyClicks(fields.lon, "east")
    qtbot.keyClick(fields.lon, Qt.Key.Key_Return)
    assert fields.page.problem.text() == "numbers are written as 60.17" and form.content == MapContent()
    fields.lon.setText("24,94")
    qtbot.keyClick(fields.lon, Qt.Key.Key_Return)
    assert form.content == MapContent(60.17, 24.94) and fields.page.problem.isHidden()


def test_flags_are_of_all_that_are_chosen(form: Form, qtbot: QtBot) -> None:
    qtbot.mouseClick(form.form.auto, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert [cell.auto for cell in form.layout.cells] == [True, False]
    form.edited.mark_all()
    assert form.form.auto.checkState() is Qt.CheckState.PartiallyChecked
    assert not form.form.pinned.isEnabled(), "one of them shows no camera"
    qtbot.mouseClick(form.form.auto, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert [cell.auto for cell in form.layout.cells] == [True, True]
    assert form.form.auto.checkState() is Qt.CheckState.Checked


def test_a_part_of_the_picture_is_chosen(form: Form) -> None:
    form.take(form.form.zoom, "2 × middle")
    assert form.layout.cells[0].zoom == ZoomPart(250, 250, 500, 500)
    form.acts.zoom(ZoomPart(0, 0, 300, 300))
    assert form.form.zoom.currentText() == OWN_PART
    form.take(form.form.zoom, "Whole picture")
    assert form.layout.cells[0].zoom is None and form.form.zoom.findText(OWN_PART) < 0
