"""``sightline demo``: the simulated city on the screens there are, or on a virtual one with a report."""

import logging
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from console.app.demo_points import unshown_points
from console.app.demo_report import DemoWatch, write_report
from console.app.demo_site import DemoSite, write_demo_site
from console.app.screen_places import VIRTUAL_SCREENS, ScreenPlaces, arrange, desktop_screens
from console.app.site_file import load_site
from console.app.site_start import run_site, start_site
from console.app.temporary_home import DEMO, temporary_home
from console.app.virtual_display import VirtualDisplay
from console.protocol.endpoints import runtime_root
from console.sim.city import demo_cameras

log = logging.getLogger("sightline.demo")

SHOWN = 64
"""Tiles of the demo's two layouts: 4 + 33 and 3 + 24."""


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What the command line said."""

    cameras: int
    seconds: int
    output: Path
    headless: bool
    alerts: str
    interval_s: float
    hold_s: int
    seed: int
    main: bool = False
    h265: int = 0


def run_demo(options: DemoOptions) -> int:
    """Run the demo; with a display until Ctrl+C, without one for some time and with a report."""
    if options.headless:
        return _run_on_virtual_display(options)
    home = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "sightline" / "demo-city"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = home / "site.toml"
    write_demo_site(_demo_site(options, home / "data", arrange(desktop_screens())), file)
    print(f"The demo's site file: {file}")
    run_site(load_site(file))
    return 0


def _demo_site(options: DemoOptions, data_dir: Path, screens: ScreenPlaces) -> DemoSite:
    points: tuple[tuple[float, float], ...] = ()
    if options.alerts == "unshown":
        points = unshown_points(demo_cameras(options.cameras), SHOWN)
    return DemoSite(
        data_dir=data_dir,
        cameras=options.cameras,
        screens=screens,
        alerts=options.alerts != "none",
        interval_s=options.interval_s,
        hold_s=options.hold_s,
        seed=options.seed,
        main=options.main,
        h265=options.h265,
        points=points,
        recorded=("gunshot",),
    )


def _run_on_virtual_display(options: DemoOptions) -> int:
    print(
        f"There is no display: the demo runs for {options.seconds} s on a virtual one"
        f" and writes {options.output}/",
        flush=True,
    )
    options.output.mkdir(parents=True, exist_ok=True)
    with VirtualDisplay(), temporary_home(DEMO) as home:
        file = home / "site.toml"
        write_demo_site(_demo_site(options, home / "data", VIRTUAL_SCREENS), file)
        site = load_site(file)
        supervisor = start_site(site)
        watch = DemoWatch(
            runtime_root() / site.name, options.seconds, options.output, options.alerts != "none"
        )
        thread = threading.Thread(target=watch.run, args=(supervisor.stopping,), name="demo-watch")
        thread.start()
        supervisor.run()
        thread.join()
        return write_report(watch, site.data_dir / "logs", options.output, tiles=_tiles(options))


def _tiles(options: DemoOptions) -> int:
    return min(options.cameras, SHOWN)
