"""The panel of incidents: how many there are, which one is selected, and what can be done with it."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from console.domain.alert import Severity
from console.domain.ids import IncidentId
from console.domain.incident import Incident, IncidentState
from console.domain.recording import RecordingState
from console.protocol.clock import SystemClock
from console.ui import theme
from console.ui.desk.incident_cards import EMPTY, NO_CORE, IncidentCards
from console.ui.desk.incident_model import CardRole
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from tests.fakes.desk_city import city_incident, recording_of
from tests.watch.logs import ExpectedLog

CLOCK = SystemClock()
BEGIN_MS = CLOCK.now_ms()
FIRST, SECOND, THIRD = (IncidentId(f"i-00000{number}") for number in (1, 2, 3))


def three() -> tuple[Incident, ...]:
    """A new one, one that somebody has seen, and one that is done with and shows no camera any more."""
    now_ms = CLOCK.now_ms()
    return (
        city_incident(1, now_ms),
        city_incident(2, now_ms, Severity.MINOR, state=IncidentState.ACKNOWLEDGED, overlays=1),
        city_incident(3, now_ms, Severity.MINOR, state=IncidentState.CLOSED, overlays=0),
    )


class Panel:
    """It, shown, with what it asks for."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.view, self.selection = qtbot, SiteView(), Selection()
        self.cards = IncidentCards(self.view, self.selection, CLOCK)
        qtbot.addWidget(self.cards)
        self.cards.resize(360, 700)
        self.cards.show()
        self.cards.activateWindow()
        qtbot.waitUntil(self.cards.isActiveWindow)
        self.asked: list[str] = []
        self.cards.acknowledge_asked.connect(lambda: self.asked.append("acknowledge"))
        self.cards.close_asked.connect(lambda: self.asked.append("close"))
        self.cards.undo_asked.connect(lambda: self.asked.append("undo"))
        self.cards.record_asked.connect(lambda: self.asked.append("record"))

    def take(self, *incidents: Incident) -> None:
        self.view.incidents = {one.incident: one for one in incidents}
        self.cards.refresh()

    def change(self, incident: IncidentId, state: IncidentState) -> None:
        """Somebody acknowledged or closed it."""
        self.view.incidents[incident] = replace(self.view.incidents[incident], state=state)
        self.cards.refresh()

    def acts(self) -> tuple[bool, bool, bool]:
        """Whether it can be acknowledged, closed, undone."""
        cards = self.cards
        return cards.acknowledge.isEnabled(), cards.close_incident.isEnabled(), cards.undo.isEnabled()

    def selected(self) -> list[int]:
        return [index.row() for index in self.cards.rows.selectionModel().selectedIndexes()]

    def click(self, row: int) -> None:
        place = self.cards.rows.visualRect(self.cards.model.index(row)).center()
        self.qtbot.mouseClick(self.cards.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def panel(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Panel]:
    yield Panel(qtbot)


def test_the_heading_counts_and_an_empty_panel_says_how_to_send_one(panel: Panel) -> None:
    heading, empty = panel.cards._heading, panel.cards._empty
    assert heading.text() == "INCIDENTS  0" and empty.isVisible()
    panel.take(*three())
    assert heading.text() == "INCIDENTS  3  ·  1 new" and not empty.isVisible()
    panel.take(*three()[1:])
    assert heading.text() == "INCIDENTS  2"


def test_only_what_can_be_done_with_it_is_offered(panel: Panel) -> None:
    panel.take(*three())
    assert panel.acts() == (False, False, False), "nothing is selected"
    for incident, acts in ((FIRST, (True, True, True)), (SECOND, (False, True, True)), (THIRD, (False,) * 3)):
        panel.selection.select_incident(incident)
        assert panel.acts() == acts
    panel.selection.select_incident(None)
    assert panel.acts() == (False, False, False)


def test_buttons_ask(panel: Panel) -> None:
    panel.take(*three())
    panel.selection.select_incident(FIRST)
    buttons: tuple[QPushButton, ...] = (
        panel.cards.acknowledge,
        panel.cards.close_incident,
        panel.cards.undo,
        panel.cards.record,
    )
    for button in buttons:
        panel.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.asked == ["acknowledge", "close", "undo", "record"]


def test_an_open_incident_is_recorded_and_any_recording_stopped(panel: Panel) -> None:
    panel.take(*three())
    record = panel.cards.record
    assert not record.isEnabled() and record.text() == "Record  Shift+K"
    panel.selection.select_incident(THIRD)
    assert not record.isEnabled(), "it is closed"
    panel.view.recordings = {one.recording: one for one in (recording_of(7, incident=THIRD),)}
    panel.cards.refresh_acts()
    assert record.isEnabled() and record.text() == "Stop recording  Shift+K"
    panel.selection.select_incident(FIRST)
    assert record.isEnabled() and record.text() == "Record  Shift+K"


def test_what_was_recorded_of_an_incident_can_be_packaged_also_when_it_is_closed(panel: Panel) -> None:
    asked: list[bool] = []
    panel.cards.package_asked.connect(lambda: asked.append(True))
    panel.take(*three())
    panel.selection.select_incident(THIRD)
    assert not panel.cards.package.isEnabled(), "nothing was recorded of it"
    ended = recording_of(7, incident=THIRD, state=RecordingState.ENDED)
    panel.view.recordings = {ended.recording: ended}
    panel.cards.refresh_acts()
    panel.qtbot.mouseClick(panel.cards.package, Qt.MouseButton.LeftButton)
    assert asked == [True]


def test_from_a_button_that_has_nothing_to_do_any_more_the_keyboard_goes_to_the_cards(panel: Panel) -> None:
    """It went on to the next button: who wanted to acknowledge what a colleague just had, closed it."""
    panel.take(*three())
    panel.selection.select_incident(FIRST)
    acts = (
        (panel.cards.acknowledge, IncidentState.ACKNOWLEDGED),
        (panel.cards.close_incident, IncidentState.CLOSED),
    )
    for button, state in acts:
        button.setFocus()
        assert button.hasFocus()
        panel.change(FIRST, state)
        assert panel.cards.rows.hasFocus() and panel.selection.incident == FIRST
        panel.qtbot.keyClick(panel.cards.rows, Qt.Key.Key_Space)
    assert panel.asked == []
    panel.selection.select_incident(SECOND)
    panel.cards.undo.setFocus()
    panel.change(SECOND, IncidentState.CLOSED)
    assert panel.cards.undo.hasFocus(), "which can be pressed still"


def test_enter_on_a_card_acknowledges_and_other_keys_do_not(panel: Panel) -> None:
    panel.take(*three())
    rows = panel.cards.rows
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Home):
        panel.qtbot.keyClick(rows, key)
    assert panel.asked == []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        panel.qtbot.keyClick(rows, key)
    assert panel.asked == ["acknowledge"] * 2


