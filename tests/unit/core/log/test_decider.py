"""The decider numbers and times inputs, fires timers before them, and hands all to the store in its order."""

import zlib
from pathlib import Path

import pytest

from console.core.decisions import Refused
from console.core.log import decider as module
from console.core.log.decider import CHECKPOINT_MS, Decider
from console.core.log.input_log import (
    AnyInput,
    CommandGiven,
    RewindEnds,
    SiteLoaded,
    StateCommand,
    TimerFired,
)
from console.core.log.log_clock import LogClock
from console.core.log.rows import INPUTS, SEQUENCES
from console.core.log.saved_state import decode_state, saved
from console.core.state import State
from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.domain.layout import Cell, Layout
from console.protocol.core_messages import CloseIncident, ReportFeeds, RewindCell
from console.protocol.layout_file import shipped_layouts
from console.protocol.layout_messages import DeleteLayout, ImportLayout
from tests.fakes.core_site import core_config
from tests.fakes.kept_additions import KeptAdditions
from tests.fakes.set_clock import SetClock

WALL_1 = MonitorId("wall-1")
MINUTE_MS = 60_000
SMALL = Layout("small", 1, 1, (Cell(0, 0),))
NOTHING = ReportFeeds(())


def given(command: StateCommand) -> CommandGiven:
    return CommandGiven("operator", command, "asked-1")


def rewound(cell: int) -> CommandGiven:
    return given(RewindCell(WALL_1, CellIndex(cell), 10.0))


def site() -> SiteLoaded:
    config = core_config(Path("/nowhere"))
    return SiteLoaded("test", config.cameras, config.monitors, config.director, shipped_layouts(), {})


class Bench:
    """A decider that took a log up at this input, and what it handed over."""

    def __init__(self, state: State | None = None) -> None:
        self.clock, self.kept = SetClock(), KeptAdditions()
        log_clock = LogClock(self.clock)
        self.state = state or State()
        log_clock.start(self.state.at_ms)
        self.decider = Decider(self.kept, self.state, log_clock)  # type: ignore[arg-type]

    def inputs(self) -> list[AnyInput]:
        return [entry.input for entry in self.kept.entries()]


@pytest.fixture
def bench() -> Bench:
    """Of a site that is loaded."""
    bench = Bench()
    bench.decider.decide(site())
    return bench


def test_numbers_go_on_from_the_state_that_was_taken_up() -> None:
    state = State()
    state.n = 41
    bench = Bench(state)
    assert [bench.decider.decide(one).n for one in (site(), given(NOTHING))] == [42, 43]
    assert [entry.n for entry in bench.kept.entries()] == [42, 43]


def test_an_input_is_committed_together_with_its_rows_and_counts(bench: Bench) -> None:
    sequence = (SEQUENCES, ("shots", 7))
    decided = bench.decider.decide(given(NOTHING), (sequence,), (("received", 1),))
    added = bench.kept.added[decided.token - 1]
    assert added.rows[1:] == (sequence,) and added.counts == (("received", 1),)
    (kind, (n, at_ms, wall_ms, body, crc, records)) = added.rows[0]
    assert (kind, n, crc, records) == (INPUTS, decided.n, zlib.crc32(body), 0)  # type: ignore[arg-type]
    entry = bench.kept.entries()[-1]
    assert (entry.n, entry.at_ms, entry.wall_ms) == (n, at_ms, wall_ms)
    assert bench.decider.last_token == decided.token


def test_what_was_refused_is_logged_and_said(bench: Bench) -> None:
    decided = bench.decider.decide(given(CloseIncident(IncidentId("i-7"))))
    assert decided.refused == decided.decisions[0]
    assert isinstance(decided.refused, Refused) and decided.refused.code == "unknown_incident"
    assert bench.decider.decide(given(NOTHING)).refused is None
    assert [entry.n for entry in bench.kept.entries()] == [1, 2, 3]


def test_times_of_a_clock_that_is_set_back(bench: Bench) -> None:
    begun_ms = bench.clock.now_ms()
    bench.clock.set_by(-MINUTE_MS)
    bench.clock.pass_ms(1_000)
    bench.decider.decide(given(NOTHING))
    entry = bench.kept.entries()[-1]
    assert (entry.at_ms, entry.wall_ms) == (begun_ms + 1_000, begun_ms + 1_000 - MINUTE_MS)


def test_log_time_never_goes_backwards() -> None:
    bench = Bench()
    bench.state.at_ms = bench.clock.now_ms() + 5_000  # what a set-aside entry said
    bench.decider.decide(site())
    assert bench.kept.entries()[-1].at_ms == bench.clock.now_ms() + 5_000


