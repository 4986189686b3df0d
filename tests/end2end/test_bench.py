"""``sightline bench`` on the running product, small and short; its figures are shown and judge nothing."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.watch.figures import Figure

pytestmark = pytest.mark.timeout(120)


def bench(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "console.app.command_line", "bench", *arguments]


def test_a_small_wall_is_measured_against_the_limit(figure: Figure) -> None:
    command = bench("wall", "--tiles", "4", "--connected", "6", "--seconds", "2", "--settle", "5", "--json")
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["errors"] == []
    assert result["tiles_live"] == 4
    assert result["cameras"] == 6
    assert result["ratio_to_limit"] > 0
    assert result["pss_mb"] > 0
    figure("bench: 4 tiles, CPU per picture over the limit's", result["ratio_to_limit"], "x")


def test_ctrl_c_stops_and_removes_everything(run_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(run_dir))
    with subprocess.Popen(
        bench("wall", "--tiles", "2", "--seconds", "2"), stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        until_live(running)
        home = list(run_dir.glob("slb-*"))
        running.send_signal(signal.SIGINT)
        assert running.wait(30) != 0
    assert home
    assert not [path for path in home if path.exists()]


def until_live(running: "subprocess.Popen[str]") -> None:
    assert running.stderr is not None
    for line in running.stderr:
        if "tiles up" in line:
            return
    raise AssertionError("the bench ended before its wall was live")


def measured(*arguments: str) -> dict[str, object]:
    done = subprocess.run(
        bench(*arguments, "--json"), capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_a_flood_of_alerts_with_kills_loses_and_doubles_none(figure: Figure) -> None:
    result = measured("alerts", "--seconds", "4", "--live", "100", "--sources", "40", "--kills", "2")
    assert (result["lost"], result["doubled"], result["incident_ids_doubled"]) == (0, 0, 0)
    assert (result["not_acknowledged"], result["rejected"], result["kills"]) == (0, 0, 2)
    assert result["log_whole"] is True
    figure("bench: alerts acknowledged, two kills in 4 s", float(str(result["acknowledged_per_s"])), "/s")


def test_a_start_over_a_long_log_tells_its_progress_and_then_has_all(figure: Figure) -> None:
    result = measured("restart", "--inputs", "30000")
    without = result["without"]
    assert isinstance(without, dict)
    assert without["progress_s"] is not None, "core told how far it was"
    assert result["progress_s"] is None or float(str(result["ready_s"])) < float(without["ready_s"])
    assert without["incidents"] == result["incidents"] == {"open": 1000, "closed": 500}
    assert (without["set_aside"], result["set_aside"]) == (0, 0)
    figure("bench: ready over 30,000 inputs, no checkpoint", float(without["ready_s"]), "s")
