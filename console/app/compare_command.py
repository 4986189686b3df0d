"""``sightline replay --compare``: where two courses of events part, for people and programs."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import typer

from console.app.ctl.output import exit_codes, fail, print_json
from console.app.package.errors import PackageError
from console.app.process_clock import PROCESS_CLOCK
from console.app.replay_code import ReplayCode
from console.app.terminal import say
from console.domain.wording import age_words, counted, local_time

if TYPE_CHECKING:
    from console.core.replay.compare import Comparison, Parted


def compare_both(
    folders: tuple[Path, Path], names: tuple[Path, Path], *, changed_too: bool, as_json: bool
) -> None:
    """Say where two folders part; ``names`` are what people called them.

    Exit codes: 0 not at all, 3 somewhere, 4 for a folder that can't be read, or is not as it was signed.
    ``changed_too``: that is said, and compared all the same.
    """
    from console.core.replay.compare import compare
    from console.core.replay.course import read_course, recording_of
    from console.core.replay.run_log import RunError
    from console.core.replay.slice_format import SliceError

    with exit_codes():
        try:
            a, b = folders
            sources = recording_of(a, (b,)), recording_of(b, (a,))
            called = _called(sources, folders, names)
            of_a, of_b = _unsigned(sources, called, changed_too=changed_too)
            found = compare(read_course(a, (b,), of_a), read_course(b, (a,), of_b))
            unsigned = [_said_of(name, words) for name, words in zip(called, (of_a, of_b), strict=True)]
        except (SliceError, RunError, PackageError) as error:
            fail(str(error), ReplayCode.UNREADABLE)
        if as_json:
            print_json({"not_as_signed": "; ".join(_once(unsigned)), **msgspec.to_builtins(found)})
        else:
            _tell(names, unsigned, found)
        if any(unsigned):
            raise typer.Exit(ReplayCode.UNREADABLE)
        if found.parted:
            raise typer.Exit(ReplayCode.PARTED)


def _called(sources: tuple[Path, Path], folders: tuple[Path, Path], names: tuple[Path, Path]) -> list[Path]:
    """What people called the recordings: of a zip, not where it was unpacked."""
    known = dict(zip(folders, names, strict=True))
    return [known.get(source, source) for source in sources]


def _unsigned(sources: Iterable[Path], called: Iterable[Path], *, changed_too: bool) -> list[str]:
    """Of each what is not as it was signed, in words; "" where all is.

    Raises PackageError: without ``changed_too`` for anything that is not.
    """
    from console.app.package.playable import check_playable, not_as_signed

    found = []
    for source, name in zip(sources, called, strict=True):
        if not changed_too:
            check_playable(source, name)
        found.append(not_as_signed(source) if changed_too else "")
    return found


def _said_of(name: Path, words: str) -> str:
    return f"{name} is not as it was signed: {words}" if words else ""


def _tell(names: tuple[Path, Path], unsigned: Sequence[str], found: "Comparison") -> None:
    for letter, name, words in zip("AB", names, unsigned, strict=True):
        say(f"{letter}  {name}{'  NOT AS SIGNED' if words else ''}")
    for parted in found.parted:
        say(f"{local_time(parted.wall_ms, PROCESS_CLOCK.now_ms())}  {_side(parted):<18} {parted.words}")
    span = age_words(found.end_ms - found.begin_ms)
    say(f"{span} compared: {counted(found.same, 'deed')} the same, {len(found.parted)} not")
    for words in _once(unsigned):
        say(words, error=True)


def _once(unsigned: Iterable[str]) -> Iterable[str]:
    """Of two runs of one recording."""
    return dict.fromkeys(filter(None, unsigned))


def _side(parted: "Parted") -> str:
    if parted.b_ms is None:
        return "only in A"
    if parted.a_ms is None:
        return "only in B"
    later, by_ms = (
        ("B", parted.b_ms - parted.a_ms) if parted.b_ms > parted.a_ms else ("A", parted.a_ms - parted.b_ms)
    )
    return f"in {later} {age_words(by_ms)} later"
