"""``sightline replay``."""

import os
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from console.app.compare_command import compare_both
from console.app.ctl.output import ExitCode, exit_codes, fail, print_json
from console.app.ctl.root import AsJson
from console.app.package.errors import PackageError, UnreadablePackage
from console.app.process_clock import PROCESS_CLOCK
from console.app.replay_code import ReplayCode
from console.app.terminal import say
from console.domain.errors import NoAnswer
from console.domain.ids import MonitorId
from console.domain.wording import counted, local_time

if TYPE_CHECKING:
    from console.core.replay.check import CheckResult, Parting

SHOWN_CHARACTERS = 1_000

HELP = """Play what was recorded, on a wall of its own.

With --check, without pictures: whether its log comes to what core decided and showed then.

With --compare, without pictures: where two recordings or runs part. A run is what core and people decided
again from some moment of a replay on; its folder is said when it begins, and lies below --runs.

Played, it is moved by `sightline ctl replay`, on the desk, or by its keys. Ctrl+C ends it. Of one site one
replay runs at a time.

With --json an error is {"error": "..."} on standard output.

A package that is not as it was signed is refused. With --changed-too what is left is played, and the terminal
and every window say NOT AS SIGNED; --check, --compare, and playing without a display, then end with 4.

Exit codes: 0 played, equal · 1 failed · 2 wrong usage · 3 parted · 4 a folder can't be read (damaged, newer),
or is not as it was signed.

Example:

  sightline ctl log slice --from-incident i-000012 night/

  sightline replay night/

  sightline replay night/ --check

  sightline replay night/ --on wall-2          on a monitor of the running site, which gets it back

  sightline replay night/ --on wall-2 --no-desk    nothing else of it on the screens

  sightline replay --compare night/ ~/.local/share/sightline/runs/night-1a2b3c4d
"""


def replay(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="A package, its zip, or a part of a log.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Without pictures: compare with what was recorded.")
    ] = False,
    both: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="A B", help="Without pictures: where two of them part."),
    ] = None,
    runs: Annotated[
        Path | None,
        typer.Option(
            help="Where what is decided again is written down.", show_default="~/.local/share/sightline/runs"
        ),
    ] = None,
    changed_too: Annotated[
        bool, typer.Option("--changed-too", help="Also a package that is not as it was signed.")
    ] = False,
    on: Annotated[
        list[str] | None,
        typer.Option(metavar="MONITOR", help="Play on this monitor of the running site; again for more."),
    ] = None,
    live: Annotated[
        Path | None, typer.Option(metavar="DIR", help="With --on: the running site's runtime folder.")
    ] = None,
    as_json: AsJson = False,
    headless: Annotated[
        bool, typer.Option("--headless", help="Use a virtual display even if there is a real one.")
    ] = False,
    no_desk: Annotated[
        bool,
        typer.Option(
            "--no-desk",
            help="No desk, which would lie over a live wall: its monitors' keys and ctl move it.",
        ),
    ] = False,
    seconds: Annotated[int, typer.Option(help="Without a display: how long to play.", min=5)] = 30,
    output: Annotated[Path, typer.Option(help="Without a display: where pictures and figures go.")] = Path(
        "replay-output"
    ),
) -> None:
    """Play what was recorded, or compare."""
    windows = "--no-desk" if no_desk else "--on" if on else "--headless" if headless else ""
    if windows and (check or both is not None):
        raise typer.BadParameter("--check and --compare have no windows", param_hint=windows)
    if live is not None and not on:
        raise typer.BadParameter("it names the site that lends: say --on MONITOR, too", param_hint="--live")
    if on and headless:
        raise typer.BadParameter("a monitor of the running site is no virtual one", param_hint="--headless")
    if both is not None and folder is None and not check:
        with _unpacked(both[0], quiet=as_json) as a, _unpacked(both[1], quiet=as_json) as b:
            compare_both((a, b), both, changed_too=changed_too, as_json=as_json)
        return
    if folder is None or both is not None:
        raise typer.BadParameter("name one FOLDER, or two after --compare")
    with _unpacked(folder, quiet=as_json) as whole:
        _refuse_run(whole)
        unsigned = _changed(whole, folder, changed_too=changed_too)
        if unsigned and not check:
            say(f"{folder} is not as it was signed: {unsigned}", error=True)
        if check:
            _check(whole, folder, unsigned, as_json=as_json)
        elif on:
            _play_on(whole, runs, on, live, desk=not no_desk, unsigned=unsigned)
        else:
            _play(whole, output, seconds, runs, headless=headless, desk=not no_desk, unsigned=unsigned)


