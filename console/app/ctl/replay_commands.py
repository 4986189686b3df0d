"""``ctl replay``."""

from datetime import datetime
from typing import Annotated

import msgspec
import typer

from console.app.ctl.output import exit_codes, print_json
from console.app.ctl.root import AsJson, ctl, session_of
from console.app.ctl.session import Session
from console.app.process_clock import PROCESS_CLOCK
from console.app.site_runtime import find_run_dir, is_replay
from console.app.terminal import say
from console.domain.errors import WrongUse
from console.domain.wording import local_time, position_words
from console.protocol.replay_messages import (
    FASTEST,
    SLOWEST,
    DecideAgain,
    GetReplay,
    LoopReplay,
    PauseReplay,
    PlayReplay,
    ReplayCommand,
    ReplayStatus,
    SeekReplay,
    SetReplayRate,
    ShowAsItWas,
    Step,
    StepReplay,
)

HELP = """A replay: play, hold, leap, step, faster or slower.

Examples:

  sightline ctl replay play

  sightline ctl replay seek 1:30        a minute and a half after its beginning

  sightline ctl replay step event       to the next alert, decision or act

  sightline ctl replay again            from here on you decide: ctl and desk act as live
"""

DAY_MS = 86_400_000
MOMENT_HELP = "SECONDS, M:SS or H:MM:SS from its beginning, or @HH:MM:SS, the time of day."

replay = typer.Typer(help=HELP, no_args_is_help=True)
ctl.add_typer(replay, name="replay")


def _session(context: typer.Context, as_json: bool) -> Session:
    """That of the replay, also where a live site runs beside it."""
    session = session_of(context, as_json)
    if session.run is None and session.core is None:
        session.run = find_run_dir(None, meant=is_replay)
    return session


def _do(context: typer.Context, as_json: bool, command: ReplayCommand) -> None:
    with exit_codes():
        session = _session(context, as_json)
        _tell(msgspec.convert(session.ask_core(command), ReplayStatus), as_json)


def _tell(status: ReplayStatus, as_json: bool, **also: object) -> None:
    if as_json:
        print_json(as_data(status) | also)
    else:
        say(_words(status))


def as_data(status: ReplayStatus) -> dict[str, object]:
    """For programs: core's own words, and how far from its beginning it is, of how much."""
    told: dict[str, object] = msgspec.to_builtins(status)
    span = {"position_ms": status.at_ms - status.begin_ms, "length_ms": status.end_ms - status.begin_ms}
    return told | span


def _words(status: ReplayStatus) -> str:
    now_ms = PROCESS_CLOCK.now_ms()
    done, whole = status.at_ms - status.begin_ms, status.end_ms - status.begin_ms
    how = f"plays at {status.rate:g}x" if status.playing else "stands"
    looped = ", looped" if status.loop else ""
    since = f"; decided again, from the first act on written down in {status.run}" if status.run else ""
    return (
        f"{status.site} {how}{looped} at {local_time(status.wall_ms, now_ms)}, "
        f"{position_words(done)} of {position_words(whole)}{since}"
    )


