"""A replay's core over real sockets: it plays, stands, leaps, and clients follow it as a live one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import zmq

from console.core.log.input_log import AlertReceived, SiteLoaded
from console.core.log.saved_state import encode_state, saved
from console.core.replay.kept_transport import KeptTransport
from console.core.replay.replay_core import MOST_TRIES, ReplayCore
from console.core.replay.run_log import ACTS, read_run
from console.core.replay.slice_reading import RecordedInput
from console.core.replay.tape import Tape
from console.core.state import State
from console.core.step import step
from console.core.wall.cells import monitor_views
from console.core.wall.view_changes import ViewChanges
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import IncidentState
from console.domain.wall import MonitorView
from console.protocol.clock import Clock, SystemClock
from console.protocol.core_changes import ClockChanged, CorePublished, CoreSnapshot, MonitorChanged
from console.protocol.core_messages import AnyCommand, AssignFeed, GetSnapshot, GetStatus, ReportFeeds
from console.protocol.endpoints import Endpoints
from console.protocol.follower import Follower
from console.protocol.layout_messages import SaveLayout
from console.protocol.picture_clock import PictureClock
from console.protocol.replay_messages import (
    DecideAgain,
    GetReplay,
    LoopReplay,
    PauseReplay,
    PlayReplay,
    ReplayStatus,
    SeekReplay,
    SetReplayRate,
    ShowAsItWas,
    Step,
    StepReplay,
)
from console.protocol.reply import Reply
from console.protocol.requester import Requester
from tests.fakes.played_replay import recorded_in
from tests.fakes.whole_life import lived_through
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

LIFE = lived_through(120)
TAPE = Tape(State(), LIFE.entries)
BEGIN_MS = LIFE.entries[5].at_ms
END_MS = BEGIN_MS + 300_000
CLOCK = SystemClock()


class Watcher:
    """A client that follows the replay as a display does."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], run_dir: Path) -> None:
        endpoints = Endpoints(run_dir)
        requester = Requester(context, endpoints.core_commands, "test", CLOCK)
        self.follower: Follower[CoreSnapshot, CorePublished] = Follower(
            context, endpoints.core_changes, requester, GetSnapshot(), CoreSnapshot, CorePublished, CLOCK
        )
        self.clock = PictureClock(CLOCK, replays=True)
        self.views: dict[MonitorId, MonitorView] = {}
        self.boots: list[str] = []
        self.incidents = 0
        self.problems: tuple[str, ...] = ()
        self.replies: dict[str, Reply] = {}

    def take(self) -> None:
        for said in self.follower.poll():
            match said:
                case CoreSnapshot():
                    self.clock.follow(said.clock)
                    self.views = {view.monitor: view for view in said.monitors}
                    self.boots.append(said.boot)
                    self.incidents = len(said.incidents)
                    self.problems = said.problems
                case CorePublished(change=MonitorChanged(view=view)):
                    self.views[view.monitor] = view
                case CorePublished(change=ClockChanged(clock=reading)):
                    self.clock.follow(reading)
        self.replies |= {reply.id: reply for reply in self.follower.replies}
        self.follower.replies.clear()

    @property
    def at_ms(self) -> int:
        return self.clock.monotonic_ns() // 1_000_000


