"""Makes a tour, or changes one: cameras by search, their order, and how long each is shown."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.tour import (
    DEFAULT_DWELL_S,
    LEAST_DWELL_S,
    LONGEST_DWELL_S,
    MAX_STEPS,
    StoredTour,
    Tour,
    TourStep,
)
from console.domain.wording import camera_words
from console.ui import theme
from console.ui.desk.camera_model import matches
from console.ui.desk.site_view import SiteView
from console.ui.desk.tour_model import round_words
from console.ui.plain_label import PlainLabel

LEAST_WIDTH_PX, LEAST_HEIGHT_PX = 720, 440
FEED = Qt.ItemDataRole.UserRole
DWELL_S = int(Qt.ItemDataRole.UserRole) + 1
DWELL_PX = 64
EACH, CHOSEN = "Each camera is shown for", "The chosen cameras are shown for"
NOTHING = "Add cameras: Enter on a camera at the left."


class TourDialog(QDialog):
    """``save_asked``: the tour, and the one that it changes (None for a new one). It holds up nothing."""

    save_asked = Signal(object, object)

    def __init__(self, view: SiteView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tour")
        self.setMinimumSize(LEAST_WIDTH_PX, LEAST_HEIGHT_PX)
        self._view = view
        self._was: StoredTour | None = None
        self._is_begun = False
        self.name = QLineEdit()
        self.name.setMaxLength(64)
        self.name.setPlaceholderText("Name, such as night round")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search by number, name, agency")
        self.cameras, self.steps = QListWidget(), QListWidget()
        self.add, self.remove, self.up, self.down = (
            QPushButton(words) for words in ("Add →", "Remove", "Up", "Down")
        )
        self.dwell = QLineEdit(str(DEFAULT_DWELL_S))
        self.dwell.setValidator(QIntValidator(LEAST_DWELL_S, LONGEST_DWELL_S, self.dwell))
        self.dwell.setFixedWidth(DWELL_PX)
        self.of = PlainLabel()
        self.shuffled = QCheckBox("Each round in another order")
        self.sum = PlainLabel()
        self.sum.setObjectName("muted")
        self.save, self.leave = QPushButton("Save"), QPushButton("Cancel")
        self._build()
        self._connect()

    def _build(self) -> None:
        for listed in (self.cameras, self.steps):
            listed.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            listed.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.steps.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACING_PX[2])
        grid.setVerticalSpacing(theme.SPACING_PX[1])
        grid.addWidget(self.name, 0, 0, 1, 2)
        grid.addWidget(self.search, 1, 0)
        shown = QHBoxLayout()
        shown.setSpacing(theme.SPACING_PX[1])
        shown.addWidget(self.of, 1)
        shown.addWidget(self.dwell)
        shown.addWidget(PlainLabel("s"))
        grid.addLayout(shown, 1, 1)
        grid.addWidget(self.cameras, 2, 0)
        grid.addWidget(self.steps, 2, 1)
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(self.add)
        left.addStretch(1)
        for button in (self.up, self.down, self.remove):
            right.addWidget(button)
        right.addStretch(1)
        grid.addLayout(left, 3, 0)
        grid.addLayout(right, 3, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        last = QHBoxLayout()
        last.addWidget(self.shuffled)
        last.addStretch(1)
        last.addWidget(self.sum)
        for button in (self.save, self.leave):
            last.addWidget(button)
        for button in (self.add, self.remove, self.up, self.down, self.save, self.leave):
            button.setAutoDefault(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACING_PX[3]] * 4)
        rows.setSpacing(theme.SPACING_PX[2])
        rows.addLayout(grid, 1)
        rows.addLayout(last)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._list_cameras)
        self.search.returnPressed.connect(self._add_first)
        self.cameras.itemActivated.connect(lambda _: self._add())
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.dwell.textEdited.connect(self._set_dwell)
        self.steps.itemSelectionChanged.connect(self._show_dwell)
        self.steps.model().rowsMoved.connect(self._show_sum)
        self.name.textChanged.connect(self._show_sum)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self._leave)
        gone = QShortcut(QKeySequence("Del"), self.steps, self._remove)
        gone.setContext(Qt.ShortcutContext.WidgetShortcut)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self._save)

    # --- what it is about

    def ask_new(self, name: str = "", steps: Iterable[TourStep] = (), *, shuffled: bool = False) -> None:
        """For a new tour, with what is known of it already; one that was left by Esc is there again."""
        begun, steps = self._is_begun, tuple(steps)
        if begun and not name and not steps:
            self._come_up()
        else:
            self._ask(None, name, steps, shuffled=shuffled)
        self.name.setFocus()

    def reject(self) -> None:
        """Esc, which slips: what a new tour is to show was chosen one by one."""
        self._is_begun = self._was is None
        super().reject()

    def ask_change(self, kept: StoredTour) -> None:
        """For one that there is; its name is changed in the list."""
        self._ask(kept, kept.tour.name, kept.tour.steps, shuffled=kept.tour.shuffled)
        self.search.setFocus()

    def _ask(self, was: StoredTour | None, name: str, steps: Iterable[TourStep], *, shuffled: bool) -> None:
        self._was, self._is_begun = was, False
        self.setWindowTitle(f"Tour {was.tour.name}" if was is not None else "New tour")
        self.name.setText(name)
        self.name.setReadOnly(was is not None)
        self.shuffled.setChecked(shuffled)
        self.steps.clear()
        for step in steps:
            self._append(step)
        self.search.clear()
        self._list_cameras()
        self._show_dwell()
        self._show_sum()
        self._come_up()

    def _come_up(self) -> None:
        self.show()
        self.raise_()
        self.activateWindow()

    def tour(self) -> Tour | None:
        """As it stands there; None while it has no name or no camera."""
        name, steps = self.name.text().strip(), tuple(map(_step, self._items()))
        return Tour(name, steps, self.shuffled.isChecked()) if name and steps else None

    def _items(self) -> list[QListWidgetItem]:
        return [self.steps.item(row) for row in range(self.steps.count())]

    def _save(self) -> None:
        if (tour := self.tour()) is not None:
            self._is_begun = False
            self.hide()
            self.save_asked.emit(tour, self._was)

    def _leave(self) -> None:
        self._is_begun = False
        self.hide()

    # --- the cameras at the left

    def _list_cameras(self) -> None:
        words = self.search.text().casefold().split()
        self.cameras.clear()
        for camera in self._view.cameras.values():
            if matches(camera, words):
                item = QListWidgetItem(camera_words(camera, camera.feed), self.cameras)
                item.setData(FEED, camera.feed)

    def _add_first(self) -> None:
        """Enter in the search: the chosen cameras, else the first that was found."""
        if not self.cameras.selectedItems() and self.cameras.count():
            self.cameras.setCurrentRow(0)
        self._add()
        self.search.selectAll()

    def _add(self) -> None:
        for item in self.cameras.selectedItems():
            if self.steps.count() < MAX_STEPS:
                self._append(TourStep(FeedId(item.data(FEED)), self._new_dwell_s()))
        self._show_sum()

    def _new_dwell_s(self) -> int:
        """As the last one's; of the first as it stands above."""
        items = self._items()
        return int(items[-1].data(DWELL_S)) if items else self._dwell_s() or DEFAULT_DWELL_S

    def _dwell_s(self) -> int | None:
        """As it is written; None while that is none."""
        return int(self.dwell.text()) if self.dwell.hasAcceptableInput() else None

    # --- the steps at the right

    def _append(self, step: TourStep) -> None:
        item = QListWidgetItem(self.steps)
        item.setData(FEED, step.feed)
        item.setData(DWELL_S, step.dwell_s)
        self._label(item)

    def _label(self, item: QListWidgetItem) -> None:
        camera: Camera | None = self._view.cameras.get(item.data(FEED))
        gone = "" if camera is not None else ", not in this site"
        item.setText(f"{item.data(DWELL_S)} s   {camera_words(camera, item.data(FEED))}{gone}")

    def _chosen(self) -> list[int]:
        return sorted(self.steps.row(item) for item in self.steps.selectedItems())

    def _remove(self) -> None:
        for row in reversed(self._chosen()):
            self.steps.takeItem(row)
        self._show_sum()

    def _move(self, by: int) -> None:
        """All chosen ones together, as far as there is room."""
        rows = self._chosen()
        if not rows or rows[0] + by < 0 or rows[-1] + by >= self.steps.count():
            return
        for row in rows if by < 0 else reversed(rows):
            item = self.steps.takeItem(row)
            self.steps.insertItem(row + by, item)
            item.setSelected(True)
        self.steps.setCurrentRow(rows[0] + by, self.steps.selectionModel().SelectionFlag.NoUpdate)

    def _set_dwell(self) -> None:
        """Of the chosen steps; of all where none is chosen."""
        dwell_s = self._dwell_s()
        if dwell_s is None:
            return
        for item in self.steps.selectedItems() or self._items():
            item.setData(DWELL_S, dwell_s)
            self._label(item)
        self._show_sum()

    def _show_dwell(self) -> None:
        chosen = self.steps.selectedItems() or self._items()[:1]
        self.of.setText(CHOSEN if self.steps.selectedItems() else EACH)
        if chosen:
            self.dwell.setText(str(chosen[0].data(DWELL_S)))

    def _show_sum(self) -> None:
        tour = self.tour()
        self.save.setEnabled(tour is not None)
        named = Tour("-", tuple(map(_step, self._items()))) if self.steps.count() else None
        self.sum.setText(round_words(named) if named is not None else NOTHING)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds where there is something to add: it never ends the dialog."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _step(item: QListWidgetItem) -> TourStep:
    return TourStep(FeedId(item.data(FEED)), int(item.data(DWELL_S)))
