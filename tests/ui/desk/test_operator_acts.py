"""Each act of the operator as the command that core gets, and in words."""

import msgspec
import pytest
from msgspec import Struct

from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import IncidentState
from console.domain.wall import Layer
from console.protocol.command_sender import Became, Outcome
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    PinCell,
    RewindCell,
    UndoSwitch,
)
from console.protocol.wall_messages import AssignFeeds, SwapCells
from console.ui.desk.done_acts import NOTHING_TO_UNDO, changed_since
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.select_words import SELECT_CAMERA, SELECT_CELL, SELECT_INCIDENT
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from tests.fakes.desk_city import city_cameras, city_incident, city_monitors

WALL_1, CELL = MonitorId("wall-1"), CellIndex(9)
"""The city's pinned cell."""
ACTS_ON_A_CELL = ("toggle_pin", "clear_hand", "rewind", "back_to_live")
ACTS_ON_AN_INCIDENT = ("acknowledge", "close", "undo_switches")


class Operator(OperatorActs):
    """One whose commands and words are kept."""

    def __init__(self, monitors: int = 2) -> None:
        cameras = city_cameras()
        view = SiteView()
        view.cameras = {camera.feed: camera for camera in cameras}
        view.monitors = {one.monitor: one for one in city_monitors(cameras)[:monitors]}
        view.incidents = {
            one.incident: one
            for one in (city_incident(1, 0), city_incident(2, 0, state=IncidentState.ACKNOWLEDGED))
        }
        self.view, self.selection = view, Selection()
        self.given: list[tuple[Struct, str]] = []
        self.told: list[tuple[str, bool]] = []
        super().__init__(view, self.selection, self)  # type: ignore[arg-type]
        self.said.connect(lambda text, bad: self.told.append((text, bad)))

    def give(self, command: Struct, words: str) -> None:
        self.given.append((command, words))


@pytest.fixture
def operator() -> Operator:
    return Operator()


def test_a_camera_is_put_into_the_selected_cell(operator: Operator) -> None:
    operator.assign_selected()
    operator.selection.select_camera(FeedId("cam-012"))
    operator.assign_selected()
    assert operator.told == [(SELECT_CAMERA, True), (SELECT_CELL, True)] and not operator.given
    operator.selection.select_cell((WALL_1, CELL))
    operator.assign_selected()
    name = operator.view.cameras[FeedId("cam-012")].name
    assert operator.given == [
        (AssignFeed(WALL_1, CELL, FeedId("cam-012")), f"12 {name} put on wall-1 cell 9")
    ]


@pytest.mark.parametrize("act", ACTS_ON_A_CELL)
def test_without_a_cell_it_asks_for_one(operator: Operator, act: str) -> None:
    getattr(operator, act)()
    assert operator.told == [(SELECT_CELL, True)] and not operator.given


def test_what_is_pinned_is_let_go_and_the_other_way_round(operator: Operator) -> None:
    for cell in (CELL, CellIndex(4)):
        operator.selection.select_cell((WALL_1, cell))
        operator.toggle_pin()
    assert operator.given == [
        (PinCell(WALL_1, CELL, False), "wall-1 cell 9 no longer pinned"),
        (PinCell(WALL_1, CellIndex(4), True), "wall-1 cell 4 pinned"),
    ]


def test_the_hand_is_taken_off_the_cell(operator: Operator) -> None:
    operator.selection.select_cell((WALL_1, CELL))
    operator.clear_hand()
    assert operator.given == [(ClearCell(WALL_1, CELL), "hand taken off wall-1 cell 9")]


def test_a_cell_is_rewound_step_by_step_and_brought_back(operator: Operator) -> None:
    operator.selection.select_cell((WALL_1, CELL))
    assert not operator.leave_rewind(), "it is live"
    operator.rewind()
    wall = operator.view.monitors[WALL_1]
    cells = tuple(
        msgspec.structs.replace(cell, rewind_s=10.0 if cell.cell == CELL else 0.0) for cell in wall.cells
    )
    operator.view.monitors[WALL_1] = msgspec.structs.replace(wall, cells=cells)
    operator.rewind()
    assert operator.leave_rewind()
    operator.selection.select_cell(None)
    assert not operator.leave_rewind()
    assert operator.given == [
        (RewindCell(WALL_1, CELL, 10.0), "wall-1 cell 9 plays 10 s behind live"),
        (RewindCell(WALL_1, CELL, 20.0), "wall-1 cell 9 plays 20 s behind live"),
        (RewindCell(WALL_1, CELL, 0.0), "wall-1 cell 9 is live"),
    ]