def test_a_click_or_an_arrow_selects_the_incident_for_the_whole_desk(panel: Panel) -> None:
    panel.take(*three())
    panel.cards.rows.setFocus()
    panel.qtbot.waitUntil(panel.cards.rows.hasFocus)
    panel.click(1)
    assert panel.selection.incident == SECOND and panel.acts() == (False, True, True)
    panel.qtbot.keyClick(panel.cards.rows, Qt.Key.Key_Up)
    assert panel.selection.incident == FIRST and panel.selected() == [0]


def test_the_keyboard_comes_to_the_first_card_where_none_is_selected(panel: Panel) -> None:
    """It stood there and selected none, and the first step went past it."""
    panel.take(*three())
    panel.cards.take_keyboard()
    panel.qtbot.waitUntil(panel.cards.rows.hasFocus)
    assert panel.selection.incident == FIRST and panel.selected() == [0]
    panel.qtbot.keyClick(panel.cards.rows, Qt.Key.Key_Down)
    assert panel.selection.incident == SECOND
    panel.cards.take_keyboard()
    assert panel.selection.incident == SECOND, "what was selected stays so"


def test_what_is_selected_elsewhere_comes_into_view_and_goes(panel: Panel) -> None:
    now_ms = CLOCK.now_ms()
    panel.take(*(city_incident(number, now_ms, age_s=number) for number in range(1, 41)))
    panel.selection.select_incident(IncidentId("i-000038"))
    assert panel.selected() == [37]
    place = panel.cards.rows.visualRect(panel.cards.rows.currentIndex())
    assert panel.cards.rows.viewport().rect().contains(place.center())
    panel.take(city_incident(1, now_ms), city_incident(2, now_ms))
    assert panel.selected() == [] and panel.acts() == (False, False, False)


def seen(panel: Panel) -> list[IncidentId]:
    """The cards in view."""
    panel.cards.grab()
    rows = panel.cards.rows.more.seen()
    return [card.incident for card in panel.cards.model.cards[rows.start : rows.stop]]


