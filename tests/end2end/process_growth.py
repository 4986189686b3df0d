"""Whether the processes of a site grow: memory, open files, threads, frame files, zombies."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from console.app.process_usage import children_by_parent, family
from tests.end2end.running_site import RunningSite


@dataclass(frozen=True, slots=True)
class Usage:
    """Of a process with its descendants, at one time."""

    pss_mb: float
    files: int
    threads: int


class ProcessGrowth:
    """``sample`` now and then; ``between`` gives the medians of two spans."""

    def __init__(self, site: RunningSite) -> None:
        self._site = site
        self._samples: list[tuple[float, dict[str, Usage]]] = []
        self._frame_files: list[tuple[float, int]] = []

    def sample(self, at_s: float, processes: dict[str, dict[str, Any]]) -> None:
        """What each process uses now; the supervisor measures memory each few seconds."""
        children = children_by_parent()
        usages = {
            name: _usage(process, family(int(process["pid"]), children))
            for name, process in processes.items()
            if process["pid"] and process["pss_mb"]
        }
        self._samples.append((at_s, usages))
        self._frame_files.append((at_s, len(list(self._site.frames_dir.glob("*")))))

    def medians(self, begin_s: float, end_s: float) -> dict[str, Usage]:
        """Of each process within a span."""
        found: dict[str, list[Usage]] = defaultdict(list)
        for at_s, usages in self._samples:
            if begin_s <= at_s < end_s:
                for name, usage in usages.items():
                    found[name].append(usage)
        return {
            name: Usage(
                median(one.pss_mb for one in some),
                round(median(one.files for one in some)),
                round(median(one.threads for one in some)),
            )
            for name, some in found.items()
        }

    def frame_files(self, begin_s: float, end_s: float) -> int:
        """Files of pictures in shared memory, the most within a span."""
        return max(count for at_s, count in self._frame_files if begin_s <= at_s < end_s)

    def zombies(self) -> list[str]:
        """Children that ended and that nobody asked after."""
        pids = self._site.family_pids()
        return [
            f"{pid} {_stat(pid, 'comm')}" for pid in pids if _status(pid).get("State", "").startswith("Z")
        ]


def _usage(process: dict[str, Any], pids: list[int]) -> Usage:
    files = sum(len(_listed(Path(f"/proc/{pid}/fd"))) for pid in pids)
    threads = sum(int(_status(pid).get("Threads", "0")) for pid in pids)
    return Usage(float(process["pss_mb"]), files, threads)


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
