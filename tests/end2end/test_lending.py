"""A monitor of a running site is lent to a replay, and comes back, whatever becomes of the replay."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.end2end.running_site import RunningSite
from tests.end2end.test_site import ALERT
from tests.watch.figures import Figure
from tests.watch.waiting import wait_until

pytestmark = [pytest.mark.timeout(180), pytest.mark.shares_processes]

PACKAGE = Path(__file__).parent.parent / "data" / "package-v1"
BACK_WITHIN_S = 5.0
"""Where nothing else runs; among other tests only that it comes back at all is a matter of right or wrong."""
BACK_AMONG_OTHERS_S = 30.0
TILES = 4


class Lent:
    """A site of two monitors, and a replay on the second."""

    def __init__(self, site: RunningSite, home: Path) -> None:
        self.site, self._home = site, home
        self.replay: subprocess.Popen[bytes] | None = None

    def start_replay(self, *options: str) -> None:
        own = {"HOME": str(self._home), "XDG_RUNTIME_DIR": str(self._home / "run")}
        (self._home / "run").mkdir(mode=0o700, exist_ok=True)
        with (self._home / "replay.err").open("wb") as errors:
            command = [sys.executable, "-m", "console.app.command_line", "replay", str(PACKAGE)]
            self.replay = subprocess.Popen(
                [*command, "--on", "wall-2", "--live", str(self.site.run_dir), *options],
                env=os.environ | own,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )
        wait_until(lambda: self.lent and not self.live_tiles(), 30.0, f"wall-2 is lent\n{self.said()}")

    def said(self) -> str:
        return (self._home / "replay.err").read_text(errors="replace")

    @property
    def lent(self) -> dict[str, str]:
        lent: dict[str, str] = self.site.snapshot().get("lent", {})
        return lent

    def live_tiles(self) -> int:
        """Of the second monitor, by its display's own word."""
        display = self.site.processes().get("display-wall-2", {})
        return int(display.get("stats", {}).get("tiles_live", 0)) if display.get("state") == "running" else 0

    def is_back(self) -> bool:
        return not self.lent and self.live_tiles() == TILES

    def comes_back(self, figure: Figure, after: str) -> None:
        since_s = time.monotonic()
        self.site.wait(self.is_back, BACK_AMONG_OTHERS_S, "wall-2 shows its own wall again")
        name = f"wall-2 shows its own wall after {after}"
        figure(name, time.monotonic() - since_s, "s", f"{BACK_WITHIN_S:g} s")

    def stop(self) -> None:
        if self.replay is not None and self.replay.poll() is None:
            self.replay.terminate()
            self.replay.wait(20)


@pytest.fixture(scope="module")
def lent() -> Iterator[Lent]:
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sl-"))) for _ in range(2)]
        site = RunningSite(folders[0], desk=False)
        stack.callback(site.stop)
        site.start()
        site.wait(lambda: site.tiles_live() >= site.tiles, 30.0, "all tiles are live")
        made = Lent(site, folders[1])
        stack.callback(made.stop)
        yield made


def test_a_killed_replay_gives_its_monitor_back(lent: Lent, figure: Figure) -> None:
    lent.start_replay()
    assert list(lent.lent) == ["wall-2"]
    refused = lent.site.said("window", "take-back", "wall-9")
    assert refused.returncode == 4 and "wall-9 is not lent; lent is wall-2" in refused.stderr
    lent.site.ctl("alert", "send", "-", stdin=json.dumps(ALERT).encode())
    (incident,) = lent.site.ctl("incident", "list")
    assert {one["monitor"] for one in incident["overlays"]} <= {"wall-1"}
    assert lent.site.ctl("wall", "pin", "wall-2", "0")["lent_to"] in lent.lent.values()
    told = lent.site.said("wall", "pin", "wall-2", "0", "--off")
    assert told.returncode == 0 and "shown once wall-2 is back" in told.stderr
    picture = lent.site.home / "lent.png"
    told = lent.site.ctl_process("shot", "wall-2", str(picture))
    assert told.returncode == 0 and b"wall-2 is lent: the picture is of" in told.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert lent.replay is not None
    lent.replay.kill()
    lent.replay.wait()
    lent.comes_back(figure, "a killed replay")


@pytest.mark.long
def test_a_person_takes_it_back_and_the_replay_does_not_have_it_again(lent: Lent, figure: Figure) -> None:
    lent.start_replay()
    lent.site.ctl("window", "take-back", "wall-2")
    lent.comes_back(figure, "being taken back")
    wait_until(
        lambda: "wall-2 shows this replay no more: it was taken back" in lent.said(), 5.0, "it is said"
    )
    assert lent.is_back()
    done = lent.site.said("window", "take-back", "wall-2")
    assert done.returncode != 0 and "wall-2 is not lent" in done.stderr
    lent.stop()


@pytest.mark.long
def test_a_site_that_was_killed_comes_back_with_all_its_monitors(lent: Lent, figure: Figure) -> None:
    lent.start_replay("--no-desk")
    lent.site.kill_supervisor()
    lent.site.start()
    wait_until(
        lambda: "shows this replay no more: the site that lent it ended" in lent.said(), 5.0, "it is said"
    )
    lent.comes_back(figure, "its site was killed")
    assert lent.replay is not None
    assert lent.replay.wait(20) == 0 and "no window shows" in lent.said(), "nobody would see it any more"
    lent.stop()


@pytest.mark.long
def test_a_replay_that_ends_gives_it_back_and_core_that_was_killed_knows_what_is_lent(
    lent: Lent, figure: Figure
) -> None:
    lent.start_replay()
    lent.site.kill("core")
    lent.site.wait(lambda: lent.site.all_running() and lent.lent, 15.0, "core knows again what is lent")
    assert lent.live_tiles() == 0
    lent.stop()
    lent.comes_back(figure, "the replay's end")
