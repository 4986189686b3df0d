"""What is selected on the desk, the last first: help, palette and the desk's foot begin with it."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QListView

from console.domain.ids import FeedId
from console.domain.incident import Incident
from console.domain.operator_commands.command import About
from console.domain.wording import alert_facts, camera_words, headline
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView


class SelectedThings(QObject):
    """``lists``: those whose chosen row counts while the keyboard is in them. ``pictured``: the camera of the
    large picture, which goes with the cell that was selected last. ``changed``: others, or in another order.
    """

    changed = Signal()

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        lists: Mapping[About, QListView],
        parent: QObject,
        pictured: Callable[[], FeedId | None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._lists = lists
        self._pictured = pictured
        self._order: list[About] = []
        selection.camera_changed.connect(partial(self._note, About.CAMERA, About.PICTURE))
        selection.cell_changed.connect(partial(self._note, About.CELL))
        selection.incident_changed.connect(partial(self._note, About.INCIDENT))
        for about, listed in lists.items():
            listed.selectionModel().currentChanged.connect(partial(self._note_row, about))
            listed.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard comes to a list, or leaves it."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.changed.emit()
        return super().eventFilter(watched, event)

    @property
    def order(self) -> list[About]:
        """What is there now: a list that the keyboard came to, then the last one that was selected."""
        there = self._there()
        entered = [about for about in self._lists if there[about] and about not in self._order]
        return [*entered, *(about for about in self._order if there[about])]

    def words(self, about: About) -> str:
        """Which it is, in words; "" for what is not selected."""
        return self._words()[about]() if self._there().get(about) else ""

    def facts(self, about: About) -> tuple[str, ...]:
        """All that the sensor told of the selected incident, which a card has no room for; () of all else."""
        incident = self._selected_incident() if about is About.INCIDENT else None
        return alert_facts(incident.alert) if incident is not None else ()

    def _note_row(self, about: About, *_: object) -> None:
        self._note(about)

    def _note(self, *last: About) -> None:
        there = self._there()
        before = [about for about in self.order if about not in last]
        self._order = [*(about for about in last if there[about]), *before]
        self.changed.emit()

    def _there(self) -> dict[About, bool]:
        selection = self._selection
        listed = {
            about: rows.hasFocus() and rows.currentIndex().isValid() for about, rows in self._lists.items()
        }
        return {
            About.CELL: selection.cell is not None,
            About.CAMERA: selection.camera is not None,
            About.PICTURE: selection.camera is not None,
            About.INCIDENT: selection.incident is not None,
            **listed,
        }

    def _words(self) -> dict[About, Callable[[], str]]:
        rows = {about: partial(_row_words, listed) for about, listed in self._lists.items()}
        return {
            About.CELL: self._cell,
            About.CAMERA: self._camera,
            About.PICTURE: self._picture,
            About.INCIDENT: self._incident,
            **rows,
        }

    def _cell(self) -> str:
        if self._selection.cell is None:
            return ""
        monitor, cell = self._selection.cell
        shown = self._view.cell(monitor, cell)
        feed = shown.feed if shown is not None else None
        camera = f": {camera_words(self._view.cameras.get(feed), feed)}" if feed is not None else ""
        return f"{monitor} cell {cell}{camera}"

    def _camera(self) -> str:
        feed = self._selection.camera
        return camera_words(self._view.cameras.get(feed), feed) if feed is not None else ""

    def _picture(self) -> str:
        feed = self._pictured()
        return camera_words(self._view.cameras.get(feed), feed) if feed is not None else self._camera()

    def _incident(self) -> str:
        incident = self._selected_incident()
        return headline(incident) if incident is not None else ""

    def _selected_incident(self) -> Incident | None:
        selected = self._selection.incident
        return self._view.incidents.get(selected) if selected is not None else None


def _row_words(rows: QListView) -> str:
    return str(rows.currentIndex().data() or "")