@pytest.mark.parametrize("act", ACTS_ON_AN_INCIDENT)
def test_without_an_incident_it_asks_for_one(operator: Operator, act: str) -> None:
    getattr(operator, act)()
    operator.selection.select_incident(IncidentId("i-000099"))  # it is gone
    getattr(operator, act)()
    assert operator.told == [(SELECT_INCIDENT, True)] * 2 and not operator.given


def test_an_incident_is_acknowledged_closed_and_undone(operator: Operator) -> None:
    operator.selection.select_incident(IncidentId("i-000001"))
    for act in ACTS_ON_AN_INCIDENT:
        getattr(operator, act)()
    assert [command for command, _ in operator.given] == [
        AcknowledgeIncident(IncidentId("i-000001")),
        CloseIncident(IncidentId("i-000001")),
        UndoSwitch(IncidentId("i-000001")),
    ]
    place = city_incident(1, 0).alert.place
    done = ("acknowledged", "closed", "switches taken back")
    assert [words for _, words in operator.given] == [f"{what}: GUNSHOT  {place}" for what in done]


def test_nobody_acknowledges_twice(operator: Operator) -> None:
    operator.selection.select_incident(IncidentId("i-000002"))
    operator.acknowledge()
    assert not operator.given
    assert operator.told[0][0].endswith("is acknowledged already") and operator.told[0][1] is False
    operator.close()
    assert [command for command, _ in operator.given] == [CloseIncident(IncidentId("i-000002"))]


def test_nobody_closes_twice(operator: Operator) -> None:
    name = IncidentId("i-000001")
    incident = city_incident(1, 0, state=IncidentState.CLOSED)
    operator.view.incidents[name] = msgspec.structs.replace(incident, closed_by="ana")
    operator.selection.select_incident(name)
    for again in (operator.close, operator.acknowledge):
        again()
        place = incident.alert.place
        assert operator.told.pop() == (f"GUNSHOT  {place} was closed already, by ana", False)
    assert not operator.given


@pytest.mark.parametrize("became", list(Became))
def test_what_became_of_it_is_said(operator: Operator, became: Became) -> None:
    outcome = Outcome(became, "wall-1 cell 9 pinned", "why not")
    operator.came_out(outcome)
    assert operator.told == [(outcome.words, not outcome.is_good)]


def test_several_that_are_chosen_are_put_from_the_selected_cell_on(operator: Operator) -> None:
    feeds = (FeedId("cam-012"), FeedId("cam-013"), FeedId("cam-020"))
    operator.selection.choose_together(feeds)
    operator.selection.select_camera(feeds[1])
    operator.assign_selected()
    assert operator.told == [(SELECT_CELL, True)]
    operator.selection.select_cell((WALL_1, CELL))
    operator.assign_selected()
    assert [command for command, _ in operator.given] == [AssignFeeds(WALL_1, feeds, CELL)]
    assert operator.given[0][1].endswith("put on wall-1 from cell 9 on")