class Replay:
    """The core and a watcher, turned by the test."""

    def __init__(
        self,
        run_dir: Path,
        tape: Tape = TAPE,
        bounds_ms: tuple[int, int, int] = (BEGIN_MS, END_MS, BEGIN_MS),
        clock: Clock = CLOCK,
        not_as_signed: str = "",
    ) -> None:
        self.context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self.core = ReplayCore(
            self.context,
            run_dir,
            tape,
            recorded_in(run_dir),
            bounds_ms,
            clock,
            kept=KeptTransport(run_dir / "transport.json"),
            not_as_signed=not_as_signed,
        )
        self.watcher = Watcher(self.context, run_dir)
        self.core.start()
        self.watcher.follower.start()
        self.until(lambda: bool(self.watcher.boots))

    def turn(self) -> None:
        self.core.turn(1)
        self.watcher.take()

    def until(self, holds: object, limit_s: float = 5.0) -> None:
        def turned() -> bool:
            self.turn()
            return bool(holds())  # type: ignore[operator]

        wait_until(turned, limit_s, "the replay came to it")

    def reply(self, command: AnyCommand) -> Reply:
        asked = self.watcher.follower.requester.send(command)
        self.until(lambda: asked in self.watcher.replies)
        return self.watcher.replies[asked]

    def ask(self, command: AnyCommand) -> ReplayStatus:
        reply = self.reply(command)
        assert reply.refused is None, reply.refused
        return msgspec.convert(reply.result, ReplayStatus)

    def seek(self, at_ms: int) -> ReplayStatus:
        """And wait until the watcher has it."""
        lives = len(self.watcher.boots)
        status = self.ask(SeekReplay(at_ms))
        self.until(lambda: len(self.watcher.boots) > lives)
        return status

    def close(self) -> None:
        self.watcher.follower.stop()
        self.core.stop()
        self.context.term()

    def kill(self) -> None:
        """As core leaves it that is killed: nothing more is written down."""
        if self.core._played._run is not None:
            self.core._played._run.stop()
        self.watcher.follower.stop()
        self.core._responder.stop()
        self.core._publisher.stop()
        self.context.term()


@pytest.fixture
def replay(tmp_path: Path) -> Iterator[Replay]:
    made = Replay(tmp_path)
    yield made
    made.close()


def views_at(at_ms: int) -> dict[MonitorId, MonitorView]:
    return monitor_views(TAPE.state_at(at_ms)[0])


def test_it_stands_at_its_beginning_and_shows_what_was_shown(replay: Replay) -> None:
    status = replay.ask(GetReplay())
    assert (status.at_ms, status.playing, status.end_ms) == (BEGIN_MS, False, END_MS)
    assert replay.watcher.at_ms == BEGIN_MS
    assert replay.watcher.views == views_at(BEGIN_MS)


def test_played_fast_it_shows_each_change_and_stands_at_its_end(replay: Replay) -> None:
    replay.ask(SetReplayRate(8.0))
    replay.seek(END_MS - 20_000)
    replay.ask(PlayReplay())
    replay.until(lambda: not replay.ask(GetReplay()).playing, 10.0)
    replay.until(lambda: replay.watcher.at_ms == END_MS)
    assert replay.watcher.views == views_at(END_MS)
    assert len(replay.watcher.boots) == 2, "playing is no leap"


def test_after_each_leap_a_client_has_all_of_that_moment(replay: Replay) -> None:
    for at_ms in range(END_MS, BEGIN_MS, -37_000):
        status = replay.seek(at_ms)
        assert status.at_ms == at_ms == replay.watcher.at_ms
        assert replay.watcher.views == views_at(at_ms)
        assert replay.watcher.incidents == len(TAPE.state_at(at_ms)[0].incidents.table)
    assert len(set(replay.watcher.boots)) == len(replay.watcher.boots)


def test_a_leap_to_a_time_of_day_lands_where_it_was_shown(replay: Replay) -> None:
    wall_ms = TAPE.wall_ms(BEGIN_MS + 60_000)
    for near_ms in (BEGIN_MS + 59_999, BEGIN_MS + 60_001):
        assert replay.ask(SeekReplay(near_ms, wall_ms)).wall_ms == wall_ms


def test_paused_its_clients_clocks_stand(replay: Replay) -> None:
    replay.ask(PlayReplay())
    replay.until(lambda: replay.watcher.at_ms > BEGIN_MS + 100)
    stood_ms = replay.ask(PauseReplay()).at_ms
    replay.until(lambda: replay.watcher.clock.rate_permille == 0)
    assert replay.watcher.at_ms == stood_ms == replay.ask(GetReplay()).at_ms


