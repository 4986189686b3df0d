"""Between the loop and the guard: only a state that is whole is told, and what is asked for is logged."""

from types import SimpleNamespace
from typing import cast

import pytest

from console.core.log.input_log import RoomNeeded
from console.core.log.saved_state import decode_state, encode_state
from console.core.log.store import Store
from console.core.recording.recordings import DAY_MS
from console.core.recording.room_desk import RoomDesk, room_facts
from console.core.recording.video_room import RoomFacts, VideoRoom
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.recording import recording_id
from console.protocol.process_config import RecordingConfig
from console.protocol.recording_messages import RecordedStream, ReportRecorded, StartRecording, StopRecording
from tests.fakes.input_feeder import InputFeeder


class Guard:
    """What the loop sees of one."""

    def __init__(self) -> None:
        self.waits = True
        self.told: list[RoomFacts] = []
        self.needed: RoomNeeded | None = None
        self.looks_soon = 0
        self.problems: tuple[str, ...] = ()

    def look_soon(self) -> None:
        self.looks_soon += 1

    def tell(self, facts: RoomFacts) -> None:
        self.told.append(facts)
        self.waits = False

    def take_need(self) -> RoomNeeded | None:
        needed, self.needed = self.needed, None
        return needed


def desk(life: InputFeeder, guard: Guard, lacks: str = "") -> RoomDesk:
    store = SimpleNamespace(**{name: name == lacks for name in ("unread", "renewing", "outdated")})
    return RoomDesk(cast(VideoRoom, guard), life.decider, cast(Store, store))


def test_what_is_asked_for_is_decided_on_before_the_state_is_told() -> None:
    life, guard = InputFeeder(), Guard()
    life.command(StartRecording((FeedId("cam-001"),)))
    name = recording_id(life.state.n)
    life.command(StopRecording(name))
    guard.needed = RoomNeeded((name,), 2, 1)
    desk(life, guard).turn()
    assert life.entries[-1].input == RoomNeeded((name,), 2, 1)
    assert [facts.wanted.recordings for facts in guard.told] == [()]
    desk(life, guard).turn()
    assert len(guard.told) == 1, "told once"


def test_the_disk_is_looked_at_soon_after_a_recording_began_and_not_after_its_end() -> None:
    life, guard = InputFeeder(), Guard()
    turning = desk(life, guard)
    turning.turn()
    assert guard.looks_soon == 0
    life.command(StartRecording((FeedId("cam-001"),)))
    name = recording_id(life.state.n)
    turning.turn()
    turning.turn()
    assert guard.looks_soon == 1
    life.command(StopRecording(name))
    turning.turn()
    assert guard.looks_soon == 1


@pytest.mark.parametrize(("problems", "looks"), [((), 0), (("The room for recordings is used up",), 1)])
def test_the_disk_is_looked_at_soon_after_it_takes_recordings_again(
    problems: tuple[str, ...], looks: int
) -> None:
    """What is said of a room that is used up is not to stay half a minute longer than that is true."""
    life, guard = InputFeeder(), Guard()
    turning = desk(life, guard)
    guard.problems = problems
    for trouble in ("", "the disk is full: make room", "the disk is full: make room"):
        life.command(ReportRecorded((RecordedStream(FeedId("cam-001"), Profile.SUB, 1, 0, trouble),)))
        turning.turn()
        assert guard.looks_soon == 0
    life.command(ReportRecorded((RecordedStream(FeedId("cam-001"), Profile.SUB, 2, 0, ""),)))
    turning.turn()
    turning.turn()
    assert guard.looks_soon == looks


@pytest.mark.parametrize("lacks", ["unread", "renewing", "outdated"])
def test_a_state_that_lacks_what_the_log_holds_is_told_to_nobody(lacks: str) -> None:
    life, guard = InputFeeder(), Guard()
    guard.needed = RoomNeeded((), 2, 1)
    desk(life, guard, lacks).turn()
    assert guard.told == [] and guard.needed is not None


def test_the_sites_limits_are_in_bytes_and_both_clocks_are_told() -> None:
    config = RecordingConfig(keep_days=3, keep_gb=7, least_free_gb=1)
    life = InputFeeder(recording=config)
    facts = room_facts(life.state, 5, 6)
    assert (facts.keep_bytes, facts.least_free_bytes) == (7_000_000_000, 1_000_000_000)
    assert (facts.wanted.now_ms, facts.wanted.now_log_ms, facts.wanted.keep_ms) == (5, 6, 3 * DAY_MS)


def test_core_knows_of_recordings_since_its_log_began() -> None:
    life = InputFeeder()
    begun_ms = life.now_ms
    life.now_ms += DAY_MS
    life.feed(life.site)
    assert room_facts(life.state, 5, 6).wanted.since_ms == begun_ms
    assert decode_state(encode_state(life.state)).recordings.since_ms.value == begun_ms
    life.clock.set_by(-2 * DAY_MS)  # it was wrong at the first start
    life.feed(life.site)
    assert room_facts(life.state, 5, 6).wanted.since_ms == begun_ms - DAY_MS
