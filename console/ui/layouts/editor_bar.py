"""The bar above the canvas: templates, the grid's size, steps back and forth, acts on the chosen cells."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSpinBox, QWidget

from console.domain.layout import MAX_GRID, Layout
from console.domain.policies.layout_editing.places import free_squares
from console.ui import theme
from console.ui.layouts.edit_acts import EditActs
from console.ui.layouts.edited_layout import EditedLayout
from console.ui.layouts.template_menu import template_menu
from console.ui.plain_label import PlainLabel

SPLITS = (
    ("In four", "S", 2, 2),
    ("Side by side", "|", 2, 1),
    ("One above the other", "-", 1, 2),
    ("In nine", "", 3, 3),
)
SPIN_PX = 52


class EditorBar(QWidget):
    """Buttons take no keys from the canvas; the size's fields do, until Enter. ``done`` gives them back."""

    new_asked = Signal()
    done = Signal()

    def __init__(
        self,
        edited: EditedLayout,
        acts: EditActs,
        templates: dict[str, Layout],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._edited = edited
        self._acts = acts
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(
            theme.SPACING_PX[2], theme.SPACING_PX[1], theme.SPACING_PX[2], theme.SPACING_PX[1]
        )
        self._row.setSpacing(theme.SPACING_PX[1])
        self._button("New", "An empty layout (Ctrl+N)", self.new_asked.emit)
        arrange = self._button(
            "Template ▾", "What is shown goes into the cells of this grid, in reading order"
        )
        arrange.setMenu(template_menu(templates, acts.arrange, self))
        self.back = self._button("Undo", "A step back (Ctrl+Z)", edited.stack.undo)
        self.on = self._button("Redo", "A step on (Ctrl+Shift+Z)", edited.stack.redo)
        self._gap()
        self.columns, self.rows = self._size()
        more = self._button("Grid ▾", "Finer and coarser grids of the same picture")
        more.setMenu(self._grid_menu())
        self._gap()
        cut = self._button("Split ▾", "Cut the chosen cell")
        cut.setMenu(self._split_menu())
        self.merge = self._button(
            "Merge", "The marked cells to one (M): mark with Space or Ctrl+click", acts.merge
        )
        self.add = self._button("New cell", "On the chosen free square (Ins)", acts.add)
        self.fill = self._button("Fill gaps", "A cell on every free square (G)", acts.fill_gaps)
        self.remove = self._button(
            "Empty", "Empty the chosen cells; once empty, remove them (Del)", acts.empty_or_remove
        )
        self._row.addStretch(1)
        edited.changed.connect(self.refresh)
        edited.chosen.connect(self.refresh)
        self.refresh()

    def _button(self, words: str, meaning: str, act: Callable[[], object] | None = None) -> QPushButton:
        button = QPushButton(words)
        button.setToolTip(meaning)
        button.setAccessibleDescription(meaning)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if act is not None:
            button.clicked.connect(lambda: act())
        self._row.addWidget(button)
        return button

    def _gap(self) -> None:
        self._row.addSpacing(theme.SPACING_PX[1])

    def _size(self) -> tuple[QSpinBox, QSpinBox]:
        fields = []
        for name, words in (("Columns", "Grid"), ("Rows", "×")):
            label = PlainLabel(words)
            field = QSpinBox()
            field.setRange(1, MAX_GRID)
            field.setFixedWidth(SPIN_PX)
            field.setAccessibleName(name)
            field.setToolTip(f"{name} of the grid. Nothing that is shown gets lost.")
            field.setKeyboardTracking(False)
            field.valueChanged.connect(self._regrid)
            field.lineEdit().returnPressed.connect(self.done)
            label.setBuddy(field)
            self._row.addWidget(label)
            self._row.addWidget(field)
            fields.append(field)
        return fields[0], fields[1]

    def _grid_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("Finer: twice the columns and rows", self._acts.make_finer)
        menu.addAction("Coarsest that looks the same", self._acts.make_coarsest)
        return menu

    def _split_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, key, columns, rows in SPLITS:
            action = menu.addAction(f"{words}\t{key}" if key else words)
            action.triggered.connect(
                lambda _=False, columns=columns, rows=rows: self._acts.split(columns, rows)
            )
        return menu

    def _regrid(self) -> None:
        layout = self._edited.layout
        size = self.columns.value(), self.rows.value()
        if size != (layout.columns, layout.rows):
            self._acts.regrid(*size)
            self.refresh()

    def refresh(self) -> None:
        """As the layout is, and what can be done with it."""
        layout = self._edited.layout
        for field, value in ((self.columns, layout.columns), (self.rows, layout.rows)):
            if field.value() != value:  # else it would take away what is being typed
                field.blockSignals(True)
                field.setValue(value)
                field.blockSignals(False)
        self.back.setEnabled(self._edited.stack.canUndo())
        self.on.setEnabled(self._edited.stack.canRedo())
        self.merge.setEnabled(len(self._edited.cells) > 1)
        self.add.setEnabled(self._edited.cell is None)
        self.fill.setEnabled(any(True for _ in free_squares(layout)))
        self.remove.setEnabled(bool(self._edited.cells))