def test_a_list_that_somebody_scrolled_stays_while_incidents_come(panel: Panel) -> None:
    panel.take(*many(20))
    panel.selection.select_incident(IncidentId("i-000019"))
    panel.cards.grab()
    panel.cards.rows.verticalScrollBar().setValue(10)
    reading = seen(panel)
    assert panel.selection.incident not in reading
    for new in (1, 2, 3):
        panel.take(*many(20 + new, new=new))
        assert seen(panel) == reading
        assert panel.cards.rows.currentIndex().data(CardRole.INCIDENT).incident == panel.selection.incident
    panel.selection.select_incident(IncidentId("i-000002"))
    assert IncidentId("i-000002") in seen(panel), "it was selected now"


def test_a_scrolled_list_follows_no_card_that_moves_within_it(panel: Panel) -> None:
    panel.take(*many(20, new=16, severity=Severity.SEVERE))
    panel.cards.grab()
    panel.cards.rows.verticalScrollBar().setValue(5)
    first, second, *_ = seen(panel)
    others = [one for one in many(20, new=16, severity=Severity.SEVERE) if one.incident != first]
    acknowledged = replace(panel.view.incidents[first], state=IncidentState.ACKNOWLEDGED)
    panel.take(*others, acknowledged)
    assert seen(panel)[0] == second
    panel.take(*(one for one in others if one.incident not in seen(panel)))
    assert seen(panel), "all of them gone, others stand there"


def test_a_list_at_its_beginning_shows_what_is_new_but_keeps_the_selected_card_in_view(panel: Panel) -> None:
    panel.take(*many(12))
    assert seen(panel)[0] == IncidentId("i-000012")
    panel.take(*many(13, new=1))
    assert seen(panel)[0] == IncidentId("i-000013")
    chosen = IncidentId("i-000012")
    panel.selection.select_incident(chosen)
    for count in range(14, 20):
        panel.take(*many(count, new=count - 12))
        assert chosen in seen(panel)


def test_half_notches_of_the_wheel_add_up(panel: Panel) -> None:
    now_ms = CLOCK.now_ms()
    panel.take(*(city_incident(number, now_ms, age_s=number) for number in range(1, 41)))
    rows = panel.cards.rows
    rows.grab()
    seen = []
    for angle in (-60, -60, -240, 60, 60, 120):
        turn_wheel(rows.viewport(), angle)
        seen.append(rows.verticalScrollBar().value())
    assert seen == [0, 1, 3, 3, 2, 1]


def test_the_wheel_scrolls_from_over_the_line_of_those_below_too(panel: Panel) -> None:
    panel.take(*many(40))
    rows = panel.cards.rows
    rows.grab()
    for value in (1, 2, 3):
        turn_wheel(rows.more, -120)
        assert rows.verticalScrollBar().value() == value
        rows.grab()
    turn_wheel(rows.more, 240)
    assert rows.verticalScrollBar().value() == 1


