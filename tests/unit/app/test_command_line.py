import subprocess
import sys

import pytest

STARTED = """
import sys
sys.argv = ["sightline", {name!r}, "--help"]
from console.app import command_line
try:
    command_line.main()
finally:
    print("cv2" in sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize(("name", "brings_it"), [("up", False), ("ctl", False), ("bench", True)])
def test_only_bench_brings_opencv(name: str, brings_it: bool) -> None:
    """It takes half a second, and ``up`` is what a wall waits for."""
    done = subprocess.run(
        [sys.executable, "-c", STARTED.format(name=name)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and f"sightline {name}" in done.stdout
    assert done.stderr.splitlines()[-1] == str(brings_it)
