"""Monotonic stamps find their log time through core's starts, and only within their own boot."""

import pytest

from console.protocol.time_anchor import LogTimes, TimeAnchor

S = 1_000_000_000
ANCHORS = [
    TimeAnchor("a", 100 * S, 5_000),
    TimeAnchor("a", 200 * S, 500_000),
    TimeAnchor("b", 10 * S, 900_000),
]


@pytest.mark.parametrize(
    ("boot", "mono_s", "log_ms"),
    [
        ("a", 100, 5_000),
        ("a", 101, 6_000),
        ("a", 99, 4_000),
        ("a", 199, 104_000),
        ("a", 200, 500_000),
        ("a", 201, 501_000),
        ("b", 11, 901_000),
    ],
)
def test_log_time_goes_by_the_last_start_before(boot: str, mono_s: int, log_ms: int) -> None:
    assert LogTimes(reversed(ANCHORS)).log_ns(boot, mono_s * S) == log_ms * 1_000_000


def test_of_another_boot_nothing_is_known() -> None:
    times = LogTimes(ANCHORS)
    assert times.knows("a") and not times.knows("c")
    with pytest.raises(KeyError):
        times.log_ns("c", 0)