def test_it_steps_from_event_to_event_and_back(replay: Replay) -> None:
    events = replay.ask(GetReplay()).events
    moments = sorted({event.at_ms for event in events if event.at_ms > BEGIN_MS})
    assert len(moments) > 10
    assert [replay.ask(StepReplay(Step.EVENT)).at_ms for _ in range(3)] == moments[:3]
    assert replay.ask(StepReplay(Step.EVENT, back=True)).at_ms == moments[1]
    at_ms = replay.ask(GetReplay()).at_ms
    assert replay.ask(StepReplay()).at_ms == at_ms + 67


def test_looped_it_begins_again(replay: Replay) -> None:
    replay.ask(LoopReplay(True))
    replay.ask(SetReplayRate(8.0))
    replay.seek(END_MS - 1_000)
    replay.ask(PlayReplay())
    replay.until(lambda: replay.ask(GetReplay()).at_ms < BEGIN_MS + 60_000)
    assert replay.ask(GetReplay()).playing


def test_nothing_that_this_run_says_changes_it(replay: Replay) -> None:
    before = saved(replay.core._played.state)
    assert replay.reply(ReportFeeds(())).refused is None, "it is not asked again for ever"
    refused = replay.reply(AssignFeed(MonitorId("wall-1"), 0, FeedId("cam-001"))).refused  # type: ignore[arg-type]
    assert refused is not None and refused.code == "replay"
    assert saved(replay.core._played.state) == before


@pytest.mark.parametrize("rate", [0.0, 0.2, 8.1, -1.0])
def test_an_impossible_rate_is_refused(replay: Replay, rate: float) -> None:
    refused = replay.reply(SetReplayRate(rate)).refused
    assert refused is not None and refused.code == "bad_rate"


def test_the_timeline_names_what_happened(replay: Replay) -> None:
    kinds = {event.kind for event in replay.ask(GetReplay()).events}
    assert kinds == {"alert", "act", "decision"}
    assert any(IncidentId("i-0000") in event.text for event in replay.ask(GetReplay()).events)


def parted_tape() -> Tape:
    """Decided as another version did."""
    state = State()
    changes = ViewChanges(state)
    recorded = []
    for entry in LIFE.entries:
        decisions = step(state, entry)
        if entry.at_ms > BEGIN_MS and not any(one.decisions == () for one in recorded[-1:]):
            decisions = decisions[:-1]
        recorded.append(
            RecordedInput(entry, decisions, changes.take(whole=isinstance(entry.input, SiteLoaded)))
        )
    tape = Tape(State(), LIFE.entries, recorded=recorded)
    assert tape.parted_n is not None
    return tape


def test_where_this_program_decides_differently_it_shows_the_record_and_says_so(
    tmp_path: Path,
) -> None:
    another = Replay(tmp_path, parted_tape())
    try:
        for at_ms in (END_MS, BEGIN_MS + 90_000, BEGIN_MS + 200_000):
            another.seek(at_ms)
            assert another.watcher.views == views_at(at_ms)
            assert any("shown is what was recorded" in text for text in another.watcher.problems)
    finally:
        another.close()


def test_of_what_is_not_as_it_was_signed_no_other_program_is_blamed(tmp_path: Path) -> None:
    tape = parted_tape()
    changed = Replay(tmp_path, tape, not_as_signed="log/decisions.jsonl is changed")
    try:
        assert changed.watcher.problems == (
            "This package is not as it was signed: log/decisions.jsonl is changed",
            f"From input {tape.parted_n} on this program decides differently than its log says, which may "
            "have been changed: shown is what the log says",
        )
    finally:
        changed.close()


PUT = AssignFeed(MonitorId("wall-1"), CellIndex(3), FeedId("cam-007"))


def in_cell(views: dict[MonitorId, MonitorView], cell: int = 3) -> FeedId | None:
    return {one.cell: one.feed for one in views[MonitorId("wall-1")].cells}[CellIndex(cell)]


