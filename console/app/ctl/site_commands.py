"""``ctl status``, ``cameras``, ``processes``, ``stop``, ``watch``, ``shot``."""

import time
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, ctl, session_of
from console.app.ctl.session import Session, bus
from console.app.process_clock import PROCESS_CLOCK
from console.app.terminal import escaped_json, say
from console.domain.camera import Camera
from console.domain.errors import CommandRefused, NoAnswer, SightlineError
from console.domain.ids import FeedId
from console.domain.picture import CAUSE_WORDS, picture_word
from console.domain.policies.feed_health import best_stream, feed_streams, lost_beside_words
from console.domain.tier import SHED_WORDS, Shed
from console.protocol.core_changes import CorePublished, CoreSnapshot
from console.protocol.core_messages import GetSnapshot, GetStatus
from console.protocol.engine_messages import (
    EngineRequest,
    EngineSnapshot,
    FeedHealth,
    GetEngineSnapshot,
    GetMediaStatus,
    MediaStatus,
)
from console.protocol.follower import Follower
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import GetProcesses, StopSite, SupervisorRequest
from console.protocol.trouble_file import TroubleFile
from console.protocol.window_messages import TakeShot, WindowRequest

WATCH_INTERVAL_S = 0.05
ENGINE_WAIT_S = 1.0
SHOT_LIMIT_S = 30.0
"""A window's picture is written after all pictures on the wall: on a full machine that takes a while."""


@ctl.command()
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Counts, alert-to-picture times, feeds by picture state, tiles that get less than they asked for."""
    session = session_of(context, as_json)
    with exit_codes():
        result = session.ask_core(GetStatus())
        if session.core is None:
            troubles = TroubleFile(session.endpoints().run_dir).read()
            result["troubles"] = [f"{name}: {text}" for name, text in troubles.items()]
            result["tiles_with_less"] = _tiles_with_less(session)
        if as_json:
            print_json(result)
        else:
            less = result.get("tiles_with_less", {})
            result["tiles_with_less"] = (
                "unknown: the media engine is silent" if less is None else less or "none"
            )
            print_table(("what", "value"), list(flat(result)), "core says nothing")


def _tiles_with_less(session: Session) -> dict[str, int] | None:
    """How many by what they lack; None where the engine does not tell."""
    try:
        told = session.ask(
            session.endpoints().engine_commands, GetMediaStatus(), EngineRequest, ENGINE_WAIT_S
        )
    except NoAnswer:
        return None
    shed = msgspec.convert(told, MediaStatus).shed
    return {SHED_WORDS[Shed[name]]: count for name, count in shed.items() if name != Shed.NONE.name}


def flat(value: dict[str, Any], prefix: str = "") -> Any:
    """Rows for people: each fact with its path; records and sentences have a row each."""
    for key, item in value.items():
        if isinstance(item, dict):
            yield from flat(item, f"{prefix}{key}.")
        elif isinstance(item, list) and item and isinstance(item[0], dict):
            for one in item:
                yield f"{prefix}{key}", ", ".join(f"{name}: {what}" for name, what in one.items())
        elif isinstance(item, list) and any(" " in str(one) for one in item):
            for sentence in item:
                yield f"{prefix}{key}", sentence
        elif isinstance(item, list):
            yield (
                f"{prefix}{key}",
                f"{len(item)} (see --json)" if len(item) > 4 else ", ".join(map(str, item)),
            )
        else:
            yield f"{prefix}{key}", item


@ctl.command()
def cameras(context: typer.Context, as_json: AsJson = False) -> None:
    """All cameras with the state of their streams."""
    session = session_of(context, as_json)
    with exit_codes():
        snapshot = msgspec.convert(session.ask_core(GetSnapshot()), CoreSnapshot)
        engine = msgspec.convert(
            session.ask(session.endpoints().engine_commands, GetEngineSnapshot(), EngineRequest),
            EngineSnapshot,
        )
        streams: dict[FeedId, list[FeedHealth]] = {}
        for stream in engine.feeds:
            streams.setdefault(stream.feed, []).append(stream)
        rows = [(camera, streams.get(camera.feed, [])) for camera in snapshot.cameras]
        if as_json:
            print_json([_as_data(camera, told) for camera, told in rows])
            return
        print_table(
            ("number", "id", "name", "agency", "state", "cause", "beside", "fps", "kb/s", "worker"),
            [(c.number, c.feed, c.name, c.agency, *_health_words(told)) for c, told in rows],
            "The site has no cameras.",
        )


def _as_data(camera: Camera, told: list[FeedHealth]) -> dict[str, Any]:
    """For programs: the stream that a tile would show, and those that are lost beside it."""
    feed = feed_streams(told)
    return {
        **msgspec.to_builtins(camera),
        "health": msgspec.to_builtins(best_stream(told)),
        "lost_beside": [
            {"profile": profile.value, "cause": cause.name}
            for profile, cause in (feed.lost_beside if feed is not None else ())
        ],
    }


def _health_words(told: list[FeedHealth]) -> tuple[object, ...]:
    feed, best = feed_streams(told), best_stream(told)
    if feed is None or best is None:
        return ("unknown", "", "", "", "", "")
    return (
        picture_word(feed.state, best.is_damaged, feed.cause),
        CAUSE_WORDS[feed.cause],
        lost_beside_words(feed),
        f"{best.fps:.1f}",
        f"{best.bitrate_kbps:.0f}",
        best.worker,
    )


@ctl.command()
def processes(context: typer.Context, as_json: AsJson = False) -> None:
    """The site's processes: restarts, cores, memory."""
    session = session_of(context, as_json)
    with exit_codes():
        result = session.ask(session.endpoints().supervisor, GetProcesses(), SupervisorRequest)
        if as_json:
            print_json(result["processes"])
            return
        rows = [
            (
                p["name"],
                p["pid"],
                p["state"],
                p["restarts"],
                f"{p['cores']:.2f}",
                f"{p['pss_mb']:.0f}",
                f"lent to {p['lent_to']}" if p["lent_to"] else p["trouble"] or p["last_exit"],
            )
            for p in result["processes"]
        ]
        print_table(("name", "pid", "state", "restarts", "cores", "MB", "last end"), rows, "no processes")


