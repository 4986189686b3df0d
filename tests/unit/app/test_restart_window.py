"""Five quick restarts in a minute, then slower."""

from console.app.restart_window import MAX_RESTARTS, QUICK_DELAY_S, SLOW_DELAY_S, RestartWindow


def test_the_sixth_restart_within_a_minute_waits() -> None:
    window = RestartWindow()
    delays = [window.next_delay_s(float(second)) for second in range(MAX_RESTARTS + 1)]
    assert delays == [QUICK_DELAY_S] * MAX_RESTARTS + [SLOW_DELAY_S]


def test_old_restarts_are_forgotten() -> None:
    window = RestartWindow()
    for second in range(MAX_RESTARTS):
        window.next_delay_s(float(second))
    assert window.next_delay_s(100.0) == QUICK_DELAY_S
    assert window.total == MAX_RESTARTS + 1
