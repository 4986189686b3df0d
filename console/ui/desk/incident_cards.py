"""The incident cards: what happened, where, how sure, which cameras were switched up and why."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from console.domain.incident import Incident, IncidentState
from console.domain.operator_commands.command import Where
from console.domain.operator_commands.table import key_of
from console.protocol.clock import Clock
from console.ui import theme
from console.ui.desk.card_list import CardList
from console.ui.desk.cards_above import CardsAbove
from console.ui.desk.incident_model import CardRole, IncidentModel
from console.ui.desk.list_place import KeysPlace, ListPlace, first_unmoved, has_left, keys_after, list_place
from console.ui.desk.recording_acts import INCIDENT_KEY, incident_recording, package_refusal
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.key_table import USUAL_KEYS, KeyTable
from console.ui.plain_label import PlainLabel

EMPTY = "No alerts yet.\n\nSend one:\nsightline ctl alert send docs/first-alert.json"
NO_CORE = "No alerts are known yet: core has not said which there are. It starts by itself."


class IncidentCards(QWidget):
    """The panel: cards, and the acts on the selected one."""

    acknowledge_asked = Signal()
    close_asked = Signal()
    undo_asked = Signal()
    record_asked = Signal()
    package_asked = Signal()

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        clock: Clock,
        parent: QWidget | None = None,
        *,
        keys: KeyTable = USUAL_KEYS,
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view = view
        self._selection = selection
        self.model = IncidentModel(view, clock, self)
        self._heading = PlainLabel()
        self._heading.setObjectName("heading")
        self._none = EMPTY
        self._empty = PlainLabel(NO_CORE)
        self._empty.setObjectName("empty")
        self._empty.setWordWrap(True)
        self._empty.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.rows = CardList()
        self.above = CardsAbove(self.rows)
        self._acts = QWidget()
        self._acts.setObjectName("panel")
        self.acknowledge = QPushButton("Acknowledge  ↵")
        self.close_incident = QPushButton(f"Close  {key_of('close-incident')}")
        self.undo = QPushButton(f"Undo switches  {key_of('undo-switches')}")
        self.record = QPushButton()
        self.package = QPushButton("Package…")
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.rows.setModel(self.model)
        self._build_acts()
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self.above)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(theme.SPACING_PX[1])
        layout.addLayout(head)
        layout.addWidget(self._empty)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self._acts)

    def _build_acts(self) -> None:
        rows = QVBoxLayout(self._acts)
        rows.setContentsMargins(8, 0, 8, 8)
        rows.setSpacing(theme.SPACING_PX[0])
        for buttons in ((self.acknowledge, self.close_incident, self.undo), (self.record, self.package)):
            row = QHBoxLayout()
            for button in buttons:
                button.setObjectName("act")
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                row.addWidget(button)
            rows.addLayout(row)

    def offer_acts(self, *, offered: bool) -> None:
        """Whether the selected incident has buttons, or cards are there to be read alone."""
        self._acts.setVisible(offered)

    def say_of_none(self, words: str) -> None:
        """What stands here while there is no card."""
        self._none = words

    def offer_no_keeping(self) -> None:
        """In a replay nothing is recorded, and nothing put into a package."""
        self.record.hide()
        self.package.hide()

    def _connect(self) -> None:
        self.acknowledge.clicked.connect(self.acknowledge_asked)
        self.close_incident.clicked.connect(self.close_asked)
        self.undo.clicked.connect(self.undo_asked)
        self.record.clicked.connect(self.record_asked)
        self.package.clicked.connect(self.package_asked)
        self.rows.installEventFilter(self)
        self.rows.more.fitted.connect(self._show_above)
        self.rows.clicked.connect(self._current_changed)
        self.rows.selectionModel().currentChanged.connect(self._current_changed)
        self._selection.incident_changed.connect(self._selection_changed)

    def take_keyboard(self) -> None:
        """The keyboard comes to the cards; where none is selected the first one is."""
        self.rows.setFocus()
        selected, first = self._selection.incident, self.model.index(0, 0)
        if first.isValid() and (selected is None or not self.model.row_of(selected).isValid()):
            self._selection.select_incident(first.data(CardRole.INCIDENT).incident)

    def refresh(self) -> None:
        """Incidents changed; the cards in view stay there."""
        before, place, keys = self.model.cards, self._place(), self.rows.keys_place()
        self.model.refresh()
        cards = self._view.cards()
        new = sum(card.state is IncidentState.OPEN for card in cards)
        self._heading.setText(f"INCIDENTS  {len(cards)}" + (f"  ·  {new} new" if new else ""))
        self._empty.setText(self._none if self._view.known else NO_CORE)
        self._empty.setVisible(not cards)
        self._return_keys(keys, before)
        self._return_to(place, before)
        self._show_above()

    def _place(self) -> ListPlace:
        return list_place(self.model.cards, self.rows.more.seen(), self._selection.incident)

    def _return_keys(self, keys: KeysPlace | None, before: Sequence[Incident]) -> None:
        """To the selected card; to where it stood, if it went from there."""
        selected = self._mark_selected()
        now = keys_after(keys, before, self.model.cards) if keys is not None else None
        if now is not None and now.is_between:
            self.rows.stand_between(now.row)
        elif selected.isValid():
            self.rows.stand_on(selected)

    def _return_to(self, place: ListPlace, before: Sequence[Incident]) -> None:
        """A list that shows its beginning goes on showing it; a card that left its place is not followed."""
        upper = first_unmoved(place.in_view, self._view.incidents) if place.is_scrolled else None
        if upper is not None:
            self.rows.scrollTo(self.model.row_of(upper), QListView.ScrollHint.PositionAtTop)
        if place.selected is not None and not has_left(place.selected, before, self.model.cards):
            self.rows.scrollTo(self.model.row_of(place.selected))

    def _show_above(self) -> None:
        self.above.show_of(self.model.cards, self.rows.more.seen())

    def _current_changed(self, current: QModelIndex) -> None:
        """Selected by a person: focus alone makes the first card the current one."""
        if self.rows.selectionModel().isSelected(current) and self.rows.hasFocus():
            self._selection.select_incident(current.data(CardRole.INCIDENT).incident)

    def _selection_changed(self) -> None:
        """A person selected another one, here or elsewhere: it comes into view."""
        row = self._mark_selected()
        if row.isValid():
            self.rows.stand_on(row)
            self.rows.scrollTo(row)

    def _mark_selected(self) -> QModelIndex:
        """Where list and keyboard stand they stay."""
        selected = self._selection.incident
        row = self.model.row_of(selected) if selected is not None else QModelIndex()
        if row.isValid():
            self.rows.selectionModel().select(row, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            self.rows.clearSelection()
        self.refresh_acts()
        return row

    def refresh_acts(self) -> None:
        """What can be done with the selected incident is another thing now. From a button that has nothing to
        do any more the keyboard goes to the cards, and not on to another act.
        """
        pressed = self.window().focusWidget()
        self._allow_acts()
        if pressed is not None and self._acts.isAncestorOf(pressed) and not pressed.isEnabled():
            self.rows.setFocus()

    def _allow_acts(self) -> None:
        selected = self._selection.incident
        incident: Incident | None = self._view.incidents.get(selected) if selected is not None else None
        self.acknowledge.setEnabled(incident is not None and incident.state is IncidentState.OPEN)
        self.close_incident.setEnabled(incident is not None and incident.state is not IncidentState.CLOSED)
        self.undo.setEnabled(incident is not None and bool(incident.overlays))
        stops = incident is not None and incident_recording(self._view, incident.incident) is not None
        self.record.setText(f"{'Stop recording' if stops else 'Record'}  {INCIDENT_KEY}")
        is_open = incident is not None and incident.state is not IncidentState.CLOSED
        self.record.setEnabled(stops or is_open)
        self.package.setEnabled(not package_refusal(self._view, selected))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter acknowledges."""
        is_press = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and self._keys.name_of(event, Where.CARDS):
            self.acknowledge_asked.emit()
            return True
        return super().eventFilter(watched, event)
