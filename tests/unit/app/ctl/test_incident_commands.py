"""``ctl alert send``: where to."""

from pathlib import Path

from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.ctl.output import ExitCode
from console.app.runtime_folder import REPLAY_SUFFIX, RuntimeFolder

ALERT = Path(__file__).parents[4] / "docs" / "first-alert.json"


def test_a_replay_takes_no_alerts(run_dir: Path) -> None:
    name = f"city{REPLAY_SUFFIX}"
    folder = RuntimeFolder(run_dir / name, name, run_dir, run_dir / "shm")
    folder.open()
    folder.write_run_file("b00t", run_dir, "")
    sent = CliRunner().invoke(app, ["ctl", "--run", str(run_dir / name), "alert", "send", str(ALERT)])
    folder.close()
    assert sent.exit_code == ExitCode.REFUSED
    assert f"{name} is a replay and takes no alerts" in sent.output