def test_decided_again_acts_count_and_are_written_down(replay: Replay) -> None:
    lives = len(replay.watcher.boots)
    status = replay.ask(DecideAgain())
    assert status.again_ms == BEGIN_MS
    replay.until(lambda: len(replay.watcher.boots) > lives)
    assert replay.reply(PUT).refused is None
    replay.until(lambda: in_cell(replay.watcher.views) == "cam-007")
    run = read_run(Path(status.run))
    assert [(act.at_ms, act.given.by, act.given.command) for act in run.acts] == [(BEGIN_MS, "test", PUT)]


def test_alerts_come_again_as_they_did_and_nobody_acknowledges_them_but_who_is_here(replay: Replay) -> None:
    replay.ask(DecideAgain())
    replay.seek(END_MS)
    made = replay.core._played.state.incidents.table
    alerts = [
        one for one in LIFE.entries if BEGIN_MS < one.at_ms <= END_MS and isinstance(one.input, AlertReceived)
    ]
    assert {one.incident for one in made.oldest_first()} >= {
        IncidentId(f"i-{one.input.number:06d}") for one in alerts if isinstance(one.input, AlertReceived)
    }
    assert not [
        one for one in made.oldest_first() if one.state is IncidentState.ACKNOWLEDGED and one.opened_n > 90
    ]


@pytest.mark.parametrize(
    "command", [SeekReplay(BEGIN_MS), StepReplay(Step.FRAME, back=True), LoopReplay(True), DecideAgain()]
)
def test_what_is_decided_again_only_goes_on(replay: Replay, command: AnyCommand) -> None:
    replay.ask(SeekReplay(BEGIN_MS + 60_000))
    replay.ask(DecideAgain())
    refused = replay.reply(command).refused
    assert refused is not None and refused.code == "again"
    assert replay.ask(GetReplay()).at_ms == BEGIN_MS + 60_000


def test_at_its_end_a_run_does_not_begin_again(replay: Replay) -> None:
    replay.ask(LoopReplay(True))
    replay.ask(DecideAgain())
    replay.ask(SeekReplay(END_MS))
    refused = replay.reply(PlayReplay()).refused
    assert refused is not None and refused.code == "again"


def test_as_it_was_is_as_it_was_again(replay: Replay) -> None:
    replay.ask(SeekReplay(BEGIN_MS + 60_000))
    replay.ask(DecideAgain())
    replay.reply(PUT)
    replay.until(lambda: in_cell(replay.watcher.views) == "cam-007")
    status = replay.ask(ShowAsItWas())
    assert (status.again_ms, status.run, status.at_ms) == (None, "", BEGIN_MS + 60_000)
    replay.until(lambda: replay.watcher.views == views_at(BEGIN_MS + 60_000))
    refused = replay.reply(PUT).refused
    assert refused is not None and refused.code == "replay"


def test_a_run_without_an_act_leaves_no_folder(replay: Replay, tmp_path: Path) -> None:
    status = replay.ask(DecideAgain())
    assert Path(status.run).parent == tmp_path / "runs"
    replay.ask(SeekReplay(BEGIN_MS + 60_000))
    assert replay.reply(SaveLayout(MonitorId("wall-1"), "mine")).refused is not None
    replay.ask(ShowAsItWas())
    assert list((tmp_path / "runs").iterdir()) == []


def test_nothing_is_kept_in_the_site_by_a_run(replay: Replay) -> None:
    replay.ask(DecideAgain())
    refused = replay.reply(SaveLayout(MonitorId("wall-1"), "mine")).refused
    assert refused is not None and "keeps no pictures, no layouts, wall presets and tours" in refused.text


