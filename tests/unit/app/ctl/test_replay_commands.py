"""``ctl replay``: moments as people say them, and what is told of where it is."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.ctl.output import ExitCode
from console.app.ctl.replay_commands import moment_ms
from console.core.replay.tape import Tape
from console.core.state import State
from console.domain.errors import WrongUse
from console.domain.wording import local_time
from console.protocol.endpoints import Endpoints
from console.protocol.picture_clock import ClockReading
from console.protocol.replay_messages import ReplayStatus
from tests.fakes.played_replay import BEGIN_MS, END_MS, LIFE
from tests.fakes.pumped_replay import pumped_replay

MIDNIGHT_MS = 1_772_323_200_000
NEAR = ReplayStatus(
    "test", 10_000, 130_000, 60_000, MIDNIGHT_MS - 30_000, False, 1.0, False, ClockReading(1, 0, 0, 0, 0)
)


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    run_dir = tmp_path_factory.mktemp("r")
    with pumped_replay(run_dir):
        yield Endpoints(run_dir).core_commands


def replay(core: str, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["ctl", "--core", core, "replay", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    "wrong",
    [
        ("seek", "bogus"),
        ("seek", "@25"),
        ("seek", "@25:00:00"),
        ("seek", "1e400"),
        ("seek", "nan"),
        ("rate", "100"),
        ("rate", "nan"),
    ],
    ids=" ".join,
)
def test_what_means_nothing_is_wrong_use_and_json_for_programs(core: str, wrong: tuple[str, ...]) -> None:
    code, told = replay(core, *wrong)
    assert code == ExitCode.USAGE and "{" not in told
    code, as_json = replay(core, *wrong, "--json")
    assert code == ExitCode.USAGE and json.loads(as_json) == {"error": told.strip()}


def test_what_core_refuses_has_its_code_in_json(core: str) -> None:
    assert replay(core, "as-it-was", "--json") == (
        ExitCode.REFUSED,
        '{\n  "error": "it is shown as it was already",\n  "code": "again"\n}\n',
    )
    code, told = replay(core, "as-it-was")
    assert (code, told) == (ExitCode.REFUSED, "it is shown as it was already\n"), (
        "JSON is for who asks for it"
    )


@pytest.mark.parametrize(
    ("moment", "at_ms", "beyond"),
    [
        ("99999", END_MS, "99999 is beyond its end, 5:00.0: it is there now"),
        ("1:30.25", BEGIN_MS + 90_250, ""),
        ("300", END_MS, ""),
    ],
)
def test_a_moment_beyond_its_end_is_said(core: str, moment: str, at_ms: int, beyond: str) -> None:
    code, told = replay(core, "seek", moment)
    assert code == 0 and told.count("it is there now") == bool(beyond) and beyond in told
    code, told = replay(core, "seek", moment, "--json")
    status = json.loads(told)
    assert (code, status["at_ms"], status["beyond"]) == (0, at_ms, beyond)


def test_a_moment_before_its_beginning_is_said(core: str) -> None:
    status = json.loads(replay(core, "seek", "0", "--json")[1])
    earlier = local_time(status["wall_ms"] - 7_200_000, status["wall_ms"])[-8:]
    code, told = replay(core, "seek", f"@{earlier}", "--json")
    status = json.loads(told)
    assert (code, status["position_ms"]) == (0, 0) and status["asked_position_ms"] < -7_000_000
    assert "before its beginning" in status["beyond"]


def test_it_says_where_it_is_to_the_tenth_and_in_milliseconds(core: str) -> None:
    replay(core, "seek", "63.456")
    assert "1:03.4 of 5:00.0" in replay(core, "status")[1]
    status = json.loads(replay(core, "status", "--json")[1])
    assert (status["position_ms"], status["length_ms"]) == (63_456, 300_000)
    assert status["at_ms"] == BEGIN_MS + 63_456


@pytest.mark.parametrize(
    ("text", "at_ms"),
    [("0:00.5", 10_500), ("1:00", 70_000), ("@00:00:10", 100_000), ("@23:59:20", 50_000)],
)
def test_a_time_of_day_is_that_of_the_recording_also_over_midnight(
    monkeypatch: pytest.MonkeyPatch, text: str, at_ms: int
) -> None:
    monkeypatch.setattr("console.app.ctl.replay_commands._day_ms", lambda wall_ms: wall_ms % 86_400_000)
    assert moment_ms(text, NEAR) == at_ms


@pytest.mark.parametrize(
    ("text", "at_ms"),
    [("23:59:20", None), ("0:00:30", 40_000), ("12:00:00", 43_210_000), ("23:59", 1_449_000)],
)
def test_a_time_of_day_without_its_sign_is_not_taken_for_a_time_beyond_the_end(
    monkeypatch: pytest.MonkeyPatch, text: str, at_ms: int | None
) -> None:
    """One that the recording has, or that is none of its times of day, is what it says."""
    monkeypatch.setattr("console.app.ctl.replay_commands._day_ms", lambda wall_ms: wall_ms % 86_400_000)
    if at_ms is not None:
        assert moment_ms(text, NEAR) == at_ms
        return
    with pytest.raises(WrongUse, match="@23:59:20 is the time of day"):
        moment_ms(text, NEAR)


def test_a_time_of_day_without_its_sign_leaps_nowhere(core: str) -> None:
    replay(core, "seek", "61")
    before = json.loads(replay(core, "status", "--json")[1])
    shown = local_time(before["wall_ms"], before["wall_ms"])[-8:]
    code, told = replay(core, "seek", shown)
    assert code == ExitCode.USAGE and f"@{shown} is the time of day" in told
    assert json.loads(replay(core, "status", "--json")[1])["at_ms"] == before["at_ms"]
    assert replay(core, "seek", f"@{shown}")[0] == 0


def test_a_time_of_day_is_reached_to_the_millisecond_from_everywhere(run_dir: Path) -> None:
    """Log time and what people were shown are rounded each by itself."""
    rounded = [replace(one, wall_ms=one.wall_ms + one.n % 2) for one in LIFE.entries]
    with pumped_replay(run_dir, Tape(State(), rounded)):
        core = Endpoints(run_dir).core_commands
        wall_ms = json.loads(replay(core, "status", "--json")[1])["wall_ms"] // 1000 * 1000
        for after_s in (20, 60, 100, 140):
            time_ms = wall_ms + after_s * 1000
            for begin in ("0", "61", "240"):
                replay(core, "seek", begin)
                told = replay(core, "seek", f"@{local_time(time_ms, time_ms)}", "--json")[1]
                assert json.loads(told)["wall_ms"] == time_ms


@pytest.mark.parametrize("moment", ["-5", "-1:30", "-0.5"])
def test_before_the_beginning_is_its_beginning(core: str, moment: str) -> None:
    for arguments in ((moment, "--json"), ("--json", moment), ("--json", "--", moment)):
        replay(core, "seek", "61")
        code, told = replay(core, "seek", *arguments)
        status = json.loads(told)
        assert (code, status["at_ms"]) == (0, BEGIN_MS)
        assert status["beyond"] == f"{moment} is before its beginning: it is there now"


@pytest.mark.parametrize("wrong", [("5", "--jsn"), ("--jsn", "5"), ("--jsn",), ("-x",)])
def test_an_option_that_is_none_is_wrong_use(core: str, wrong: tuple[str, ...]) -> None:
    assert replay(core, "seek", *wrong)[0] == ExitCode.USAGE


@pytest.mark.parametrize(
    "text", ["--5", "-", "-nan", "-@1:00:00", "1:-30", "0:60", "1:99:10", "99:99", "@17:62:00", "@17:02:60"]
)
def test_what_no_clock_shows_is_no_moment(text: str) -> None:
    with pytest.raises(WrongUse, match="is no moment"):
        moment_ms(text, NEAR)
