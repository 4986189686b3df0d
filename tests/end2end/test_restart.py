"""What must still be there after the program was stopped, or killed whole."""

import contextlib
import json
import sqlite3
from collections.abc import Callable

import pytest

from tests.end2end.running_site import RunningSite
from tests.end2end.test_site import ALERT

pytestmark = pytest.mark.timeout(120)


def test_layouts_hands_and_journal_survive_an_orderly_stop(start_city: Callable[..., RunningSite]) -> None:
    site = start_city()
    site.ctl("layout", "load", "1+5", "wall-1")
    site.ctl("wall", "assign", "wall-1", "0", "cam-007", "--pin")
    site.ctl("layout", "save", "night-shift", "wall-1")
    site.ctl("alert", "send", "-", stdin=json.dumps(ALERT | {"lat_deg": 60.17, "lon_deg": 24.94}).encode())
    before = site.ctl("wall", "show")
    assert site.stop() == 0
    assert not site.frames_dir.exists()
    assert site.logged("error", "critical") == []
    site.start()
    assert site.ctl("wall", "show") == before
    assert "night-shift" in {layout["name"] for layout in site.ctl("layout", "list")}
    assert alerts_in(site) == [(ALERT["source"], ALERT["id"])]
    assert site.ctl("status")["counts"]["acknowledged"] == 1


def alerts_in(site: RunningSite) -> list[tuple[str, str]]:
    """Whatever came to its port, in the order of the journal."""
    with contextlib.closing(sqlite3.connect(f"file:{site.data_dir}/core.sqlite?mode=ro", uri=True)) as read:
        return read.execute("SELECT source, id FROM journal ORDER BY n").fetchall()


def test_a_killed_supervisor_leaves_no_orphan_and_no_frame_file(
    start_city: Callable[..., RunningSite],
) -> None:
    site = start_city(shows_map=True)
    pids = site.family_pids()
    site.kill_supervisor()
    site.wait(lambda: not alive(pids), 5, "all its processes are gone")
    left = {path.name for path in site.frames_dir.iterdir()}
    assert left, "or there is nothing to remove"
    site.start()
    assert not left & {path.name for path in site.frames_dir.iterdir()}


def alive(pids: list[int]) -> list[int]:
    """Those that still run; a zombie that waits for its parent's wait does not."""
    from pathlib import Path

    found = []
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state != "Z":
            found.append(pid)
    return found
