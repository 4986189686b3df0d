"""The filter never denies an alert that has come, and seldom is unsure about one that has not."""

from hypothesis import given
from hypothesis import strategies as st

from console.core.boundary.known_alerts import KnownAlerts


@given(st.sets(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=50))
def test_an_alert_that_came_is_never_denied(keys: set[tuple[str, str]]) -> None:
    known = KnownAlerts(10)
    for key in keys:
        known.add(key)
    assert all(known.may_hold(key) for key in keys)


def test_it_is_unsure_about_few_that_did_not_come() -> None:
    known = KnownAlerts(200_000)
    for number in range(200_000):
        known.add((f"reader-{number % 400}", f"read-{number}"))
    unsure = sum(known.may_hold((f"reader-{number % 400}", f"new-{number}")) for number in range(20_000))
    assert unsure < 400, "one in 200 by its size; twice that would cost the disk"
