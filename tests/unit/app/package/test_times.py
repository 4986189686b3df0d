"""Times as people write them."""

import time

import pytest

from console.app.package.times import epoch_ms
from console.domain.errors import WrongUse


def test_a_time_without_a_zone_is_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Helsinki")
    time.tzset()
    try:
        assert epoch_ms("2026-11-28T14:00") == epoch_ms("2026-11-28T12:00:00Z") == 1_795_867_200_000
        assert epoch_ms("2026-11-28 14:00:00.25+02:00") == 1_795_867_200_250
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("text", ["", "now", "14:00", "2026-13-01", "0001-01-01", "\udcff"])
def test_anything_else_is_no_time(text: str) -> None:
    with pytest.raises(WrongUse, match="is no time; write"):
        epoch_ms(text)
