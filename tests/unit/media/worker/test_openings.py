"""Openings stay within their bounds whatever cameras answer; a refused password is not tried on and on."""

import threading

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import LostCause
from console.media.worker.lock_out import LOCK_OUT_S
from console.media.worker.opening_gate import OpeningGate
from console.media.worker.openings import (
    DOUBTFUL_AT_ONCE,
    FIRST_HOST_LIMIT,
    HIGHEST_HOST_LIMIT,
    LOWEST_HOST_LIMIT,
    OPENINGS_AT_ONCE,
    OPENINGS_PER_DEVICE,
    STRAINED,
    Denials,
    HostLimit,
    Opening,
    OpeningQueue,
    opening_of,
)
from console.protocol.clock import SystemClock
from console.protocol.process_config import StreamSource

HELD_NS = LOCK_OUT_S * 1_000_000_000

ACCOUNT = ("cam-1", "viewer")
SOURCE = StreamSource(FeedId("cam-1"), Profile.SUB, "rtsp://10.0.0.1:554/a", "viewer", "secret")


def test_device_is_the_camera_unless_it_is_named() -> None:
    assert opening_of(SOURCE, LostCause.NONE).device == "cam-1"
    named = StreamSource(FeedId("cam-1"), Profile.SUB, "rtsp://10.0.0.1/a", device="recorder")
    assert (opening_of(named, LostCause.NONE).host, opening_of(named, LostCause.NONE).device) == (
        "10.0.0.1",
        "recorder",
    )


def test_host_limit_is_doubled_by_success_and_halved_by_strain() -> None:
    limit = HostLimit()
    for expected in (8, 16, 32, 64, 64):
        limit.note(LostCause.NONE, 1, 2)
        assert limit.limit == expected
    for now, cause in enumerate(STRAINED, 3):
        limit.note(cause, now, now)
    assert limit.limit == 64 // 2 ** len(STRAINED)


def test_failures_of_one_moment_halve_once() -> None:
    limit = HostLimit()
    limit.note(LostCause.NONE, 1, 2)
    for _ in range(5):
        limit.note(LostCause.SILENT, 3, 10)
    assert limit.limit == 4


@given(st.lists(st.tuples(st.sampled_from(LostCause), st.integers(0, 50), st.integers(0, 50))))
def test_host_limit_stays_in_its_bounds(ends: list[tuple[LostCause, int, int]]) -> None:
    limit = HostLimit()
    for cause, began_ns, lasted_ns in ends:
        limit.note(cause, began_ns, began_ns + lasted_ns)
        assert LOWEST_HOST_LIMIT <= limit.limit <= HIGHEST_HOST_LIMIT