@replay.command()
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Where it is."""
    _do(context, as_json, GetReplay())


@replay.command()
def play(context: typer.Context, as_json: AsJson = False) -> None:
    """Go on; at its end from the beginning."""
    _do(context, as_json, PlayReplay())


@replay.command()
def pause(context: typer.Context, as_json: AsJson = False) -> None:
    """Stand still."""
    _do(context, as_json, PauseReplay())


@replay.command(context_settings={"ignore_unknown_options": True})  # -5 is a moment
def seek(
    context: typer.Context,
    moment: Annotated[str, typer.Argument(help=MOMENT_HELP)],
    as_json: AsJson = False,
) -> None:
    """Leap to a moment; one beyond its ends is taken for these, and that is said."""
    with exit_codes():
        session = _session(context, as_json)
        known = msgspec.convert(session.ask_core(GetReplay(events=False)), ReplayStatus)
        meant_ms = moment_ms(moment, known)
        at_ms = min(known.end_ms, max(known.begin_ms, meant_ms))
        is_of_day = moment.startswith("@") and at_ms == meant_ms
        wall_ms = known.wall_ms + at_ms - known.at_ms if is_of_day else None
        status = msgspec.convert(session.ask_core(SeekReplay(at_ms, wall_ms)), ReplayStatus)
        beyond = beyond_words(moment, meant_ms, known)
        if beyond and not as_json:
            say(beyond, error=True)
        _tell(status, as_json, asked_position_ms=meant_ms - known.begin_ms, beyond=beyond)


def beyond_words(moment: str, meant_ms: int, known: ReplayStatus) -> str:
    """Where a moment is not in the recording, which end is taken for it; "" where it is."""
    if meant_ms > known.end_ms:
        return f"{moment} is beyond its end, {position_words(known.end_ms - known.begin_ms)}: it is there now"
    return f"{moment} is before its beginning: it is there now" if meant_ms < known.begin_ms else ""


@replay.command()
def step(
    context: typer.Context,
    by: Annotated[Step, typer.Argument(help="frame or event.")] = Step.FRAME,
    back: Annotated[bool, typer.Option("--back", help="Backwards.")] = False,
    as_json: AsJson = False,
) -> None:
    """One picture or one event further."""
    _do(context, as_json, StepReplay(by, back))


@replay.command()
def rate(
    context: typer.Context,
    times: Annotated[float, typer.Argument(help="0.25 to 8 times as fast as it was.")],
    as_json: AsJson = False,
) -> None:
    """Run faster or slower; above 2 keyframes alone are shown."""
    with exit_codes():
        if not SLOWEST <= times <= FASTEST:
            raise WrongUse(f"a replay runs from {SLOWEST:g} to {FASTEST:g} times, not {times:g}")
    _do(context, as_json, SetReplayRate(times))


@replay.command()
def again(context: typer.Context, as_json: AsJson = False) -> None:
    """From here on core and people decide anew: acts count, and are written down as a run."""
    _do(context, as_json, DecideAgain())


@replay.command("as-it-was")
def as_it_was(context: typer.Context, as_json: AsJson = False) -> None:
    """Back to what was recorded, at the same moment."""
    _do(context, as_json, ShowAsItWas())


@replay.command()
def loop(
    context: typer.Context,
    off: Annotated[bool, typer.Option("--off", help="Stand at its end.")] = False,
    as_json: AsJson = False,
) -> None:
    """Begin again at its end."""
    _do(context, as_json, LoopReplay(not off))


def moment_ms(text: str, known: ReplayStatus) -> int:
    """The log time that a person means. Raises WrongUse."""
    try:
        if text.startswith("@"):
            return _at_time_of_day(known, text[1:])
        span_ms = -_span_ms(text[1:]) if text.startswith("-") else _span_ms(text)
    except (ValueError, OverflowError) as error:
        words = f"{text!r} is no moment: say seconds, M:SS or H:MM:SS from its beginning, or @HH:MM:SS"
        raise WrongUse(words) from error
    if known.begin_ms + span_ms > known.end_ms and _is_time_of_day(known, text):
        whole = position_words(known.end_ms - known.begin_ms)
        raise WrongUse(f"{text} from its beginning is beyond its end, {whole}: @{text} is the time of day")
    return known.begin_ms + span_ms


def _is_time_of_day(known: ReplayStatus, text: str) -> bool:
    """Whether it was that time of day in the recording."""
    try:
        return known.begin_ms <= _at_time_of_day(known, text) <= known.end_ms
    except ValueError:
        return False


def _at_time_of_day(known: ReplayStatus, text: str) -> int:
    """Raises ValueError, OverflowError."""
    return _within(known, known.at_ms + _of_day_ms(text) - _day_ms(known.wall_ms))


def _within(known: ReplayStatus, at_ms: int) -> int:
    """The same time of day on the day that was recorded: a recording may go over midnight."""
    days = (at_ms, at_ms + DAY_MS, at_ms - DAY_MS)
    return next((one for one in days if known.begin_ms <= one <= known.end_ms), at_ms)


def _span_ms(text: str) -> int:
    *larger, seconds = text.split(":")
    total = float(seconds)
    if larger and not all(
        0 <= float(part) < 60 for part in (*larger[1:], seconds)
    ):  # 17:62 is no time of a clock
        raise ValueError(text)
    for weight, part in zip((60, 3600), reversed(larger), strict=False):
        total += weight * int(part)
    if len(larger) > 2 or total < 0:
        raise ValueError(text)
    return round(total * 1000)


def _of_day_ms(text: str) -> int:
    parts = text.split(":")
    if len(parts) != 3 or not 0 <= int(parts[0]) < 24:
        raise ValueError(text)
    return _span_ms(text)


def _day_ms(wall_ms: int) -> int:
    """Since the local midnight before."""
    at = datetime.fromtimestamp(wall_ms / 1000).astimezone()
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1000 + wall_ms % 1000
