"""The wheel holds everything: installed in an empty environment elsewhere, the demo runs from it."""

import email
import json
import os
import subprocess
import sys
import zipfile
from email.message import Message
from pathlib import Path

import pytest

from tests.rig.linked_environment import linked_environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(240)
def test_the_demo_runs_from_an_installed_wheel(tmp_path: Path, run_dir: Path) -> None:
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)])
    (wheel,) = tmp_path.glob("sightline_console-*.whl")
    environment = tmp_path / "environment"
    python = linked_environment(environment, wheel_metadata(wheel).get_all("Requires-Dist", []))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "-q", "--disable-pip-version-check"]
    run([*pip, "install", "--no-deps", str(wheel)])
    run([str(python), "-c", "import importlib.util as u; assert u.find_spec('pytest') is None"])
    where = run([str(python), "-c", "import console; print(console.__file__)"], cwd=tmp_path)
    assert where.startswith(str(environment))
    output = tmp_path / "demo-output"
    arguments = ["demo", "--headless", "--cameras", "8", "--seconds", "15", "--interval-s", "4"]
    said = run(
        [str(environment / "bin" / "sightline"), *arguments, "--output", str(output)],
        cwd=tmp_path,
        runtime=run_dir,
    )
    report = json.loads((output / "report.json").read_text())
    assert report["tiles_live"] >= 8, said
    assert report["alerts"]["lost"] == 0
    assert {file.name for file in output.glob("*.png")} == {
        "wall-1.png",
        "wall-2.png",
        "desk.png",
        "screen.png",
    }


def wheel_metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as opened:
        (file,) = (name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(opened.read(file))


def run(command: list[str], cwd: Path | None = None, runtime: Path | None = None) -> str:
    """Run, fail with its output, give what it said."""
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "DISPLAY")}
    if runtime is not None:
        environment["XDG_RUNTIME_DIR"] = str(runtime)
    done = subprocess.run(
        command, cwd=cwd or ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout
