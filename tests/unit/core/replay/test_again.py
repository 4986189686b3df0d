"""What is decided again: what came from outside comes as it did, what people did then does not."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.log.input_log import AlertReceived, CommandGiven, TimerFired
from console.core.log.saved_state import saved
from console.core.replay.again import Again, Made, is_from_outside
from console.core.replay.tape import Tape
from console.core.state import State
from console.core.wall.cells import monitor_views
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.protocol.core_messages import AcknowledgeIncident, AssignFeed, PinCell, ReportFeeds
from tests.fakes.whole_life import lived_through

LIFE = lived_through(120)
TAPE = Tape(State(), LIFE.entries)
BEGIN_MS, END_MS = LIFE.entries[5].at_ms, LIFE.entries[-2].at_ms
WALL = MonitorId("wall-1")


def again_from(at_ms: int) -> Again:
    state, index = TAPE.state_at(at_ms)
    return Again(state, TAPE.entries[index:], TAPE.wall_ms)


def put(feed: str, cell: int = 3) -> CommandGiven:
    return CommandGiven("trainee", AssignFeed(WALL, CellIndex(cell), FeedId(feed)))


def test_alerts_and_cameras_come_as_they_did_and_no_act_of_then() -> None:
    again = again_from(BEGIN_MS)
    made = again.go_on(END_MS)
    came = [one.entry for one in made if not isinstance(one.entry.input, TimerFired)]
    then = [one for one in LIFE.entries if BEGIN_MS < one.at_ms <= END_MS and is_from_outside(one.input)]
    assert [(one.at_ms, one.input) for one in came] == [(one.at_ms, one.input) for one in then]
    acts = [one for one in came if isinstance(one.input, CommandGiven)]
    assert acts and all(isinstance(one.input.command, ReportFeeds) for one in acts)  # type: ignore[union-attr]
    assert any(isinstance(one.input, AlertReceived) for one in came)


def test_its_inputs_are_numbered_without_gaps_and_never_go_back_in_time() -> None:
    again = again_from(BEGIN_MS)
    first = again.state.n + 1
    made = [
        *again.go_on(BEGIN_MS + 30_000),
        *again.act(put("cam-007"), BEGIN_MS + 31_000),
        *again.go_on(END_MS),
    ]
    assert [one.entry.n for one in made] == list(range(first, first + len(made)))
    times = [one.entry.at_ms for one in made]
    assert times == sorted(times)


def test_what_a_person_does_shows_on_the_wall_and_a_timer_of_it_fires_in_its_turn() -> None:
    again = again_from(BEGIN_MS)
    again.act(put("cam-007"), BEGIN_MS + 10)
    shown = {cell.cell: cell.feed for cell in monitor_views(again.state)[WALL].cells}
    assert shown[CellIndex(3)] == "cam-007"
    made = again.go_on(END_MS)
    fired = [one.entry for one in made if isinstance(one.entry.input, TimerFired)]
    assert fired
    for entry in fired:
        assert isinstance(entry.input, TimerFired) and entry.at_ms >= entry.input.timer.due_ms
    times = [one.entry.at_ms for one in made]
    assert times == sorted(times)


def test_what_follows_is_told_before_it_is_due() -> None:
    again = again_from(BEGIN_MS)
    next_ms = again.next_ms()
    assert next_ms is not None
    assert again.go_on(next_ms - 1) == []
    assert again.go_on(next_ms) != []
    again.go_on(2 * END_MS)
    assert again.next_ms() is None


ACTS = st.lists(
    st.tuples(
        st.integers(0, END_MS - BEGIN_MS),
        st.sampled_from(
            [
                AssignFeed(WALL, CellIndex(1), FeedId("cam-002")),
                PinCell(WALL, CellIndex(1), True),
                AcknowledgeIncident(IncidentId("i-000003")),
            ]
        ),
    ),
    max_size=5,
)


@given(acts=ACTS, looks=st.lists(st.integers(0, END_MS - BEGIN_MS), max_size=8))
@settings(max_examples=25, deadline=None)
def test_the_same_acts_come_to_the_same_however_often_the_clock_is_looked_at(
    acts: list[tuple[int, object]], looks: list[int]
) -> None:
    def folded(moments: list[int]) -> tuple[list[Made], bytes]:
        again = again_from(BEGIN_MS)
        made: list[Made] = []
        turns = [(at, None) for at in moments] + [(at, act) for at, act in acts]
        for at, act in sorted(turns, key=lambda turn: (turn[0], turn[1] is not None)):
            if act is None:
                made += again.go_on(BEGIN_MS + at)
            else:
                made += again.act(CommandGiven("x", act), BEGIN_MS + at)  # type: ignore[arg-type]
        made += again.go_on(END_MS)
        return made, msgspec.json.encode(saved(again.state))

    assert folded(looks) == folded([])
