"""``ctl record``."""

from typing import Annotated

import msgspec
import typer

from console.app.ctl.named_cameras import asked_feeds
from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, carry_out, ctl, session_of
from console.app.process_clock import PROCESS_CLOCK
from console.app.terminal import say
from console.domain.ids import IncidentId, RecordingId
from console.domain.recording import Recording, RecordingState, recording_id
from console.domain.wording import age_words, counted, few_of, local_time, long_words, size_words
from console.protocol.recording_messages import (
    ExtendRecording,
    ListRecordings,
    ProtectRecording,
    RecordedStream,
    RecordingRoom,
    StartRecording,
    StopRecording,
)

HELP = """Recordings: keep cameras on disk, with the seconds before.

Examples:

  sightline ctl record start cam-017 cam-018

  sightline ctl record start --incident i-000012

  sightline ctl record list

  sightline ctl record stop r-000345

  sightline ctl record room
"""

record = typer.Typer(help=HELP, no_args_is_help=True)
ctl.add_typer(record, name="record")

Name = Annotated[str, typer.Argument(metavar="RECORDING", help="Such as r-000345; see record list.")]


@record.command()
def start(
    context: typer.Context,
    cameras: Annotated[
        list[str] | None, typer.Argument(metavar="[CAMERA]...", help="By id or number.")
    ] = None,
    incident: Annotated[str | None, typer.Option(help="For this incident.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record these cameras, or those of an incident, from what their rings hold on."""
    if not cameras and incident is None:
        raise typer.BadParameter("name cameras, or an incident with --incident", param_hint="[CAMERA]...")
    session = session_of(context, as_json)
    with exit_codes():
        command = StartRecording(
            asked_feeds(session, cameras or ()), IncidentId(incident) if incident is not None else None
        )
        result = session.ask_core(command)
        name = recording_id(result["n"])
        if as_json:
            print_json({**result, "recording": name})
        else:
            say(f"{name} is recorded; end it with: sightline ctl record stop {name}")


@record.command()
def stop(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """End a recording now."""
    carry_out(context, as_json, StopRecording(RecordingId(name)), f"{name} is ended")


@record.command()
def extend(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Let a recording go on for its longest duration from now."""
    carry_out(context, as_json, ExtendRecording(RecordingId(name)), f"{name} goes on")


@record.command()
def protect(
    context: typer.Context,
    name: Name,
    off: Annotated[bool, typer.Option("--off", help="It may go as others again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Never let a recording go to make room."""
    words = f"{name} may go as others" if off else f"{name} is protected"
    carry_out(context, as_json, ProtectRecording(RecordingId(name), not off), words)


@record.command("list")
def list_recordings(context: typer.Context, as_json: AsJson = False) -> None:
    """All recordings, the newest first, and what is on disk of those that run.

    Gaps are counted since the program that records was started: what its crash took is one, and so is a gap
    that goes on. Those of before stand in the movies; a package and its replay tell of them.
    """
    with exit_codes():
        result = session_of(context, as_json).ask_core(ListRecordings())
        if as_json:
            print_json(result)
            return
        recordings = msgspec.convert(result["recordings"], tuple[Recording, ...])
        sizes = result["sizes"]
        streams = msgspec.convert(result["streams"], tuple[RecordedStream, ...])
        now_ms = PROCESS_CLOCK.now_ms()
        print_table(
            ("recording", "state", "began", "incident", "by", "size", "cameras"),
            [
                (
                    one.recording,
                    _state_words(one),
                    local_time(one.begun_at_ms, now_ms),
                    one.incident,
                    one.by,
                    size_words(sizes[one.recording]) if one.recording in sizes else "",
                    few_of([feed.feed for feed in one.feeds]),
                )
                for one in recordings
            ],
            "Nothing is recorded. Record a camera: sightline ctl record start cam-001",
        )
        if len(sizes) > 1:
            say("Recordings share movies: each size is of all movies with some of it (sum: record room).")
        if streams:
            print_table(
                ("stream", "on disk up to", "gaps since start", "trouble"),
                [
                    (f"{one.feed}/{one.profile}", _written(one, now_ms), one.gaps, one.trouble)
                    for one in streams
                ],
                "",
            )


@record.command()
def room(context: typer.Context, as_json: AsJson = False) -> None:
    """What recordings take of the disk, and how long that will do."""
    with exit_codes():
        result = session_of(context, as_json).ask_core(ListRecordings())["room"]
        if as_json:
            print_json(result)
            return
        if result is None:
            say("The disk was not looked at yet; ask again in a minute. A replay records nothing.")
            return
        rows = room_rows(msgspec.convert(result, RecordingRoom), PROCESS_CLOCK.now_ms())
        print_table(("recording room", ""), rows, "")


def room_rows(room: RecordingRoom, now_ms: int) -> list[tuple[str, str]]:
    """What and how much."""
    rate = (
        "not known yet: it takes a minute"
        if room.bytes_per_s is None
        else f"{size_words(round(room.bytes_per_s * 3600))} an hour"
    )
    rows = [("as of", f"{age_words(now_ms - room.seen_at_ms)} ago")] if room.seen_at_ms else []
    rows += [
        ("used", f"{size_words(room.used_bytes)}, {counted(room.movies, 'movie')}"),
        ("may be used", size_words(room.limit_bytes)),
        ("protected", size_words(room.protected_bytes)),
        ("free on the disk", size_words(room.free_bytes)),
        ("written now", rate),
        ("oldest go in", _left(room.full_in_s)),
    ]
    if room.protected_bytes:
        rows.append(("protected leave no room in", _left(room.ends_in_s)))
    if room.unknown_bytes:
        rows.append(("from before core's log", size_words(room.unknown_bytes)))
    if room.always_since_ms:
        rows.append(("continuous since", local_time(room.always_since_ms, now_ms)))
    return rows + ([("trouble", room.trouble)] if room.trouble else [])


def _left(seconds: float | None) -> str:
    return "" if seconds is None else long_words(round(seconds * 1000))


def _state_words(one: Recording) -> str:
    protected = ", protected" if one.protected else ""
    if one.state is RecordingState.ENDED:
        return f"ended: {one.why_ended}{protected}"
    return f"{'running' if one.state is RecordingState.RUNNING else 'a few seconds more'}{protected}"


def _written(one: RecordedStream, now_ms: int) -> str:
    if not one.written_at_ms:
        return "nothing yet"
    return f"{age_words(now_ms - one.written_at_ms)} ago"
