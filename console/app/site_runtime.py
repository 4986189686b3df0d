"""Finds the running site that a command means."""

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from console.app.runtime_folder import REPLAY_SUFFIX, RUN_LINK, SHARED_MEMORY, RunFile, frames_home
from console.app.site_lock import SiteLock
from console.domain.errors import NoAnswer
from console.protocol.endpoints import runtime_root


def running_sites(root: Path | None = None, shared_memory: Path = SHARED_MEMORY) -> list[Path]:
    """Runtime folders of this user's running sites: those of this environment, else of any other."""
    here = [path.parent for path in (root or runtime_root()).glob("*/run.json")]
    elsewhere = [link.resolve() for link in shared_memory.glob(f"{frames_home('*').name}/{RUN_LINK}")]
    return _alive(here) or _alive(elsewhere)


def _alive(folders: Iterable[Path]) -> list[Path]:
    """A run file may be left by a supervisor that was killed; its lock is not."""
    return sorted({path for path in folders if SiteLock(path).holder() is not None})


def is_replay(run_dir: Path) -> bool:
    """Whether a replay runs there, by its name."""
    return run_dir.name.endswith(REPLAY_SUFFIX)


def find_run_dir(
    given: Path | None,
    root: Path | None = None,
    shared_memory: Path = SHARED_MEMORY,
    meant: Callable[[Path], bool] = lambda run_dir: not is_replay(run_dir),
    option: str = "--run",
) -> Path:
    """The runtime folder that was given, else the only running site's; of several the only one that is
    ``meant``: a replay beside a live site is not. ``option`` is the one that names it. Raises NoAnswer.
    """
    if given is not None:
        if not (given / "run.json").is_file() or not _alive([given]):
            raise NoAnswer(f"no site runs in {given}; start one with: sightline up SITE.toml")
        return given
    found = running_sites(root, shared_memory)
    if not found:
        raise NoAnswer("no site runs here; start one with: sightline demo, or sightline up SITE.toml")
    if len(found) > 1:
        found = [run_dir for run_dir in found if meant(run_dir)] or found
    if len(found) > 1:
        names = ", ".join(str(path) for path in found)
        raise NoAnswer(f"several sites run here; name one with {option}: {names}")
    return found[0]


def read_run_file(run_dir: Path) -> RunFile:
    """The run file of a running site."""
    return msgspec.json.decode((run_dir / "run.json").read_bytes(), type=RunFile)
