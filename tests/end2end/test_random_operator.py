"""Two random operators at the real desk and four displays: nothing breaks, leaks, or lies at the end.

SIGHTLINE_OPERATOR_SEED sets another seed. What failed is in the test's folder (pytest's --basetemp): each act
with its number, the processes' logs, a picture of all screens.
"""

import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.end2end.operated_site import OperatedSite, Trouble, operated_site
from tests.end2end.process_growth import Usage
from tests.rig.keyboard_and_mouse import KeyboardAndMouse
from tests.rig.wall_and_desk import wall_and_desk
from tests.watch.figures import Figure
from tests.watch.waiting import becomes_true

MISSING = [name for name in ("Xorg", "openbox") if shutil.which(name) is None]
MISSING += [name for name in ("X11", "Xtst") if ctypes.util.find_library(name) is None]
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"packaging/test installs what is missing here: {', '.join(MISSING)}"
)

WINDOW_MANAGER = Path(__file__).parents[1] / "rig" / "openbox.xml"
SEED = int(os.environ.get("SIGHTLINE_OPERATOR_SEED", "11"))
TWO_MINUTES_S, HOUR_S = 120.0, 3600.0
STARTS_WITHIN_S = 60.0
"""Six windows at once, on two cores beside other tests."""
GROWTH_MB, GROWTH_SHARE = 60.0, 0.35
GROWTH_FILES, GROWTH_THREADS = 8, 8
"""From the end of the first quarter to the end, each time of a site at rest."""
BURIED_WITHIN_S = 10.0
"""The map that was asked for last has just been taken away; of its process Chromium hears a little later."""


@pytest.fixture
def operated(tmp_path: Path) -> Iterator[OperatedSite]:
    """The site with all tiles live, under a window manager, as at a desk."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="sl-")))
        monitors = stack.enter_context(wall_and_desk(folder))
        home = folder / "operated"
        home.mkdir()
        site = operated_site(home, monitors.display)
        manager = subprocess.Popen(
            ["openbox", "--sm-disable", "--config-file", str(WINDOW_MANAGER)],
            env=site.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(manager.wait, 5)
        stack.callback(manager.terminate)
        stack.callback(lambda: shutil.copytree(site.data_dir / "logs", tmp_path / "logs"))
        stack.callback(site.stop)
        site.start(STARTS_WITHIN_S)
        site.wait(lambda: site.tiles_live() >= site.tiles, STARTS_WITHIN_S, "all tiles are live")
        screens = stack.enter_context(KeyboardAndMouse(monitors.display))
        operated = OperatedSite(site, screens, SEED, tmp_path / "acts.jsonl")
        stack.callback(operated.stop)
        operated.start()
        yield operated


@pytest.mark.timeout(420)
def test_two_minutes(operated: OperatedSite, tmp_path: Path, figure: Figure) -> None:
    operate(operated, TWO_MINUTES_S, tmp_path, figure)


@pytest.mark.long
@pytest.mark.timeout(4500)
def test_an_hour(operated: OperatedSite, tmp_path: Path, figure: Figure) -> None:
    operate(operated, HOUR_S, tmp_path, figure)


def operate(operated: OperatedSite, seconds: float, folder: Path, figure: Figure) -> None:
    try:
        operated.run(seconds / 4)
        before = operated.rest()
        acts = operated.run(seconds * 3 / 4)
        operated.agree()
        after = operated.rest()  # its covers take help and notices away
        operated.agree(reads_all=True)
        operated.check()
    except Trouble as trouble:
        operated.picture(folder / "screens.png")
        pytest.fail(f"seed {SEED}, {trouble}\nacts: {folder / 'acts.jsonl'}\n{operated.site.log_tails()}")
    tell_growth(before, after, figure)
    figure("operator: acts a second", acts / operated.acted_s, "", "2")
    figure("operator: tiles read by their pictures", sum(look.read for look in operated.looks), "")
    figure("operator: tiles not read", sum(look.unread for look in operated.looks), "")
    figure("operator: commands refused", operated.second.refused, "")
    zombies = operated.growth.zombies
    assert becomes_true(lambda: not zombies(), BURIED_WITHIN_S), f"nobody asks after {zombies()}"


def tell_growth(before: dict[str, Usage], after: dict[str, Usage], figure: Figure) -> None:
    grown = []
    for name, now in after.items():
        was = before.get(name)
        if was is None:
            continue  # the map's process comes later
        figure(f"operator: {name} memory, {was.own_mb:.0f} MB before", now.own_mb - was.own_mb, "MB")
        figure(f"operator: {name} files, {was.files} before", now.files - was.files, "")
        figure(f"operator: {name} threads, {was.threads} before", now.threads - was.threads, "")
        if now.own_mb - was.own_mb > max(GROWTH_MB, GROWTH_SHARE * was.own_mb):
            grown.append(f"{name}: {was.own_mb:.0f} MB, then {now.own_mb:.0f} MB")
        if now.files - was.files > GROWTH_FILES or now.threads - was.threads > GROWTH_THREADS:
            grown.append(f"{name}: {was}, then {now}")
    assert not grown
