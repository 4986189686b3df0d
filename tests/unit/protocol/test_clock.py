"""The clock of trials: the machine's, set on or back by what a file says."""

from pathlib import Path

import pytest

from console.protocol.clock import SteppedClock, SystemClock


@pytest.mark.parametrize(("written", "step_ms"), [(None, 0), ("", 0), ("soon", 0), ("3600000", 3_600_000)])
def test_wall_time_alone_is_another_and_without_a_file_it_is_the_machines(
    tmp_path: Path, written: str | None, step_ms: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SystemClock, "now_ms", lambda _: 1_700_000_000_000)
    file = tmp_path / "step"
    if written is not None:
        file.write_text(written)
    clock = SteppedClock(file)
    assert clock.now_ms() == 1_700_000_000_000 + step_ms
    assert abs(clock.monotonic_ns() - SystemClock().monotonic_ns()) < 1_000_000_000