def test_due_timers_are_fed_before_the_input_each_at_its_time(bench: Bench) -> None:
    begun_ms = bench.clock.now_ms()
    for cell in (0, 1, 2):
        bench.decider.decide(rewound(cell))
        bench.clock.pass_ms(1_000)
    bench.clock.pass_ms(MINUTE_MS - 2_000)  # the first two are due, the third in a second
    decided = bench.decider.decide(rewound(5))
    last = bench.kept.entries()[-3:]
    due = [(begun_ms + MINUTE_MS + cell * 1_000, CellIndex(cell)) for cell in (0, 1)]
    assert [entry.input for entry in last[:2]] == [
        TimerFired(RewindEnds(at, WALL_1, cell)) for at, cell in due
    ]
    assert [entry.at_ms for entry in last] == [due[0][0], due[1][0], bench.clock.now_ms()]
    assert (decided.n, last[-1].input) == (last[-1].n, rewound(5))
    assert len(bench.state.timers) == 2


def test_timers_fire_by_themselves_no_sooner_than_they_are_due(bench: Bench) -> None:
    assert bench.decider.ms_to_next_timer() is None
    bench.decider.decide(rewound(0))
    assert bench.decider.ms_to_next_timer() == MINUTE_MS
    bench.clock.pass_ms(MINUTE_MS - 1)
    bench.decider.fire_due_timers()
    assert bench.decider.ms_to_next_timer() == 1 and len(bench.inputs()) == 2
    bench.clock.pass_ms(5_000)
    assert bench.decider.ms_to_next_timer() == 0
    bench.decider.fire_due_timers()
    assert bench.decider.ms_to_next_timer() is None
    assert isinstance(bench.inputs()[-1], TimerFired)
    bench.decider.fire_due_timers()
    assert len(bench.inputs()) == 3


def test_a_timer_of_before_the_last_entry_does_not_turn_log_time_back(bench: Bench) -> None:
    bench.decider.decide(rewound(0))
    bench.clock.pass_ms(MINUTE_MS)
    bench.state.at_ms = last_ms = bench.clock.now_ms() + 5_000
    bench.decider.fire_due_timers()
    entry = bench.kept.entries()[-1]
    assert isinstance(entry.input, TimerFired) and entry.at_ms == last_ms


def test_a_layout_goes_to_its_table_with_the_input_that_stored_it(bench: Bench) -> None:
    decided = bench.decider.decide(given(ImportLayout(SMALL)))
    assert bench.kept.added[decided.token - 1].layouts == ((SMALL.name, SMALL, decided.n),)
    assert bench.decider.decide(given(ImportLayout(SMALL))).refused is not None
    assert sum(len(added.layouts) for added in bench.kept.added) == 1
    gone = bench.decider.decide(given(DeleteLayout(SMALL.name)))
    assert bench.kept.added[gone.token - 1].layouts == ((SMALL.name, None, gone.n),)


def test_a_loaded_site_is_written_down_at_once(bench: Bench) -> None:
    bench.decider.decide(given(NOTHING))
    bench.decider.decide(site())
    first, second = bench.kept.checkpoints()
    assert (first.n, second.n) == (1, 3)
    assert saved(decode_state(second.body)) == saved(bench.state)


def test_the_state_is_written_down_after_so_many_inputs(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHECKPOINT_EVERY", 3)
    for _ in range(7):
        bench.decider.decide(given(NOTHING))
    assert [checkpoint.n for checkpoint in bench.kept.checkpoints()] == [1, 4, 7]


def test_what_was_taken_up_counts_as_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHECKPOINT_EVERY", 3)
    state = State()
    state.n, state.at_ms = 41, SetClock().now_ms()
    bench = Bench(state)
    for _ in range(4):
        bench.decider.decide(given(NOTHING))
    assert [checkpoint.n for checkpoint in bench.kept.checkpoints()] == [44]


def test_the_state_is_written_down_after_so_long(bench: Bench) -> None:
    bench.clock.pass_ms(CHECKPOINT_MS - 1)
    bench.decider.decide(given(NOTHING))
    bench.clock.pass_ms(1)
    bench.decider.decide(given(NOTHING))
    bench.decider.decide(given(NOTHING))
    assert [checkpoint.n for checkpoint in bench.kept.checkpoints()] == [1, 3]
    last = bench.kept.added[-2]
    assert last.checkpoint is not None, "it follows the input that it holds"


def test_a_checkpoint_that_is_asked_for_counts_as_the_last(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHECKPOINT_EVERY", 3)
    bench.decider.decide(given(NOTHING))
    bench.decider.checkpoint()
    for _ in range(3):
        bench.decider.decide(given(NOTHING))
    assert [checkpoint.n for checkpoint in bench.kept.checkpoints()] == [1, 2, 5]