def test_a_run_that_can_t_be_written_down_does_not_begin(replay: Replay, tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("in the way")
    refused = replay.reply(DecideAgain()).refused
    assert refused is not None and refused.code == "no_log"
    assert replay.ask(GetReplay()).again_ms is None


def test_what_is_not_as_it_was_signed_is_among_its_problems(tmp_path: Path) -> None:
    changed = Replay(tmp_path, not_as_signed="x.mp4 is missing")
    words = "This package is not as it was signed: x.mp4 is missing"
    assert changed.watcher.problems == (words,)
    assert changed.reply(GetStatus()).result["problems"] == [words]
    changed.ask(DecideAgain())
    changed.until(lambda: len(changed.watcher.boots) > 1)
    assert changed.watcher.problems == (words,)
    changed.close()


OTHER = AssignFeed(MonitorId("wall-1"), CellIndex(2), FeedId("cam-003"))


def test_a_core_that_is_killed_while_it_decides_again_goes_on_with_it(tmp_path: Path) -> None:
    killed = Replay(tmp_path)
    killed.seek(BEGIN_MS + 30_000)
    began = killed.ask(DecideAgain())
    killed.seek(BEGIN_MS + 60_000)
    assert killed.reply(PUT).refused is None
    killed.seek(BEGIN_MS + 120_000)
    state, views = encode_state(killed.core._played.state), dict(killed.core._played.views)
    killed.kill()
    back = Replay(tmp_path)
    status = back.ask(GetReplay())
    assert (status.again_ms, status.run) == (began.again_ms, began.run)
    assert status.at_ms == BEGIN_MS + 120_000
    assert back.watcher.views == views and in_cell(views) == "cam-007"
    assert encode_state(back.core._played.state) == state and back.watcher.problems == ()
    assert back.reply(OTHER).refused is None
    back.until(lambda: in_cell(back.watcher.views, 2) == "cam-003")
    back.close()
    acts = read_run(Path(began.run)).acts
    assert [(act.at_ms - BEGIN_MS, act.given.command) for act in acts] == [(60_000, PUT), (120_000, OTHER)]


@pytest.mark.parametrize("acts", [0, 1])
def test_one_that_is_killed_at_once_goes_on_with_it_too(tmp_path: Path, acts: int) -> None:
    killed = Replay(tmp_path)
    run = killed.ask(DecideAgain()).run
    for _ in range(acts):
        assert killed.reply(PUT).refused is None
    killed.kill()
    back = Replay(tmp_path)
    assert back.ask(GetReplay()).run == run and back.watcher.problems == ()
    assert back.reply(OTHER).refused is None
    back.close()
    assert len(read_run(Path(run)).acts) == acts + 1


def test_what_was_shown_as_it_was_again_is_so_after_a_kill(tmp_path: Path) -> None:
    killed = Replay(tmp_path)
    killed.ask(DecideAgain())
    killed.reply(PUT)
    killed.ask(ShowAsItWas())
    killed.kill()
    back = Replay(tmp_path)
    assert back.ask(GetReplay()).again_ms is None and back.watcher.problems == ()
    back.close()


def test_a_run_that_cant_be_gone_on_with_is_named_until_another_begins(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("is not gone on with")
    killed = Replay(tmp_path)
    run = killed.ask(DecideAgain()).run
    killed.reply(PUT)
    killed.kill()
    (Path(run) / ACTS).write_text("nothing\n")
    for _ in range(2):
        back = Replay(tmp_path)
        assert back.ask(GetReplay()).again_ms is None
        (problem,) = back.watcher.problems
        assert problem.startswith("What was decided again from ") and "acts.jsonl is damaged" in problem
        assert f"sightline replay --compare {tmp_path}/recording {run}" in problem
        back.ask(SeekReplay(END_MS))
        back.kill()
    back = Replay(tmp_path)
    back.ask(DecideAgain())
    back.until(lambda: back.watcher.problems == ())
    back.close()


def test_a_run_that_ends_core_each_time_is_given_up(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("is not gone on with")
    killed = Replay(tmp_path)
    killed.ask(DecideAgain())
    killed.reply(PUT)
    killed.kill()
    kept = KeptTransport(tmp_path / "transport.json")
    transport, run = kept.left(killed.core._transport)
    assert run is not None
    kept.keep(transport, replace(run, tries=MOST_TRIES))
    back = Replay(tmp_path)
    assert "core ended each time" in back.watcher.problems[0]
    back.close()
