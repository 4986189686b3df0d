"""What the chosen cell shows and how it behaves, as a form; flags are those of all chosen cells."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.domain.cell_content import AnyContent
from console.domain.ids import CellIndex
from console.domain.layout import Cell
from console.domain.wording import counted
from console.domain.zoom_part import ZoomPart
from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.site_view import SiteView
from console.ui.layouts.cell_words import camera_line
from console.ui.layouts.content_fields import ClockFields, ContentFields, MapFields, TextFields, TourFields
from console.ui.layouts.edit_acts import EditActs
from console.ui.layouts.edited_layout import EditedLayout
from console.ui.plain_label import PlainLabel

CAMERA, NOTHING = "Camera", "Nothing"
WHOLE = "Whole picture"
EMPTY_CELL = "An empty cell. Drag a camera here, or press Enter on the canvas and type its number."
ZOOMS: dict[str, ZoomPart | None] = {
    WHOLE: None,
    "2 × middle": ZoomPart(250, 250, 500, 500),
    "3 × middle": ZoomPart(333, 333, 334, 334),
    "4 × middle": ZoomPart(375, 375, 250, 250),
}
OWN_PART = "Part, as it is"
AUTO_WORDS = "Auto: the director may show alerts here"
PINNED_WORDS = "Pinned: nothing takes it away"
HOTSPOT_WORDS = "Hotspot: shows what was selected last"


class CellForm(QWidget):
    """``choose_asked``: a camera is wanted for the cell."""

    choose_asked = Signal()

    def __init__(
        self, edited: EditedLayout, acts: EditActs, view: SiteView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._edited = edited
        self._acts = acts
        self._view = view
        self.heading = PlainLabel()
        self.heading.setObjectName("cell")
        self.where = PlainLabel()
        self.where.setObjectName("muted")
        self.shows = QComboBox()
        self.camera = ElidedLabel("camera")
        self.choose = QPushButton("Choose camera…")
        self.zoom = QComboBox()
        self.tour, self.map, self.clock, self.text = TourFields(), MapFields(), ClockFields(), TextFields()
        self.fields: dict[str, ContentFields] = {
            "Tour": self.tour,
            "Map": self.map,
            "Clock": self.clock,
            "Text": self.text,
        }
        self.pages = QStackedWidget()
        self.auto, self.pinned, self.hotspot = (
            QCheckBox(words.split(":")[0]) for words in (AUTO_WORDS, PINNED_WORDS, HOTSPOT_WORDS)
        )
        self._shown: tuple[int, CellIndex | None, AnyContent | None] | None = None
        self._build()
        self._connect()
        self.refresh()

    # --- building

    def _build(self) -> None:
        self.shows.addItems([CAMERA, *self.fields, NOTHING])
        self.shows.setAccessibleName("The cell shows")
        self.zoom.addItems(list(ZOOMS))
        self.zoom.setAccessibleName("Part of the picture")
        self.pages.addWidget(self._camera_page())
        for fields in self.fields.values():
            self.pages.addWidget(fields.page)
        empty = PlainLabel(
            "An empty cell. Drag a camera here, or press Enter on the canvas and type its number."
        )
        empty.setWordWrap(True)
        empty.setObjectName("muted")
        empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.pages.addWidget(empty)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACING_PX[2]] * 4)
        rows.setSpacing(theme.SPACING_PX[1])
        rows.addWidget(self.heading)
        rows.addWidget(self.where)
        rows.addSpacing(theme.SPACING_PX[1])
        form = QFormLayout()
        form.addRow("Shows", self.shows)
        rows.addLayout(form)
        rows.addWidget(self.pages)
        rows.addSpacing(theme.SPACING_PX[1])
        for box, words in (
            (self.auto, AUTO_WORDS),
            (self.pinned, PINNED_WORDS),
            (self.hotspot, HOTSPOT_WORDS),
        ):
            rows.addWidget(box)
            meaning = PlainLabel(words.split(": ")[1])
            meaning.setObjectName("muted")
            meaning.setWordWrap(True)
            meaning.setContentsMargins(theme.SPACING_PX[4], 0, 0, 0)
            box.setAccessibleDescription(words.split(": ")[1])
            rows.addWidget(meaning)
        rows.addStretch(1)

    def _camera_page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("form")
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACING_PX[1])
        rows.addWidget(self.camera)
        rows.addWidget(self.choose)
        form = QFormLayout()
        form.addRow("Zoom", self.zoom)
        rows.addLayout(form)
        rows.addStretch(1)
        return page

    def _connect(self) -> None:
        self.shows.activated.connect(self._show_kind)
        self.choose.clicked.connect(self.choose_asked)
        self.zoom.activated.connect(self._zoom)
        for fields in self.fields.values():
            fields.page.entered.connect(self._take)
        self.auto.clicked.connect(lambda: self._acts.toggle_auto())
        self.pinned.clicked.connect(lambda: self._acts.toggle_pinned())
        self.hotspot.clicked.connect(lambda: self._acts.toggle_hotspot())
        for signal in (self._edited.changed, self._edited.chosen):
            signal.connect(self.refresh)

    # --- showing

    def refresh(self) -> None:
        """As the chosen cells are."""
        cells = [self._edited.layout.cells[index] for index in self._edited.cells]
        index = self._edited.cell
        cell = self._edited.layout.cells[index] if index is not None else None
        self.setEnabled(bool(cells))
        if cell is None or index is None:
            free = "Free square" if not cells else f"{counted(len(cells), 'cell')} marked"
            self.heading.setText(free)
            self.where.setText("Ins, or drag, draws a cell here." if not cells else "")
        else:
            others = len(cells) - 1
            more = f", {others} more marked" if others else ""
            self.heading.setText(f"Cell {index}{more}")
            self.where.setText(
                f"{cell.column_span} × {cell.row_span} at column {cell.column + 1}, row {cell.row + 1}"
            )
        self._show_content(cell)
        self._show_flags(cells)

    def _show_content(self, cell: Cell | None) -> None:
        self.tour.offer(self._view)
        kind = next(
            (name for name, fields in self.fields.items() if cell is not None and fields.takes(cell.content)),
            CAMERA if cell is not None and cell.feed is not None else NOTHING,
        )
        with QSignalBlocker(self.shows):
            self.shows.setCurrentText(kind)
        self.shows.setEnabled(cell is not None)
        self.pages.setCurrentIndex(self.shows.currentIndex())
        content = cell.content if cell is not None else None
        was, self._shown = self._shown, (self._edited.document.begun_ms, self._edited.cell, content)
        if content is not None and not (was == self._shown and self._is_written_in(kind)):
            self.fields[kind].show_content(content)
        feed = cell.feed if cell is not None else None
        camera = self._view.cameras.get(feed) if feed is not None else None
        self.camera.say(camera_line(cell, camera) if cell is not None else "")
        self._show_zoom(cell.zoom if cell is not None else None)

    def _is_written_in(self, kind: str) -> bool:
        """Whether the keyboard is in a field of those: not all that stands there is taken yet."""
        field = self.window().focusWidget()
        is_there = field is not None and self.fields[kind].page.isAncestorOf(field)
        return is_there and field is not self.tour.tours  # which is chosen from, and taken at once

    def _show_zoom(self, part: ZoomPart | None) -> None:
        words = next((name for name, zoom in ZOOMS.items() if zoom == part), OWN_PART)
        with QSignalBlocker(self.zoom):
            own = self.zoom.findText(OWN_PART)
            if words == OWN_PART and own < 0:
                self.zoom.addItem(OWN_PART)
            elif words != OWN_PART and own >= 0:
                self.zoom.removeItem(own)
            self.zoom.setCurrentText(words)

    def _show_flags(self, cells: Sequence[Cell]) -> None:
        for box, states in (
            (self.auto, [cell.auto for cell in cells]),
            (self.pinned, [cell.pinned for cell in cells]),
            (self.hotspot, [cell.hotspot for cell in cells]),
        ):
            state = Qt.CheckState.Unchecked
            if any(states):
                state = Qt.CheckState.Checked if all(states) else Qt.CheckState.PartiallyChecked
            box.setTristate(state is Qt.CheckState.PartiallyChecked)
            box.setCheckState(state)
        self.pinned.setEnabled(bool(cells) and all(cell.feed is not None for cell in cells))
        self.hotspot.setEnabled(all(cell.content is None for cell in cells))

    # --- changing

    def _show_kind(self) -> None:
        kind = self.shows.currentText()
        if kind == NOTHING:
            self._acts.empty()
        elif kind == CAMERA:
            self.choose_asked.emit()
        elif (content := self.fields[kind].usual()) is not None:
            self._acts.show_content(content)
            self.fields[kind].take_keys()
        self.pages.setCurrentIndex(self.shows.currentIndex())

    def _take(self, content: AnyContent) -> None:
        cell = self._edited.cell
        if cell is not None and self._edited.layout.cells[cell].content != content:
            self._acts.show_content(content)

    def _zoom(self) -> None:
        words = self.zoom.currentText()
        if words in ZOOMS:
            self._acts.zoom(ZOOMS[words])

    def commit(self) -> None:
        """What stands in a field and was not taken yet."""
        for fields in self.fields.values():
            if fields.page.isVisible():
                fields.commit()
