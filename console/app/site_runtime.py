"""Finds the running site that a command means."""

from pathlib import Path

import msgspec

from console.app.runtime_folder import RunFile
from console.domain.errors import NoAnswer
from console.protocol.endpoints import runtime_root


def running_sites(root: Path | None = None) -> list[Path]:
    """Runtime folders that hold a run file."""
    base = root or runtime_root()
    return sorted(path.parent for path in base.glob("*/run.json"))


def find_run_dir(given: Path | None, root: Path | None = None) -> Path:
    """The runtime folder that was given, else the only running site's. Raises NoAnswer."""
    if given is not None:
        if not (given / "run.json").is_file():
            raise NoAnswer(f"no site runs in {given}; start one with: sightline up SITE.toml")
        return given
    found = running_sites(root)
    if not found:
        raise NoAnswer("no site runs here; start one with: sightline demo, or sightline up SITE.toml")
    if len(found) > 1:
        names = ", ".join(str(path) for path in found)
        raise NoAnswer(f"several sites run here; name one with --run: {names}")
    return found[0]


def read_run_file(run_dir: Path) -> RunFile:
    """The run file of a running site."""
    return msgspec.json.decode((run_dir / "run.json").read_bytes(), type=RunFile)
