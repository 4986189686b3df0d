"""The commands of ``sightline`` itself; its groups of commands are added to ``app`` by command_tree.

What one command alone needs is imported inside it: ``up`` starts a wall, and is to begin at once.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

from console.app.ctl.output import exit_codes, print_json
from console.app.ctl.root import AsJson
from console.app.replay_commands import HELP as REPLAY_HELP
from console.app.replay_commands import replay
from console.app.screens_command import screens
from console.app.terminal import say
from console.domain.errors import SiteError
from console.domain.wording import counted

HELP = """Sightline: a video wall and operator desk for a city's real-time crime center.

Examples:

  sightline demo                      the simulated city on a living wall

  sightline screens                   this desktop's screens, as a site file names them

  sightline check site.toml           what is wrong with a site file

  sightline up site.toml              start a site; Ctrl+C stops it

  sightline ctl status                ask the running site

  sightline package create r-000345 night/   what was recorded, as a signed folder

  sightline replay night/ --check     does a recorded log come to the same?

  sightline bench wall --tiles 100    what this machine can show
"""

app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def check(
    site: Annotated[Path, typer.Argument(metavar="SITE.toml")],
    as_json: AsJson = False,
) -> None:
    """Name file, line and field of everything that is wrong with a site file."""
    from console.app.font_check import font_warnings
    from console.app.site_file import load_site

    problems: list[str] = []
    warnings: tuple[str, ...] = ()
    good = ""
    try:
        loaded = load_site(site)
        warnings = (*loaded.warnings, *font_warnings(loaded.names))
        cameras, monitors = counted(len(loaded.cameras), "camera"), counted(len(loaded.monitors), "monitor")
        good = f"{site}: good. {cameras}, {monitors}."
    except SiteError as error:
        problems = error.problems
    if as_json:
        print_json({"ok": not problems, "problems": problems, "warnings": list(warnings)})
    else:
        for text in (*problems, *(f"{warning} (a warning)" for warning in warnings)):
            say(text, error=True)
        if good:
            say(good)
    if problems:
        raise typer.Exit(1)


@app.command()
def up(
    site: Annotated[Path, typer.Argument(metavar="SITE.toml")],
    preset: Annotated[
        str, typer.Option(metavar="NAME", help="A wall preset, by name or number, to begin with.")
    ] = "",
    unsafe_map: Annotated[
        bool,
        typer.Option(
            "--unsafe-map-without-sandbox",
            help="For a trial as root or in a container: the desk's map runs without Chromium's sandbox.",
        ),
    ] = False,
) -> None:
    """Start every process of a site and watch over them; Ctrl+C stops all."""
    from dataclasses import replace

    from console.app.map_sandbox import leave_out
    from console.app.site_file import load_site
    from console.app.site_start import run_site

    with exit_codes():
        loaded = replace(load_site(site), preset=preset)
        if unsafe_map and loaded.desk:
            say(leave_out(os.environ), error=True)
        run_site(loaded, needs_sandbox=not unsafe_map)


@app.command()
def rules(
    site: Annotated[Path, typer.Argument(metavar="SITE.toml")],
    days: Annotated[int, typer.Option(min=1, max=400, help="So many days of the schedules.")] = 7,
    begin: Annotated[
        str, typer.Option("--from", help="From when, as 2026-03-28 or 2026-03-28T22:00; default: now.")
    ] = "",
    kind: Annotated[str, typer.Option(help="What an incident of this kind would bring.")] = "",
    severity: Annotated[str, typer.Option(help="With --kind: how severe it is.")] = "severe",
    as_json: AsJson = False,
) -> None:
    """What a site file's rules would put up, and when; nothing is done.

    Examples:

      sightline rules site.toml --days 30

      sightline rules site.toml --kind gunshot --severity extreme
    """
    from console.app.rules_command import show_rules
    from console.app.site_file import load_site

    with exit_codes():
        show_rules(load_site(site), days, begin, kind, severity, as_json)


@app.command()
def demo(
    cameras: Annotated[int, typer.Option(min=1, max=300, help="Simulated cameras.")] = 64,
    seconds: Annotated[int, typer.Option(help="Without a display: how long to run.", min=10)] = 60,
    output: Annotated[Path, typer.Option(help="Without a display: where pictures and figures go.")] = Path(
        "demo-output"
    ),
    headless: Annotated[
        bool, typer.Option("--headless", help="Use a virtual display even if there is a real one.")
    ] = False,
    alerts: Annotated[
        str,
        typer.Option(help="Where: anywhere, unshown (only where the nearest cameras are not shown), none."),
    ] = "anywhere",
    interval_s: Annotated[float, typer.Option(help="Mean time between two alerts.", min=0.2)] = 12.0,
    hold_s: Annotated[int, typer.Option(help="How long an incident keeps its tiles.", min=5)] = 60,
    seed: Annotated[int, typer.Option(help="Same seed, same minutes.")] = 1,
    main: Annotated[
        bool,
        typer.Option(
            "--main", help="Every camera has a large stream; made on first use, which takes a while."
        ),
    ] = False,
    h265: Annotated[int, typer.Option(min=0, help="So many cameras send H.265; made on first use.")] = 0,
) -> None:
    """Run the simulated city: its cameras, sensors, two monitors and the desk."""
    from console.app.demo import DemoOptions, run_demo

    if alerts not in ("anywhere", "unshown", "none"):
        raise typer.BadParameter("must be anywhere, unshown or none", param_hint="--alerts")
    options = DemoOptions(
        cameras=cameras,
        seconds=seconds,
        output=output,
        headless=headless or (not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY")),
        alerts=alerts,
        interval_s=interval_s,
        hold_s=hold_s,
        seed=seed,
        main=main,
        h265=h265,
    )
    with exit_codes():
        raise typer.Exit(run_demo(options))


app.command(help=REPLAY_HELP)(replay)
app.command()(screens)
