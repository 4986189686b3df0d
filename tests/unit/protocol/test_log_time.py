"""Log time as a client knows it goes by the monotonic clock between what it hears."""

from hypothesis import given
from hypothesis import strategies as st

from console.protocol.log_time import LogTime

SECOND_NS = 1_000_000_000


def test_it_goes_on_between_what_is_heard() -> None:
    log_time = LogTime()
    assert log_time.now_ms(5 * SECOND_NS) is None
    log_time.hear("a", 1_000_000, 5 * SECOND_NS)
    assert log_time.now_ms(5 * SECOND_NS) == 1_000_000
    assert log_time.now_ms(65 * SECOND_NS) == 1_060_000
    log_time.hear("a", 1_060_050, 65 * SECOND_NS)
    assert log_time.now_ms(65 * SECOND_NS) == 1_060_050


def test_another_run_of_core_begins_anew() -> None:
    log_time = LogTime()
    log_time.hear("a", 9_000_000, SECOND_NS)
    log_time.hear("b", 5_000_000, 2 * SECOND_NS)
    assert log_time.now_ms(3 * SECOND_NS) == 5_001_000


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**12)), max_size=20))
def test_it_never_goes_backwards(heard: list[tuple[int, int]]) -> None:
    log_time, mono_ns, before_ms = LogTime(), 0, 0
    for at_ms, passed_ns in heard:
        mono_ns += passed_ns
        log_time.hear("a", at_ms, mono_ns)
        now_ms = log_time.now_ms(mono_ns)
        assert now_ms is not None and now_ms >= before_ms
        before_ms = now_ms
