"""Waiting for a condition with a limit, in place of sleeping."""

import time
from collections.abc import Callable
from typing import TypeVar

LOOK_INTERVAL_S = 0.02

T = TypeVar("T")


def becomes_true(condition: Callable[[], object], limit_s: float) -> bool:
    """Whether the condition holds at some time within the limit."""
    until_s = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > until_s:
            return False
        time.sleep(LOOK_INTERVAL_S)
    return True


def wait_until(
    condition: Callable[[], T], limit_s: float, what: str, look_every_s: float = LOOK_INTERVAL_S
) -> T:
    """The first true value of the condition. Fails the test with ``what`` when it never comes."""
    until_s = time.monotonic() + limit_s
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < until_s, f"not within {limit_s:g} s: {what} (last: {value!r})"
        time.sleep(look_every_s)
