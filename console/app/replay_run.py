"""Plays a recorded folder: on the monitors there are, or on virtual ones, with a report."""

import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from console.app.borrowing import Borrower, check_monitors, paired
from console.app.process_clock import PROCESS_CLOCK
from console.app.replay_site import replay_site
from console.app.replay_watch import ReplayWatch
from console.app.screen_places import (
    LEAST_REPLAY_DESK_HEIGHT_PX,
    ScreenPlaces,
    arrange,
    desktop_screens,
    virtual_places,
)
from console.app.site import Site
from console.app.site_runtime import find_run_dir, is_replay
from console.app.site_start import run_site, start_site
from console.app.temporary_home import REPLAY, temporary_home
from console.app.terminal import say
from console.app.virtual_display import VirtualDisplay
from console.domain.ids import MonitorId
from console.protocol.endpoints import runtime_root

NICE = 5
"""A replay yields to a wall that is live beside it."""

STANDS = "It stands at its first pictures: Space plays it, or `sightline ctl replay play`."


def play(folder: Path, runs: Path | None, *, desk: bool = True, not_as_signed: str = "") -> None:
    """Until Ctrl+C; what is decided again is kept below ``runs``, ``not_as_signed`` is said all the time.

    Raises SightlineError, SliceError.
    """
    os.nice(NICE)
    with temporary_home(REPLAY) as home:
        site = replay_site(folder, home / "data", runs, desk=desk, not_as_signed=not_as_signed)
        places = arrange(desktop_screens(), len(site.monitors), least_desk_px=LEAST_REPLAY_DESK_HEIGHT_PX)
        run_site(_on_screens(site, places), STANDS)


def play_on(
    folder: Path,
    runs: Path | None,
    monitors: Sequence[MonitorId],
    live: Path | None,
    *,
    desk: bool = True,
    not_as_signed: str = "",
) -> None:
    """As ``play``, on these monitors of the site that runs in ``live``, else of the only one.

    Raises SightlineError, SliceError.
    """
    lender = find_run_dir(live, meant=lambda run_dir: not is_replay(run_dir), option="--live")
    check_monitors(lender, monitors)
    os.nice(NICE)
    with temporary_home(REPLAY) as home:
        site = replay_site(folder, home / "data", runs, desk=desk, not_as_signed=not_as_signed)
        pairs = paired([one.monitor for one in site.monitors], monitors)
        if site.replay is not None:
            site = replace(site, replay=replace(site.replay, borrows=True))
        supervisor = start_site(site)
        say(f"{site.name} plays on {', '.join(monitors)}. Ctrl+C stops it and gives back what was lent.")
        run_dir = runtime_root() / site.name

        def unseen() -> None:
            if not desk:
                say(f"no window shows {site.name} any more: it ends")
                supervisor.stopping.set()

        serves = supervisor.serves
        borrower = Borrower(
            lender, run_dir, site.name, pairs, serves, PROCESS_CLOCK, unseen, not_as_signed=not_as_signed
        )
        borrower.start()
        say(STANDS)
        try:
            supervisor.run()
        finally:
            borrower.stop()


def play_without_display(
    folder: Path,
    runs: Path | None,
    output: Path,
    seconds: int,
    *,
    desk: bool = True,
    not_as_signed: str = "",
) -> int:
    """For some seconds; what its windows show at the end, and where it came to, below ``output``."""
    with temporary_home(REPLAY) as home:
        site = replay_site(folder, home / "data", runs, desk=desk, not_as_signed=not_as_signed)
        output.mkdir(parents=True, exist_ok=True)
        say(f"There is no display: it plays for {seconds} s on a virtual one and writes {output}/")
        with VirtualDisplay():
            return _watched(site, output, seconds)


def _watched(site: Site, output: Path, seconds: int) -> int:
    """It plays on the virtual display; the exit status."""
    supervisor = start_site(_on_screens(site, virtual_places(len(site.monitors))))
    windows = [f"display-{one.monitor}" for one in site.monitors] + ["desk"] * site.desk
    not_as_signed = site.replay.not_as_signed if site.replay is not None else ""
    watch = ReplayWatch(
        runtime_root() / site.name,
        windows,
        seconds,
        output,
        supervisor.stopping,
        PROCESS_CLOCK,
        not_as_signed=not_as_signed,
    )
    thread = threading.Thread(target=watch.run, name="replay-watch")
    thread.start()
    supervisor.run()
    thread.join()
    return watch.write_report()


def _on_screens(site: Site, screens: ScreenPlaces) -> Site:
    """Its monitors and desk on the screens there are: its own may be anywhere."""
    placed = zip(site.monitors, screens.walls, strict=True)
    return replace(
        site,
        monitors=tuple(
            replace(monitor, geometry=place, manufacturer="", model="", serial="", connector="")
            for monitor, place in placed
        ),
        desk_geometry=screens.desk,
        windowed=True,
    )
