"""Whether the processes of a site grow: memory of their own, open files, threads, frame files, zombies."""

from dataclasses import dataclass
from pathlib import Path

from console.app.process_usage import children_by_parent, family
from tests.end2end.running_site import RunningSite


@dataclass(frozen=True, slots=True)
class Usage:
    """Of a process with its descendants, at one time. Without shared memory: of frame files there are as many
    as the fullest wall so far has needed.
    """

    own_mb: float
    files: int
    threads: int


class ProcessGrowth:
    """What is used now; only what was taken of a site at rest can be compared."""

    def __init__(self, site: RunningSite) -> None:
        self._site = site

    def now(self) -> dict[str, Usage]:
        """By process."""
        children = children_by_parent()
        return {
            name: _usage(family(int(process["pid"]), children))
            for name, process in self._site.processes().items()
            if process["pid"]
        }

    def frame_files(self) -> int:
        """Files of pictures in shared memory."""
        return len(list(self._site.frames_dir.glob("*")))

    def zombies(self) -> list[str]:
        """Children that ended and that nobody asked after."""
        pids = self._site.family_pids()
        return [
            f"{pid} {_stat(pid, 'comm')}" for pid in pids if _status(pid).get("State", "").startswith("Z")
        ]


def _usage(pids: list[int]) -> Usage:
    files = sum(len(_listed(Path(f"/proc/{pid}/fd"))) for pid in pids)
    told = [_status(pid) for pid in pids]
    own_kb = sum(int(one.get("RssAnon", "0 kB").split()[0]) for one in told)
    return Usage(own_kb / 1024, files, sum(int(one.get("Threads", "0")) for one in told))


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []  # it ended in this moment


def _status(pid: int) -> dict[str, str]:
    lines = _stat(pid, "status").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _stat(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text().strip()
    except OSError:
        return ""
