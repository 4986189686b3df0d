import pytest

from console.app.borrowing import paired
from console.domain.errors import SightlineError
from console.domain.ids import MonitorId

A, B, C, X = (MonitorId(name) for name in ("wall-1", "wall-2", "wall-3", "drill"))


@pytest.mark.parametrize(
    ("recorded", "lent", "pairs"),
    [
        ((A, B), (B,), [(B, B)]),
        ((A, B), (X,), [(A, X)]),
        ((A, B), (X, A), [(B, X), (A, A)]),
        ((A, B, C), (C, X), [(C, C), (A, X)]),
        ((A,), (A, A), [(A, A)]),
        ((A,), (), []),
    ],
)
def test_a_monitor_shows_what_its_name_showed_else_what_is_left(
    recorded: tuple[MonitorId, ...], lent: tuple[MonitorId, ...], pairs: list[tuple[MonitorId, MonitorId]]
) -> None:
    assert paired(recorded, tuple(dict.fromkeys(lent))) == pairs


def test_more_monitors_than_were_recorded_are_refused() -> None:
    with pytest.raises(SightlineError, match="3 monitors are named, but 2 were recorded"):
        paired((A, B), (A, B, C))
