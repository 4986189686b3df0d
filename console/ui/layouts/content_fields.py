"""Fields for what a cell shows in place of a camera: a tour, the map, a clock, a text."""

from abc import ABC, abstractmethod
from typing import cast

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from console.domain.cell_content import (
    MAX_TEXT_LENGTH,
    AnyContent,
    ClockContent,
    MapContent,
    TextContent,
    TourContent,
    content_problem,
)
from console.ui import theme
from console.ui.desk.site_view import SiteView
from console.ui.plain_label import PlainLabel

TEXT_PX = 84
NO_TOURS = "No tours yet: make one in the desk's list of tours."


class FieldsPage(QWidget):
    """A column of fields, and below it why what stands there can't be shown.

    ``entered`` carries the content as it was typed, once it can be shown.
    """

    entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self.form = QFormLayout()
        self.problem = PlainLabel()
        self.problem.setObjectName("bad")
        self.problem.setWordWrap(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACING_PX[1])
        rows.addLayout(self.form)
        rows.addWidget(self.problem)
        rows.addStretch(1)
        self.problem.hide()

    def say(self, problem: str) -> None:
        """Nothing for ""."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))


class ContentFields(ABC):
    """Fields for one kind of content; each kind makes its own on the ``page``."""

    def __init__(self, kind: type[AnyContent]) -> None:
        self._kind = kind
        self.page = FieldsPage()
        self.first: QWidget | None = None

    def field(self, name: str, hint: str) -> QLineEdit:
        """A line that is taken when a person leaves it, or with Enter."""
        line = QLineEdit()
        line.setPlaceholderText(hint)
        line.setAccessibleName(name)
        line.editingFinished.connect(self.commit)
        self.page.form.addRow(name, line)
        return line

    def takes(self, content: AnyContent | None) -> bool:
        """Whether these are its fields."""
        return isinstance(content, self._kind)

    @abstractmethod
    def usual(self) -> AnyContent | None:
        """What a cell begins with; None where there is nothing."""

    @abstractmethod
    def typed(self) -> AnyContent:
        """What stands in the fields. Raises ValueError for what is no number."""

    @abstractmethod
    def show_content(self, content: AnyContent) -> None:
        """Fill the fields."""

    def take_keys(self) -> None:
        """To the field that a person fills first; where what a cell begins with will do, to none."""
        if self.first is not None:
            self.first.setFocus()

    def commit(self) -> None:
        """Take what stands there, or say why not."""
        try:
            content = self.typed()
            problem = content_problem(content)
        except ValueError:
            problem = "numbers are written as 60.17"
        self.page.say(problem)
        if not problem:
            self.page.entered.emit(content)


class TourFields(ContentFields):
    """One of the site's tours."""

    def __init__(self) -> None:
        super().__init__(TourContent)
        self.tours = QComboBox()
        self.tours.setAccessibleName("Tour")
        self.tours.activated.connect(self.commit)
        self.none = PlainLabel(NO_TOURS)
        self.none.setObjectName("muted")
        self.none.setWordWrap(True)
        self.first = self.tours
        self.page.form.addRow("Tour", self.tours)
        self.page.form.addRow(self.none)

    def offer(self, view: SiteView) -> None:
        """Those that the site has now; while a person looks through them they stay where they are."""
        if self.tours.view().isVisible():
            return
        names = [stored.tour.name for stored in view.tours]
        if names != [self.tours.itemText(row) for row in range(self.tours.count())]:
            with QSignalBlocker(self.tours):
                self.tours.clear()
                self.tours.addItems(names)
        self.none.setVisible(not names)

    def usual(self) -> AnyContent | None:
        return TourContent(self.tours.itemText(0)) if self.tours.count() else None

    def typed(self) -> AnyContent:
        return TourContent(self.tours.currentText())

    def show_content(self, content: AnyContent) -> None:
        name = cast(TourContent, content).tour
        with QSignalBlocker(self.tours):
            if self.tours.findText(name) < 0:
                self.tours.addItem(name)  # it was deleted, or is still to come
            self.tours.setCurrentText(name)


class MapFields(ContentFields):
    """All cameras, or a place."""

    def __init__(self) -> None:
        super().__init__(MapContent)
        self.lat = self.field("Latitude", "all cameras")
        self.lon = self.field("Longitude", "all cameras")
        self.zoom = self.field("Zoom", "1 to 20")

    def usual(self) -> AnyContent | None:
        return MapContent()

    def typed(self) -> AnyContent:
        lat, lon, zoom = (_number(line.text()) for line in (self.lat, self.lon, self.zoom))
        return MapContent(lat, lon, zoom)

    def show_content(self, content: AnyContent) -> None:
        shown = cast(MapContent, content)
        for line, value in ((self.lat, shown.lat_deg), (self.lon, shown.lon_deg), (self.zoom, shown.zoom)):
            line.setText("" if value is None else f"{value:g}")


class ClockFields(ContentFields):
    """A time zone, and what is written above it."""

    def __init__(self) -> None:
        super().__init__(ClockContent)
        self.first = self.zone = self.field("Zone", "as Europe/Vienna; none: this machine's")
        self.title = self.field("Title", "written above it")

    def usual(self) -> AnyContent | None:
        return ClockContent()

    def typed(self) -> AnyContent:
        return ClockContent(self.zone.text().strip(), self.title.text().strip())

    def show_content(self, content: AnyContent) -> None:
        shown = cast(ClockContent, content)
        self.zone.setText(shown.zone)
        self.title.setText(shown.title)


class WordsField(QPlainTextEdit):
    """``left``: the keyboard is elsewhere."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A person is done with it."""
        super().focusOutEvent(event)
        self.left.emit()


class TextFields(ContentFields):
    """Words, taken when a person leaves the field."""

    def __init__(self) -> None:
        super().__init__(TextContent)
        self.first = self.text = WordsField()
        self.text.setAccessibleName("Text")
        self.text.setFixedHeight(TEXT_PX)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(f"Up to {MAX_TEXT_LENGTH} characters, as large as fits")
        self.text.left.connect(self.commit)
        self.page.form.addRow(self.text)

    def usual(self) -> AnyContent | None:
        return TextContent("Text")

    def typed(self) -> AnyContent:
        return TextContent(self.text.toPlainText())

    def show_content(self, content: AnyContent) -> None:
        words = cast(TextContent, content).text
        if words != self.text.toPlainText():
            self.text.setPlainText(words)

    def take_keys(self) -> None:
        super().take_keys()
        self.text.selectAll()


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if text.strip() else None