@contextmanager
def _unpacked(path: Path, *, quiet: bool) -> Iterator[Path]:
    """A folder, or what a zip holds for as long as it is needed."""
    if not path.is_file():
        yield path
        return
    from console.app.package.progress import shown_progress
    from console.app.package.unpacking import unpacked

    with exit_codes(), ExitStack() as kept:
        try:
            with shown_progress(PROCESS_CLOCK, quiet=quiet) as progress:
                folder = kept.enter_context(unpacked(path, None, progress))
        except UnreadablePackage as error:
            fail(str(error), ReplayCode.UNREADABLE)
        yield folder


def _refuse_run(folder: Path) -> None:
    """What was decided again holds no pictures and no log of its own."""
    from console.core.replay.run_log import RunError, is_run, read_run

    if is_run(folder):
        try:
            recording = read_run(folder).head.recording
        except RunError as error:
            fail(str(error), ReplayCode.UNREADABLE)
        compare = f"sightline replay --compare {shlex.quote(recording)} {shlex.quote(str(folder))}"
        fail(f"{folder} is a run, not a recording; where they part is told by: {compare}", ExitCode.USAGE)


def _changed(folder: Path, name: Path, *, changed_too: bool) -> str:
    """What is not as it was signed, in words; without ``changed_too`` it is refused."""
    from console.app.package.playable import check_playable, not_as_signed

    try:
        if changed_too:
            return not_as_signed(folder)
        check_playable(folder, name)
    except PackageError as error:
        fail(str(error), ReplayCode.UNREADABLE)
    return ""


def _check(folder: Path, name: Path, unsigned: str, *, as_json: bool) -> None:
    from console.core.replay.check import check_slice
    from console.core.replay.log_slice import read_slice
    from console.core.replay.slice_format import SliceError

    with exit_codes():
        try:
            found = check_slice(read_slice(folder, unsigned))
        except SliceError as error:
            fail(str(error), ReplayCode.UNREADABLE)
        if as_json:
            told = {"equal": found.is_equal, "not_as_signed": unsigned}
            print_json(told | msgspec.to_builtins(found))
        else:
            _tell(name, found)
            if unsigned:
                equal = "decisions equal" if found.is_equal else "decisions parted"
                say(f"{equal}; the package is not as signed: {unsigned}", error=True)
        if not found.is_equal:
            raise typer.Exit(ReplayCode.PARTED)
        if unsigned:
            raise typer.Exit(ReplayCode.UNREADABLE)


def _play(
    folder: Path,
    output: Path,
    seconds: int,
    runs: Path | None,
    *,
    headless: bool,
    desk: bool,
    unsigned: str,
) -> None:
    from console.app.replay_run import play, play_without_display
    from console.core.replay.slice_format import SliceError

    with exit_codes():
        try:
            if headless or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
                raise typer.Exit(
                    play_without_display(folder, runs, output, seconds, desk=desk, not_as_signed=unsigned)
                )
            play(folder, runs, desk=desk, not_as_signed=unsigned)
        except SliceError as error:
            fail(str(error), ReplayCode.UNREADABLE)


def _play_on(
    folder: Path, runs: Path | None, on: list[str], live: Path | None, *, desk: bool, unsigned: str
) -> None:
    from console.app.replay_run import play_on
    from console.core.replay.slice_format import SliceError

    with exit_codes():
        try:
            monitors = [MonitorId(one) for one in on]
            play_on(folder, runs, monitors, live, desk=desk, not_as_signed=unsigned)
        except SliceError as error:
            fail(str(error), ReplayCode.UNREADABLE)
        except NoAnswer as error:  # elsewhere 3, which here says that two parted
            fail(str(error), ExitCode.FAILED)


def _tell(folder: Path, found: "CheckResult") -> None:
    say(f"decisions, SHA-256 {found.decisions_sha256}")
    if found.decisions_sha256 == found.recorded_decisions_sha256:
        say("the same as recorded")
    else:
        say(f"recorded  SHA-256 {found.recorded_decisions_sha256}")
    if found.unrecorded:
        say(f"of {counted(found.unrecorded, 'input')} it is not recorded what came of it: not compared")
    if found.first is None:
        say(f"{folder}: equal. {counted(found.inputs, 'input')}, every decision and every view.")
    else:
        _tell_parting(folder, found, found.first)


def _tell_parting(folder: Path, found: "CheckResult", first: "Parting") -> None:
    when = local_time(first.wall_ms, PROCESS_CLOCK.now_ms())
    say(f"{folder}: parted at {found.parted} of {counted(found.inputs, 'input')}.")
    say(f"first at input {first.n}, {when}: other {first.what}")
    say(f"  recorded: {_short(first.recorded)}")
    say(f"  came out: {_short(first.came_out)}")


def _short(text: str) -> str:
    rest = len(text) - SHOWN_CHARACTERS
    return text if rest <= 0 else f"{text[:SHOWN_CHARACTERS]} ... {rest} characters more: --json"
