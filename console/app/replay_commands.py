"""``sightline replay``."""

from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from console.app.ctl.output import exit_codes, print_json
from console.app.process_clock import PROCESS_CLOCK
from console.app.terminal import say
from console.domain.wording import counted, local_time

if TYPE_CHECKING:
    from console.core.replay.check import CheckResult, Parting

SHOWN_CHARACTERS = 1_000

HELP = """Feed a recorded log again. With --check: whether it comes to what core decided and showed then.

Exit codes: 0 equal · 1 failed · 2 wrong usage · 3 parted · 4 the folder can't be read: damaged, or newer.

Example:

  sightline ctl log slice --from-incident i-000012 night/

  sightline replay night/ --check
"""


class ReplayCode(IntEnum):
    """Exit codes of ``sightline replay``, beside those of every command."""

    PARTED = 3
    UNREADABLE = 4


def replay(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    check: Annotated[
        bool, typer.Option("--check", help="Without pictures: compare with what was recorded.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Feed a recorded log again and compare."""
    from console.core.replay.check import check_slice
    from console.core.replay.log_slice import read_slice
    from console.core.replay.slice_format import SliceError

    if not check:
        raise typer.BadParameter("say --check", param_hint="--check")
    with exit_codes():
        try:
            found = check_slice(read_slice(folder))
        except SliceError as error:
            say(str(error), error=True)
            raise typer.Exit(ReplayCode.UNREADABLE) from error
        if as_json:
            print_json({"equal": found.is_equal, **msgspec.to_builtins(found)})
        else:
            _tell(folder, found)
        if not found.is_equal:
            raise typer.Exit(ReplayCode.PARTED)


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
