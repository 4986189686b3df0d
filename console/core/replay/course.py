"""A course of events to compare with another: what was done about incidents and wall, when, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from console.core.decisions import (
    AnyDecision,
    Covered,
    FrameDown,
    FrameUp,
    HandOff,
    HandPut,
    IncidentAcknowledged,
    IncidentClosed,
    IncidentOpened,
    LayoutLoaded,
    LoadUndone,
    RewindEnded,
    Rewound,
    Switched,
    TourEnded,
    TourStepped,
    Uncovered,
    Undecided,
    Unswitched,
)
from console.core.log.input_log import SiteLoaded
from console.core.replay.again import Again, Made
from console.core.replay.log_slice import read_slice
from console.core.replay.run_log import Run, RunError, is_run, manifest_digest, read_run
from console.core.replay.slice_reading import RecordedSlice
from console.core.replay.tape import Tape
from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.wording import reason_words


class Deed(Struct, frozen=True):
    """``key`` is what was done, equal for the same; ``words`` say it with its reason. Milliseconds."""

    at_ms: int
    wall_ms: int
    key: tuple[str, ...]
    words: str


class Course(Struct, frozen=True):
    """Everything that was done between two moments (log time)."""

    begin_ms: int
    end_ms: int
    deeds: tuple[Deed, ...]


def read_course(folder: Path, recordings: Iterable[Path] = (), not_as_signed: str = "") -> Course:
    """That of a recording, or of a run of one. ``recordings``: where else its recording may lie.

    ``not_as_signed``: what of the recording is not, in words. Raises SliceError, RunError.
    """
    if not is_run(folder):
        return _recorded_course(read_slice(folder, not_as_signed))
    run = read_run(folder)
    return _run_course(run, read_slice(_recording_of(folder, run, recordings), not_as_signed))


def recording_of(folder: Path, recordings: Iterable[Path] = ()) -> Path:
    """What ``read_course`` reads a course's inputs from: the folder itself, or the recording of a run.

    Raises RunError.
    """
    return _recording_of(folder, read_run(folder), recordings) if is_run(folder) else folder


def _recording_of(folder: Path, run: Run, recordings: Iterable[Path]) -> Path:
    for place in (Path(run.head.recording), *recordings):
        if place.is_dir() and not is_run(place) and manifest_digest(place) == run.head.sha256:
            return place
    raise RunError(
        f"{folder} is a run of {run.head.recording}, which is not there any more or was changed: copy that "
        "recording back, or name it as the other side"
    )


def _recorded_course(recorded: RecordedSlice) -> Course:
    made = [Made(one.entry, one.decisions or ()) for one in recorded.inputs()]
    cameras = recorded.state().site.loaded.cameras
    return _course(made, cameras, made[-1].entry.at_ms if made else 0)


def _run_course(run: Run, recorded: RecordedSlice) -> Course:
    inputs = list(recorded.inputs())
    again_ms = run.head.again_ms
    before = [Made(one.entry, one.decisions or ()) for one in inputs if one.entry.at_ms <= again_ms]
    after = _made_again(run, Tape(recorded.state(), [one.entry for one in inputs]))
    return _course([*before, *after], recorded.state().site.loaded.cameras, run.end_ms)


def _made_again(run: Run, tape: Tape) -> Iterator[Made]:
    state, index = tape.state_at(run.head.again_ms)
    again = Again(state, tape.entries[index:], tape.wall_ms)
    for act in run.acts:
        yield from again.act(act.given, act.at_ms)
    yield from again.go_on(run.end_ms)


def _course(made: Sequence[Made], cameras: Iterable[Camera], end_ms: int) -> Course:
    begin_ms = made[0].entry.at_ms if made else end_ms
    known = {camera.feed: camera for camera in (*cameras, *_cameras_loaded(made))}
    deeds = [
        Deed(one.entry.at_ms, one.entry.wall_ms, key, words)
        for one in made
        for decision in one.decisions
        for key, words in deeds_of(decision, known)
    ]
    return Course(begin_ms, max(begin_ms, end_ms), tuple(deeds))


def _cameras_loaded(made: Iterable[Made]) -> Iterator[Camera]:
    for one in made:
        if isinstance(one.entry.input, SiteLoaded):
            yield from one.entry.input.cameras


def deeds_of(made: AnyDecision, cameras: Mapping[FeedId, Camera]) -> list[tuple[tuple[str, ...], str]]:
    """What a decision did, each as a key and in words. Figures, refusals and recordings are no deeds."""
    match made:
        case IncidentOpened(incident=incident):
            return [(("opened", incident), f"{incident} opened")]
        case IncidentAcknowledged(incident=incident, by=by):
            return [(("acknowledged", incident), f"{incident} acknowledged by {by}")]
        case IncidentClosed(incident=incident, by=by):
            return [(("closed", incident), f"{incident} closed by {by}")]
        case Switched(overlays=overlays):
            return [
                (
                    ("switched", one.incident, one.monitor, str(one.cell), one.feed),
                    f"{one.incident}: on {one.monitor} cell {one.cell}: {reason_words(one, cameras)}",
                )
                for one in overlays
            ]
        case Unswitched(overlays=overlays, why=why):
            return [
                (
                    ("unswitched", one.incident, one.monitor, str(one.cell), one.feed),
                    f"{one.incident}: {one.feed} off {one.monitor} cell {one.cell}, {why}",
                )
                for one in overlays
            ]
        case LayoutLoaded(monitor=monitor, layout=layout):
            return [(("layout", monitor, layout.name), f"{monitor}: layout {layout.name}")]
        case HandPut(monitor=monitor, cell=cell, feed=feed, pinned=pinned):
            words = f"{monitor} cell {cell}: {feed or 'nothing'} put by hand{', pinned' if pinned else ''}"
            return [(("hand", monitor, str(cell), str(feed), str(pinned)), words)]
        case HandOff(monitor=monitor, cell=cell):
            return [(("hand off", monitor, str(cell)), f"{monitor} cell {cell}: hand taken off")]
        case Rewound(monitor=monitor, cell=cell, feed=feed, rewind_ms=rewind_ms):
            words = f"{monitor} cell {cell}: {feed} plays {rewind_ms / 1000:g} s behind"
            return [(("rewound", monitor, str(cell), feed, str(rewind_ms)), words)]
        case RewindEnded(monitor=monitor, cell=cell, why=why):
            return [(("live", monitor, str(cell)), f"{monitor} cell {cell}: live again, {why}")]
        case Covered() | Uncovered() | FrameUp() | FrameDown() | LoadUndone() | TourStepped() | TourEnded():
            return _wall_deeds(made)
        case Undecided(error=error):
            return [(("undecided", error), f"core failed: {error}")]
    return []


def _wall_deeds(
    made: Covered | Uncovered | FrameUp | FrameDown | LoadUndone | TourStepped | TourEnded,
) -> list[tuple[tuple[str, ...], str]]:
    match made:
        case Covered(monitors=monitors, kind=kind, by=by):
            return [((kind, one), f"{one}: {kind.value}, by {by}") for one in monitors]
        case Uncovered(monitors=monitors):
            return [(("uncovered", one), f"{one}: uncovered") for one in monitors]
        case FrameUp(rule=rule, preset=preset, monitor=monitor, why=why):
            return [(("frame", monitor, rule), f"{monitor}: wall preset {preset} by rule {rule}, {why}")]
        case FrameDown(rule=rule, monitor=monitor, why=why):
            return [(("frame down", monitor, rule), f"{monitor}: rule {rule} down, {why}")]
        case LoadUndone(monitors=monitors):
            return [(("load undone", one), f"{one}: what was loaded was taken back") for one in monitors]
        case TourStepped(monitor=monitor, cell=cell, tour=tour, feed=feed):
            words = f"{monitor} cell {cell}: tour {tour} shows {feed or 'nothing'}"
            return [(("tour", monitor, str(cell), tour, str(feed)), words)]
        case TourEnded(monitor=monitor, cell=cell, tour=tour, why=why):
            return [(("tour ended", monitor, str(cell)), f"{monitor} cell {cell}: tour {tour} ended, {why}")]
