"""How far a long work is: said after two seconds, and no oftener than it helps."""

import os
import signal

import pytest

from console.app.package.progress import Progress, shown_progress
from tests.fakes.set_clock import SetClock


def test_a_short_work_says_nothing_and_a_long_one_how_far_it_is() -> None:
    said: list[str] = []
    clock = SetClock()
    progress = Progress(clock, said.append)
    progress.begin("checking", 1_000)
    for _ in range(19):
        clock.pass_ms(100)
        progress.did(10)
    assert said == []
    for _ in range(21):
        clock.pass_ms(100)
        progress.did(10)
    assert said == [
        "checking: 20%, 8 s left",
        "checking: 25%, 7 s left",
        "checking: 30%, 7 s left",
        "checking: 35%, 6 s left",
        "checking: 40%, 6 s left",
    ]


def test_the_next_work_begins_anew_and_none_is_more_than_done() -> None:
    said: list[str] = []
    clock = SetClock()
    progress = Progress(clock, said.append)
    progress.begin("zipping", 0)
    clock.pass_ms(3_000)
    progress.did(5)
    progress.begin("checking", 10)
    progress.did(1)
    clock.pass_ms(5_000)
    progress.did(10)
    assert said == ["zipping: 100%, 0 s left", "checking: 100%, 0 s left"]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_ends_the_program_interrupts_the_work(sign: signal.Signals) -> None:
    before = signal.getsignal(sign)
    with pytest.raises(KeyboardInterrupt), shown_progress(SetClock(), quiet=True):
        os.kill(os.getpid(), sign)
    assert signal.getsignal(sign) is before


def test_a_program_is_told_as_often_as_it_asks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = SetClock()
    with shown_progress(clock, quiet=False, each_ns=500_000_000) as progress:
        progress.begin("checking", 100)
        for _ in range(30):
            clock.pass_ms(100)
            progress.did(1)
    assert capsys.readouterr().err.splitlines() == [
        "checking: 20%, 8 s left",
        "checking: 25%, 7 s left",
        "checking: 30%, 7 s left",
    ]
