import subprocess
import sys
from pathlib import Path

from console.app.own_code import OWN_CODE


def test_another_folder_of_its_name_where_it_was_started_is_not_run(tmp_path: Path) -> None:
    other = tmp_path / "console"
    other.mkdir()
    (other / "__init__.py").write_text("raise SystemExit('somebody else is run')\n")
    line = [sys.executable, *OWN_CODE, "console.app.own_code"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (0, "")