def test_several_that_were_put_at_once_are_taken_back_at_once(operator: Operator) -> None:
    """Each cell shows what it did before, unless somebody has put something else there since."""
    was = operator.view.monitors[WALL_1]
    held = msgspec.structs.replace(was.cells[CELL], layer=Layer.HAND)
    before = msgspec.structs.replace(was, cells=(*was.cells[:CELL], held, *was.cells[CELL + 1 :]))
    operator.view.monitors[WALL_1] = before
    feeds = (FeedId("cam-112"), FeedId("cam-113"), FeedId("cam-120"), FeedId("cam-121"))
    operator.assign_many(WALL_1, feeds, CELL)
    (command, _), n = operator.given.pop(), 40
    operator.came_out(Outcome(Became.DONE, "", n=n, command=command))
    now = [
        msgspec.structs.replace(one, layer=Layer.HAND, feed=feed, pinned=False)
        for one, feed in zip(before.cells[CELL:], feeds, strict=False)
    ]
    now[2] = msgspec.structs.replace(now[2], feed=FeedId("cam-001"))
    cells = (*before.cells[:CELL], *now, *before.cells[CELL + len(feeds) :])
    operator.view.monitors[WALL_1] = msgspec.structs.replace(before, cells=cells)
    operator.done.undo()
    assert [command for command, _ in operator.given] == [
        AssignFeed(WALL_1, CELL, held.feed, True),
        ClearCell(WALL_1, CellIndex(CELL + 1)),
        ClearCell(WALL_1, CellIndex(CELL + 3)),
    ]
    assert {words for _, words in operator.given} == {"3 cells of wall-1 as before"}


def test_where_another_layout_was_loaded_since_nothing_of_it_is_taken_back(operator: Operator) -> None:
    before = operator.view.monitors[WALL_1]
    operator.assign_many(WALL_1, (FeedId("cam-112"), FeedId("cam-113")), CELL)
    operator.came_out(Outcome(Became.DONE, "", n=40, command=operator.given.pop()[0]))
    operator.view.monitors[WALL_1] = msgspec.structs.replace(before, cells=before.cells[:4])
    operator.done.undo()
    assert operator.given == [] and operator.told[-1] == (changed_since("wall-1"), True)


def put(
    operator: Operator, cell: CellIndex, feed: str, layer: Layer = Layer.HAND, by: str = "operator"
) -> None:
    """Core says that the cell shows this."""
    now = operator.view.monitors[WALL_1]
    shown = msgspec.structs.replace(now.cells[cell], layer=layer, feed=FeedId(feed), held_by=by)
    cells = (*now.cells[:cell], shown, *now.cells[cell + 1 :])
    operator.view.monitors[WALL_1] = msgspec.structs.replace(now, cells=cells)


def test_what_somebody_has_changed_since_is_said_and_no_older_act_goes_in_its_place(
    operator: Operator,
) -> None:
    for cell in (CellIndex(2), CellIndex(3)):
        operator.assign(WALL_1, cell, FeedId("cam-112"))
        operator.came_out(Outcome(Became.DONE, "", n=40, command=operator.given.pop()[0]))
        put(operator, cell, "cam-112")
    put(operator, CellIndex(3), "cam-001")
    operator.done.undo()
    assert operator.given == [] and operator.told[-1] == (changed_since("wall-1 cell 3"), True)
    operator.done.undo()
    assert [command for command, _ in operator.given] == [ClearCell(WALL_1, CellIndex(2))]
    operator.done.undo()
    assert operator.told[-1] == (NOTHING_TO_UNDO, True)


def test_taking_back_over_a_colleagues_hand_says_whose_it_is_now(operator: Operator) -> None:
    put(operator, CELL, "cam-031", by="ana")
    operator.assign(WALL_1, CELL, FeedId("cam-032"))
    command, _ = operator.given.pop()
    operator.came_out(Outcome(Became.DONE, "", n=40, command=command))
    put(operator, CELL, "cam-032", by="operator")
    operator.done.undo()
    assert operator.given[-1][1] == "wall-1 cell 9 shows what it did, by your hand now, not by ana's"


def test_a_swap_that_is_taken_back_leaves_no_hand_where_none_was(operator: Operator) -> None:
    one, other = CellIndex(2), CellIndex(3)
    put(operator, one, "cam-101", Layer.BASE)
    put(operator, other, "cam-102")
    operator.swap(WALL_1, one, WALL_1, other)
    operator.came_out(Outcome(Became.DONE, "", n=40, command=operator.given.pop()[0]))
    put(operator, one, "cam-102")
    put(operator, other, "cam-101")
    operator.done.undo()
    assert [command for command, _ in operator.given] == [
        SwapCells(WALL_1, other, WALL_1, one),
        ClearCell(WALL_1, one),
    ]
