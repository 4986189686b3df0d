"""``sightline replay --compare``: where two courses of events part, for people and programs."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import typer

from console.app.ctl.output import exit_codes, fail, print_json
from console.app.process_clock import PROCESS_CLOCK
from console.app.replay_code import ReplayCode
from console.app.terminal import say
from console.domain.wording import age_words, counted, local_time

if TYPE_CHECKING:
    from console.core.replay.compare import Comparison, Parted


def compare_both(folders: tuple[Path, Path], names: tuple[Path, Path], *, as_json: bool) -> None:
    """Say where two folders part; ``names`` are what people called them.

    Exit codes: 0 not at all, 3 somewhere, 4 for a folder that can't be read.
    """
    from console.core.replay.compare import compare
    from console.core.replay.course import read_course
    from console.core.replay.run_log import RunError
    from console.core.replay.slice_format import SliceError

    with exit_codes():
        try:
            a, b = folders
            found = compare(read_course(a, (b,)), read_course(b, (a,)))
        except (SliceError, RunError) as error:
            fail(str(error), ReplayCode.UNREADABLE)
        if as_json:
            print_json(msgspec.to_builtins(found))
        else:
            _tell(*names, found)
        if found.parted:
            raise typer.Exit(ReplayCode.PARTED)


def _tell(a: Path, b: Path, found: "Comparison") -> None:
    say(f"A  {a}")
    say(f"B  {b}")
    for parted in found.parted:
        say(f"{local_time(parted.wall_ms, PROCESS_CLOCK.now_ms())}  {_side(parted):<18} {parted.words}")
    span = age_words(found.end_ms - found.begin_ms)
    say(f"{span} compared: {counted(found.same, 'deed')} the same, {len(found.parted)} not")


def _side(parted: "Parted") -> str:
    if parted.b_ms is None:
        return "only in A"
    if parted.a_ms is None:
        return "only in B"
    later, by_ms = (
        ("B", parted.b_ms - parted.a_ms) if parted.b_ms > parted.a_ms else ("A", parted.a_ms - parted.b_ms)
    )
    return f"in {later} {age_words(by_ms)} later"