def turn_wheel(over: QWidget, angle: int) -> None:
    middle = QPointF(over.rect().center())
    turned = QWheelEvent(
        middle,
        over.mapToGlobal(middle),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(over, turned)


def current(panel: Panel) -> IncidentId:
    return panel.cards.rows.currentIndex().data(CardRole.INCIDENT).incident


def begin_with_the_keyboard(panel: Panel, incident: IncidentId, count: int = 300) -> list[IncidentId]:
    """In a list of so many new ones; those in view."""
    panel.take(*many(count, new=count))
    panel.cards.rows.setFocus()
    panel.qtbot.waitUntil(panel.cards.rows.hasFocus)
    panel.selection.select_incident(incident)
    return seen(panel)


def test_the_list_stays_when_the_selected_one_near_its_top_is_acknowledged(panel: Panel) -> None:
    second, third = IncidentId("i-000299"), IncidentId("i-000298")
    was = begin_with_the_keyboard(panel, second)
    panel.change(second, IncidentState.ACKNOWLEDGED)
    assert seen(panel)[: len(was) - 1] == [one for one in was if one != second]
    assert panel.selection.incident == second and panel.acts() == (False, True, True)
    assert panel.selected() == [299], "it goes on being the selected card"
    panel.qtbot.keyClick(panel.cards.rows, Qt.Key.Key_Down)
    assert panel.selection.incident == third == current(panel) and panel.selected() == [1]
    panel.qtbot.keyClick(panel.cards.rows, Qt.Key.Key_Down)
    assert panel.selection.incident == IncidentId("i-000297")


@pytest.mark.parametrize("state", [IncidentState.ACKNOWLEDGED, IncidentState.CLOSED])
def test_from_where_a_card_stood_the_keyboard_goes_to_those_beside(
    panel: Panel, state: IncidentState
) -> None:
    keys = {Qt.Key.Key_Down: 297, Qt.Key.Key_Up: 299, Qt.Key.Key_Home: 300, Qt.Key.Key_End: 298}
    for key, number in keys.items():
        begin_with_the_keyboard(panel, IncidentId("i-000298"))
        panel.change(IncidentId("i-000298"), state)
        panel.qtbot.keyClick(panel.cards.rows, key)
        assert panel.selection.incident == IncidentId(f"i-000{number}") == current(panel)
        panel.selection.select_incident(None)


def test_the_keyboard_stays_between_two_cards_while_others_come(panel: Panel) -> None:
    begin_with_the_keyboard(panel, IncidentId("i-000299"))
    panel.change(IncidentId("i-000299"), IncidentState.ACKNOWLEDGED)
    for count in (301, 302):
        new = many(count, new=count)[-1]
        panel.take(*panel.view.incidents.values(), new)
        assert panel.selection.incident == IncidentId("i-000299")
    panel.change(IncidentId("i-000299"), IncidentState.CLOSED)
    panel.qtbot.keyClick(panel.cards.rows, Qt.Key.Key_Up)
    assert panel.selection.incident == IncidentId("i-000300")


def test_at_the_lists_ends_there_is_no_card_beside_on_one_side(panel: Panel) -> None:
    first, rows = IncidentId("i-000005"), panel.cards.rows
    begin_with_the_keyboard(panel, first, count=5)
    panel.change(first, IncidentState.ACKNOWLEDGED)
    panel.qtbot.keyClick(rows, Qt.Key.Key_Up)
    assert panel.selection.incident == first
    panel.qtbot.keyClick(rows, Qt.Key.Key_Home)
    assert panel.selection.incident == IncidentId("i-000004")
    panel.qtbot.keyClick(rows, Qt.Key.Key_End)
    assert panel.selection.incident == first, "the acknowledged one is last"
    panel.take(*(one for one in panel.view.incidents.values() if one.incident != first))
    panel.selection.select_incident(None)
    panel.qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert panel.selection.incident is None
    panel.qtbot.keyClick(rows, Qt.Key.Key_Up)
    assert panel.selection.incident == FIRST


def test_a_click_on_the_card_that_took_the_place_selects_it(panel: Panel) -> None:
    begin_with_the_keyboard(panel, IncidentId("i-000299"))
    panel.change(IncidentId("i-000299"), IncidentState.ACKNOWLEDGED)
    panel.cards.grab()
    panel.qtbot.keyClick(panel.cards.rows, Qt.Key.Key_Space)
    assert panel.selected() == [299], "between two cards there is none to select"
    panel.click(1)
    assert panel.selection.incident == IncidentId("i-000298") and panel.selected() == [1]
    panel.qtbot.keyClick(panel.cards.rows, Qt.Key.Key_Down)
    assert panel.selection.incident == IncidentId("i-000297")


def show_tip(panel: Panel, row: int) -> str:
    """Of the card in this row, on which the pointer rests: Qt asks for it once, and not again for what
    comes under the pointer.
    """
    rows = panel.cards.rows
    rows.grab()
    index = panel.cards.model.index(row)
    at = rows.viewport().mapToGlobal(rows.visualRect(index).center())
    QCursor.setPos(at - QPoint(1, 0))  # it may lie there from before, and at rest it asks for none
    QCursor.setPos(at)
    said = str(index.data(Qt.ItemDataRole.ToolTipRole))
    panel.qtbot.waitUntil(lambda: QToolTip.text() == said)
    return said


def test_a_tool_tip_goes_when_another_card_is_under_the_pointer(panel: Panel) -> None:
    panel.take(*many(40, new=40))
    assert "NEW" in show_tip(panel, 1)
    panel.change(IncidentId("i-000039"), IncidentState.ACKNOWLEDGED)
    panel.qtbot.waitUntil(lambda: not QToolTip.isVisible())
    panel.cards.rows.verticalScrollBar().setValue(5)
    show_tip(panel, 6)
    panel.cards.rows.verticalScrollBar().setValue(0)
    panel.qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_tool_tip_goes_when_its_card_says_something_else(panel: Panel) -> None:
    panel.take(*many(1, new=1))
    assert "NEW" in show_tip(panel, 0)
    panel.change(FIRST, IncidentState.ACKNOWLEDGED)
    panel.qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_tool_tip_stays_with_its_card_while_others_change(panel: Panel) -> None:
    panel.take(*many(40, new=40))
    said = show_tip(panel, 0)
    panel.change(IncidentId("i-000039"), IncidentState.ACKNOWLEDGED)
    panel.cards.model.refresh_ages()
    panel.cards.rows.grab()
    assert QToolTip.isVisible() and QToolTip.text() == said
    assert panel.cards.rows._tip == (IncidentId("i-000040"), said), "not on its way out"


def many(count: int, new: int = 0, severity: Severity = Severity.MINOR) -> tuple[Incident, ...]:
    """Newest last; all seen by somebody but the last ``new``, which are of this severity."""
    now_ms = BEGIN_MS
    seen = (
        city_incident(number, now_ms, Severity.MINOR, age_s=900 - number, state=IncidentState.ACKNOWLEDGED)
        for number in range(1, count + 1 - new)
    )
    last = (
        city_incident(number, now_ms, severity, age_s=900 - number)
        for number in range(count + 1 - new, count + 1)
    )
    return (*seen, *last)


def above(panel: Panel) -> tuple[str, str]:
    """What is said of the cards above, and how it looks."""
    panel.cards.grab()
    QApplication.processEvents()
    label = panel.cards.above
    return (label.text() if label.isVisible() else ""), label.styleSheet()


def test_cards_above_those_in_view_are_counted_and_new_ones_stand_out(panel: Panel) -> None:
    panel.take(*many(6))
    assert above(panel) == ("", "")
    panel.selection.select_incident(FIRST)  # the oldest, lowest
    said, look = above(panel)
    gone = panel.cards.rows.verticalScrollBar().value()
    assert (said, look) == (f"{gone} more above", "") and gone > 0
    panel.take(*many(8, new=2, severity=Severity.SEVERE))
    said, look = above(panel)
    assert said == f"{gone + 2} more above · 2 new"
    assert theme.SEVERITY_COLOURS[Severity.SEVERE] in look and "600" in look
    assert panel.cards.rows.currentIndex() == panel.cards.model.row_of(FIRST), "the list stays with it"


def test_an_acknowledged_card_above_that_is_worse_than_those_in_view_stands_out(panel: Panel) -> None:
    worse = city_incident(9, CLOCK.now_ms(), Severity.SEVERE, age_s=1, state=IncidentState.ACKNOWLEDGED)
    panel.take(*many(6), worse)
    panel.selection.select_incident(FIRST)
    said, look = above(panel)
    assert said.endswith(" more above · severe") and theme.SEVERITY_COLOURS[Severity.SEVERE] in look


def test_a_severity_that_is_none_breaks_no_count(panel: Panel, expected_log: ExpectedLog) -> None:
    expected_log("can't be shown")
    new = city_incident(9, CLOCK.now_ms(), age_s=1)
    panel.take(*many(6), replace(new, alert=replace(new.alert, severity="worst")))
    panel.selection.select_incident(FIRST)
    assert above(panel)[0].endswith(" more above · 1 new")


def test_a_click_on_the_count_of_cards_above_scrolls_to_them(panel: Panel) -> None:
    panel.take(*many(8, new=2))
    panel.selection.select_incident(FIRST)
    while above(panel)[0]:
        before = panel.cards.rows.verticalScrollBar().value()
        panel.qtbot.mousePress(panel.cards.above, Qt.MouseButton.LeftButton)
        assert panel.cards.rows.verticalScrollBar().value() < before
    assert panel.cards.rows.verticalScrollBar().value() == 0


def test_the_count_of_cards_above_moves_no_card_and_widens_no_panel(panel: Panel) -> None:
    panel.take(*many(300, new=150))
    panel.cards.resize(320, 700)
    assert above(panel) == ("", "")
    before = panel.cards.rows.y(), panel.cards.minimumSizeHint()
    panel.selection.select_incident(FIRST)
    assert above(panel)[0]
    assert (panel.cards.rows.y(), panel.cards.minimumSizeHint()) == before


def test_before_core_is_there_nobody_is_told_to_send_an_alert(panel: Panel) -> None:
    panel.take()
    (label,) = panel.cards.findChildren(QLabel, "empty")
    assert label.isVisible() and label.text() == NO_CORE
    panel.view.known = True
    panel.take()
    assert label.text() == EMPTY
    panel.cards.say_of_none("No alerts up to here.")
    panel.take()
    assert label.text() == "No alerts up to here."