class Openings(RuleBasedStateMachine):
    """Any order of asking, granting, ending and withdrawing."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = OpeningQueue()
        self.waiting: list[Opening] = []
        self.running: list[Opening] = []
        self.now_ns = 0

    @rule(host=st.sampled_from("ABC"), device=st.integers(0, 12), doubtful=st.booleans())
    def ask(self, host: str, device: int, doubtful: bool) -> None:
        opening = Opening(host, f"{host}{device}", doubtful)
        self.queue.ask(opening)
        self.waiting.append(opening)

    @rule()
    def grant(self) -> None:
        self.now_ns += 1
        before = {host: self.queue.host_limit(host) for host in "ABC"}
        granted = self.queue.grant(self.now_ns)
        for opening in granted:
            self.waiting.remove(opening)
            self.running.append(opening)
        for host, limit in before.items():
            if any(opening.host == host for opening in granted):
                assert sum(opening.host == host for opening in self.running) <= limit
        if self.waiting and not self.running:
            raise AssertionError("nothing runs and somebody waits")

    @precondition(lambda self: self.running)
    @rule(which=st.integers(0), cause=st.sampled_from(LostCause))
    def end(self, which: int, cause: LostCause) -> None:
        self.now_ns += 1
        opening = self.running.pop(which % len(self.running))
        self.queue.ended(opening, cause, self.now_ns)
        self.queue.ended(opening, cause, self.now_ns)  # a second time does nothing

    @precondition(lambda self: self.waiting)
    @rule(which=st.integers(0))
    def withdraw(self, which: int) -> None:
        self.queue.withdraw(self.waiting.pop(which % len(self.waiting)))

    @invariant()
    def within_bounds(self) -> None:
        assert self.queue.running() == len(self.running) <= OPENINGS_AT_ONCE
        assert sum(opening.doubtful for opening in self.running) <= DOUBTFUL_AT_ONCE
        for device in {opening.device for opening in self.running}:
            assert sum(opening.device == device for opening in self.running) <= OPENINGS_PER_DEVICE

    def teardown(self) -> None:
        """Everyone who waits gets a turn when the others end."""
        for _ in range(len(self.waiting) + len(self.running)):
            for opening in self.running:
                self.queue.ended(opening, LostCause.SILENT, self.now_ns)
            self.now_ns += 1
            self.running = self.queue.grant(self.now_ns)
            self.waiting = [opening for opening in self.waiting if opening not in self.running]
        assert not self.waiting


TestOpenings = Openings.TestCase
TestOpenings.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)


def test_first_grants_are_in_the_order_of_asking_up_to_the_first_limit() -> None:
    queue = OpeningQueue()
    asked = [Opening("A", str(number)) for number in range(10)]
    for opening in asked:
        queue.ask(opening)
    assert queue.grant(1) == asked[:FIRST_HOST_LIMIT]


def test_silent_cameras_leave_half_of_a_host_to_the_others() -> None:
    queue = OpeningQueue()
    silent = [Opening("A", str(number), doubtful=True) for number in range(4)]
    fresh = [Opening("A", f"fresh {number}") for number in range(4)]
    for opening in (*silent, *fresh):
        queue.ask(opening)
    assert queue.grant(1) == [*silent[:2], *fresh[:2]]


def test_account_is_held_after_two_refusals_for_ten_minutes_and_then_tried_once() -> None:
    denials = Denials()
    denials.note(ACCOUNT, LostCause.UNAUTHORISED, 1)
    assert denials.held(ACCOUNT, 2) is LostCause.NONE
    denials.note(ACCOUNT, LostCause.UNAUTHORISED, 2)
    assert denials.held(ACCOUNT, 1 + HELD_NS) is LostCause.UNAUTHORISED
    assert denials.held(("cam-2", "viewer"), 3) is LostCause.NONE
    assert denials.held(ACCOUNT, 2 + HELD_NS) is LostCause.NONE
    denials.note(ACCOUNT, LostCause.UNAUTHORISED, 3 + HELD_NS)
    assert denials.held(ACCOUNT, 4 + HELD_NS) is LostCause.UNAUTHORISED
    denials.note(ACCOUNT, LostCause.NONE, 5 + 2 * HELD_NS)
    denials.note(ACCOUNT, LostCause.UNAUTHORISED, 6 + 2 * HELD_NS)
    assert denials.held(ACCOUNT, 7 + 2 * HELD_NS) is LostCause.NONE


def test_a_loss_in_between_forgets_no_refusal() -> None:
    denials = Denials()
    for cause in (LostCause.UNAUTHORISED, LostCause.SILENT, LostCause.UNAUTHORISED):
        denials.note(ACCOUNT, cause, 1)
    assert denials.held(ACCOUNT, 2) is LostCause.UNAUTHORISED


def test_gate_lets_the_next_in_when_one_leaves_and_nobody_who_stops() -> None:
    gate = OpeningGate(SystemClock())
    going, stopping = threading.Event(), threading.Event()
    stopping.set()
    inside = [gate.enter(SOURCE, LostCause.NONE, going) for _ in range(OPENINGS_PER_DEVICE)]
    assert gate.enter(SOURCE, LostCause.NONE, stopping) is None
    entered: list[Opening | None] = []
    waiting = threading.Thread(target=lambda: entered.append(gate.enter(SOURCE, LostCause.NONE, going)))
    waiting.start()
    assert inside[0] is not None
    gate.leave(SOURCE, inside[0], LostCause.NONE)
    waiting.join(5.0)
    assert entered[0] is not None


def test_gate_holds_an_account_over_sessions() -> None:
    gate = OpeningGate(SystemClock())
    for _ in range(2):
        opening = gate.enter(SOURCE, LostCause.NONE, threading.Event())
        assert opening is not None
        gate.leave(SOURCE, opening, LostCause.UNAUTHORISED)
    assert gate.held(SOURCE) is LostCause.UNAUTHORISED