@ctl.command()
def stop(context: typer.Context, as_json: AsJson = False) -> None:
    """Stop the running site."""
    session = session_of(context, as_json)
    with exit_codes():
        session.ask(session.endpoints().supervisor, StopSite(), SupervisorRequest)
        if as_json:
            print_json({"stopping": True})


@ctl.command()
def shot(
    context: typer.Context,
    window: Annotated[str, typer.Argument(metavar="MONITOR", help="A monitor's id, or desk.")],
    file: Annotated[Path, typer.Argument(metavar="FILE.png")],
    as_json: AsJson = False,
) -> None:
    """Save what a monitor (or the desk) shows as a PNG."""
    session = session_of(context, as_json)
    with exit_codes():
        told = session.ask(session.endpoints().supervisor, GetProcesses(), SupervisorRequest)["processes"]
        process = _shown(window, told)
        result = take_shot(process["window"], file)
        if as_json:
            print_json({"file": str(file.resolve()), "lent_to": process["lent_to"], **result})
        elif process["lent_to"]:
            say(f"{window} is lent: the picture is of {process['lent_to']}", error=True)


def _shown(window: str, processes: list[dict[str, Any]]) -> dict[str, Any]:
    """The process that shows a window. Raises SightlineError where nothing is shown."""
    windows = {
        one["name"].removeprefix("display-"): one for one in processes if one["kind"] in ("display", "desk")
    }
    if window not in windows:
        there = ", ".join(sorted(windows)) or "none: windows of a replay on lent monitors are their site's"
        raise CommandRefused("unknown_monitor", f"there is no monitor {window!r}; there is {there}")
    state, trouble = windows[window]["state"], windows[window]["trouble"]
    if state not in ("running", "starting") or "waits" in trouble:
        raise SightlineError(f"{window} shows nothing now: {trouble or state}")
    return windows[window]


def window_name(monitor: str) -> str:
    """The process that shows a monitor."""
    return monitor if monitor == "desk" else f"display-{monitor}"


def take_shot(endpoint: str, file: Path) -> dict[str, Any]:
    """Have a window save its picture. Raises NoAnswer, CommandRefused."""
    from console.app.ctl.session import ask

    result = ask(endpoint, TakeShot(path=str(file.resolve())), WindowRequest, SHOT_LIMIT_S)
    return dict(result or {})


@ctl.command()
def watch(
    context: typer.Context,
    count: Annotated[int, typer.Option(help="End after so many changes; 0 for never.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Print every change that core publishes, until Ctrl+C."""
    session = session_of(context, as_json)
    with exit_codes(), bus() as zmq_context:
        endpoints = session.endpoints()
        requester = Requester(
            zmq_context, session.core or endpoints.core_commands, "ctl-watch", PROCESS_CLOCK
        )
        follower = Follower(
            zmq_context,
            endpoints.core_changes,
            requester,
            GetSnapshot(),
            CoreSnapshot,
            CorePublished,
            PROCESS_CLOCK,
        )
        follower.start()
        try:
            _print_changes(follower, count, as_json)
        except KeyboardInterrupt:
            pass
        finally:
            follower.stop()


def _print_changes(follower: Follower[CoreSnapshot, CorePublished], count: int, as_json: bool) -> None:
    seen, told = 0, ""
    while not count or seen < count:
        if follower.not_ready and follower.not_ready != told:
            told = follower.not_ready
            say(told, error=True)
        for said in follower.poll():
            seen += 1
            if as_json:
                print(escaped_json(msgspec.json.encode(said).decode()), flush=True)
            else:
                say(_change_line(said))
        time.sleep(WATCH_INTERVAL_S)


def _change_line(said: CoreSnapshot | CorePublished) -> str:
    if isinstance(said, CoreSnapshot):
        return f"{said.seq:>8} snapshot: {len(said.cameras)} cameras, {len(said.incidents)} incidents"
    kind = msgspec.to_builtins(said.change)["change"]
    body = msgspec.json.encode(said.change).decode()
    return f"{said.seq:>8} {kind}: {body[:140]}"
