from dataclasses import replace
from pathlib import Path

import pytest

from console.core.replay.kept_transport import KeptRun, KeptTransport
from console.core.replay.transport import Transport
from tests.watch.logs import ExpectedLog

FIRST = Transport(1_000, 90_000, 1_000, 5_000_000_000)
LATER = replace(
    FIRST, at_ms=40_000, mono_ns=9_000_000_000, epoch=7, playing=True, rate_permille=500, loop=True
)

RUN = KeptRun("/runs/night-1a2b3c4d", 30_000, has_acts=True, tries=1)


def test_a_core_that_comes_after_another_goes_on_where_that_was(tmp_path: Path) -> None:
    file = tmp_path / "transport.json"
    KeptTransport(file).keep(FIRST)
    KeptTransport(file).keep(LATER)
    left, run = KeptTransport(file).left(FIRST)
    assert run is None and left == replace(LATER, epoch=8), "a leap: nobody goes by what was before"
    assert left.now_ms(LATER.mono_ns + 2_000_000_000) == 41_000, "it went on while core was away"
    assert [path.name for path in tmp_path.iterdir()] == ["transport.json"]


@pytest.mark.parametrize("body", [None, b"", b"{}", b"[[[", b"\xff", b'{"at_ms":"then"}'])
def test_what_is_not_there_or_cant_be_read_is_a_beginning(tmp_path: Path, body: bytes | None) -> None:
    file = tmp_path / "transport.json"
    if body is not None:
        file.write_bytes(body)
    assert KeptTransport(file).left(FIRST) == (FIRST, None)


def test_that_of_another_log_is_none(tmp_path: Path) -> None:
    kept = KeptTransport(tmp_path / "transport.json")
    kept.keep(replace(LATER, end_ms=91_000), RUN)
    assert kept.left(FIRST) == (FIRST, None)


def test_a_run_is_kept_with_it(tmp_path: Path) -> None:
    kept = KeptTransport(tmp_path / "transport.json")
    kept.keep(LATER, RUN)
    assert kept.left(FIRST) == (replace(LATER, epoch=8), RUN)
    kept.keep(LATER)
    assert kept.left(FIRST) == (replace(LATER, epoch=8), None)


def test_where_it_cant_be_kept_that_is_said(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("where the replay is can't be kept")
    KeptTransport(tmp_path / "gone" / "transport.json").keep(FIRST)
