"""A window's hold on a replay, over real sockets: what is asked is done, and what others do is known."""

import pytest
from msgspec import Struct

from console.protocol.command_sender import Became
from console.protocol.replay_messages import (
    GetReplay,
    LoopReplay,
    PauseReplay,
    PlayReplay,
    SeekReplay,
    SetReplayRate,
)
from console.ui.replay.keys import ReplayAct
from tests.fakes.played_replay import BEGIN_MS, END_MS
from tests.ui.replay.conftest import HeldReplay


def asked(held: HeldReplay, monkeypatch: pytest.MonkeyPatch) -> list[Struct]:
    """What is sent to core from now on."""
    found: list[Struct] = []
    requester = held.bridge.core.requester
    send = requester.send

    def noting(command: Struct, request_id: str | None = None, until_mono_ns: int = 0) -> str:
        found.append(command)
        return send(command, request_id, until_mono_ns)

    monkeypatch.setattr(requester, "send", noting)
    return found


def test_it_knows_how_the_replay_is_and_what_happened_in_it(held: HeldReplay) -> None:
    status = held.control.status
    assert status is not None
    assert (status.begin_ms, status.end_ms, status.playing) == (BEGIN_MS, END_MS, False)
    assert held.control.events == held.site.events
    assert held.control.at_ms == BEGIN_MS


def test_a_key_plays_and_holds_it(held: HeldReplay) -> None:
    held.control.do(ReplayAct.TOGGLE)
    held.until(lambda: held.site.transport.playing and held.clock.rate_permille == 1000)
    held.until(lambda: held.control.at_ms > BEGIN_MS + 100)
    held.control.do(ReplayAct.TOGGLE)
    held.until(lambda: not held.site.transport.playing and held.clock.rate_permille == 0)
    assert held.control.at_ms == held.site.at_ms
    assert all(one.became is Became.DONE for one in held.told)


def test_two_keys_at_once_are_two_steps_of_speed(held: HeldReplay) -> None:
    for _ in range(2):
        held.control.do(ReplayAct.FASTER)
    held.until(lambda: held.site.transport.rate_permille == 4000)
    for _ in range(9):
        held.control.do(ReplayAct.SLOWER)
    held.until(lambda: held.site.transport.rate_permille == 250)
    assert held.said[:2] == ["plays at 2x", "plays at 4x"]
    assert held.said[-1] == "plays at 0.25x"


def test_leaps_add_up_while_they_are_under_way(held: HeldReplay) -> None:
    for act in (ReplayAct.FAR_ON, ReplayAct.ON, ReplayAct.ON, ReplayAct.BACK):
        held.control.do(act)
    assert held.control.at_ms == BEGIN_MS + 65_000
    held.until(lambda: held.site.at_ms == BEGIN_MS + 65_000)
    held.settle()
    assert held.control.at_ms == BEGIN_MS + 65_000
    held.control.do(ReplayAct.BEGIN)
    held.control.do(ReplayAct.BACK)
    held.until(lambda: held.site.at_ms == BEGIN_MS)


def test_of_a_drag_only_the_newest_wish_waits(held: HeldReplay, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = asked(held, monkeypatch)
    for at_ms in range(BEGIN_MS, BEGIN_MS + 50_000, 1000):
        held.control.seek(at_ms)
        assert held.control.at_ms == at_ms, "shown at once"
    held.until(lambda: held.site.at_ms == BEGIN_MS + 49_000)
    held.settle()
    assert len([one for one in sent if isinstance(one, SeekReplay)]) == 2


def test_a_step_after_a_leap_is_shown_where_it_is(held: HeldReplay) -> None:
    held.control.seek(BEGIN_MS + 100_000)
    held.until(lambda: held.site.at_ms == BEGIN_MS + 100_000)
    held.settle()
    held.control.do(ReplayAct.EVENT_BACK)
    before = max(one.at_ms for one in held.site.events if one.at_ms < BEGIN_MS + 100_000)
    held.until(lambda: held.site.at_ms == before)
    held.until(lambda: held.control.at_ms == before)
    held.control.do(ReplayAct.FRAME)
    held.until(lambda: held.control.at_ms == before + 67)
    held.control.do(ReplayAct.FRAME_BACK)
    held.until(lambda: held.control.at_ms == before)


def test_a_held_key_steps_no_faster_than_core(held: HeldReplay) -> None:
    for _ in range(5):
        held.control.do(ReplayAct.FRAME)
    held.until(lambda: held.site.at_ms > BEGIN_MS)
    held.settle()
    assert held.site.at_ms == BEGIN_MS + 2 * 67, "one at once, one that waited"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (SetReplayRate(8.0), ("rate", 8.0)),
        (LoopReplay(True), ("loop", True)),
        (PlayReplay(), ("playing", True)),
    ],
)
def test_what_another_does_is_known_without_asking_again_and_again(
    held: HeldReplay, command: Struct, expected: tuple[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    held.settle()
    sent = asked(held, monkeypatch)
    held.bridge.core.requester.send(command)  # as another window or ctl would: the control knows no such id
    held.until(lambda: getattr(held.control.status, expected[0]) == expected[1])
    held.settle()
    questions = [one for one in sent if isinstance(one, GetReplay)]
    assert questions and len(questions) <= 2 and not any(one.events for one in questions)
    held.bridge.core.requester.send(PauseReplay())


def test_what_core_refuses_is_told_and_the_next_key_works(held: HeldReplay) -> None:
    held.control.do(ReplayAct.EVENT_BACK)
    held.until(lambda: held.told)
    assert "no event before" in held.told[-1].why
    held.control.do(ReplayAct.EVENT)
    held.until(lambda: held.site.at_ms > BEGIN_MS)


def test_nothing_is_done_while_control_is_lost(held: HeldReplay) -> None:
    held.bridge.commands.control_lost = True
    held.control.seek(BEGIN_MS + 9_000)
    held.control.do(ReplayAct.TOGGLE)
    held.until(lambda: len(held.told) >= 2)
    assert {one.became for one in held.told} == {Became.NOT_SENT}
    assert held.control.at_ms == BEGIN_MS
    assert held.control.status is not None and not held.control.status.playing
