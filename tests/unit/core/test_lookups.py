"""What a command names and is not there is refused with words that say what there is."""

import pytest

from console.core.lookups import (
    NAMES_LISTED,
    base_of,
    check_cell,
    check_feed,
    incident_of,
    layout_names,
    layout_of,
)
from console.core.state import State
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.layout import Cell, Layout
from console.protocol.core_messages import CloseIncident
from console.protocol.layout_messages import ImportLayout
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

WALL_1 = MonitorId("wall-1")
NIGHT = Layout("night", 1, 1, (Cell(0, 0),))


@pytest.fixture
def feeder() -> InputFeeder:
    """13 cameras, two incidents that are not closed and one that is, one stored layout."""
    made = InputFeeder(cameras=NAMES_LISTED + 1)
    for number in range(1, 4):
        made.alert(alert_message(number))
    made.command(CloseIncident(IncidentId("i-000002")))
    made.command(ImportLayout(NIGHT))
    return made


@pytest.fixture
def state(feeder: InputFeeder) -> State:
    return feeder.state


def refusal(of: pytest.ExceptionInfo[CommandRefused]) -> tuple[str, str]:
    return of.value.code, of.value.text


def test_what_is_there_is_found(state: State) -> None:
    assert base_of(state, WALL_1).name == "3x3"
    for cell in (0, 8):
        check_cell(state, WALL_1, CellIndex(cell))
    check_feed(state, FeedId("cam-013"))
    assert incident_of(state, IncidentId("i-000002")).incident == "i-000002"
    assert layout_of(state, "night") == NIGHT and layout_of(state, "4x4").columns == 4


def test_layouts_are_named_shipped_ones_first(state: State) -> None:
    names = layout_names(state)
    assert names[-1] == "night" and "4x4" in names and len(names) == len(set(names))


def test_there_is_no_such_monitor(state: State) -> None:
    with pytest.raises(CommandRefused) as refused:
        base_of(state, MonitorId("wall-9"))
    assert refusal(refused) == ("unknown_monitor", "there is no monitor 'wall-9'; there is wall-1, wall-2")


@pytest.mark.parametrize("cell", [-1, 9])
def test_there_is_no_such_cell(state: State, cell: int) -> None:
    with pytest.raises(CommandRefused) as refused:
        check_cell(state, WALL_1, CellIndex(cell))
    words = f"wall-1 shows layout '3x3' with cells 0 to 8; there is no {cell}"
    assert refusal(refused) == ("unknown_cell", words)


def test_of_many_names_the_first_are_listed_and_the_others_counted(state: State) -> None:
    with pytest.raises(CommandRefused) as refused:
        check_feed(state, FeedId("cam-x"))
    listed = ", ".join(f"cam-{number:03d}" for number in range(1, NAMES_LISTED + 1))
    assert refusal(refused) == ("unknown_feed", f"there is no feed 'cam-x'; there is {listed} and 1 more")
    with pytest.raises(CommandRefused) as exact:
        check_feed(InputFeeder(cameras=NAMES_LISTED).state, FeedId("cam-x"))
    assert exact.value.text.endswith(f"there is {listed}")


def test_of_incidents_those_that_are_not_closed_are_listed_the_newest_first(state: State) -> None:
    with pytest.raises(CommandRefused) as refused:
        incident_of(state, IncidentId("i-7"))
    words = "there is no incident 'i-7'; not closed: i-000003, i-000001"
    assert refusal(refused) == ("unknown_incident", words)
    with pytest.raises(CommandRefused) as none:
        incident_of(InputFeeder().state, IncidentId("i-7"))
    assert none.value.text.endswith("not closed: none")


def test_there_is_no_such_layout(state: State) -> None:
    with pytest.raises(CommandRefused) as refused:
        layout_of(state, "99x99")
    code, words = refusal(refused)
    assert code == "unknown_layout" and words.startswith("there is no layout '99x99'; there is ")
    assert "4x4" in words
