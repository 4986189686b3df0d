"""Monitors that visitors look at, in the desk's words: by whom, since when, what waits beneath. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from console.domain.ids import MonitorId
from console.domain.operator_commands.table import key_of
from console.domain.wall import NO_SCREEN, NOBODY, Cover, CoverKind, FrameMark, IncidentMark, MonitorView
from console.domain.wording import KIND_WORDS, counted, local_time, one_line

COVER_WORDS = {CoverKind.PUBLIC: "PUBLIC", CoverKind.BLANK: "BLANK"}
WHAT_IS_SEEN = {CoverKind.PUBLIC: "show the public preset", CoverKind.BLANK: "are blank"}
WHAT_ONE_SHOWS = {CoverKind.PUBLIC: "shows the public preset", CoverKind.BLANK: "is blank"}
TAKE_BACK = f"to which it is lent; {key_of('take-back')} takes it back"
NONE_LENT: Mapping[MonitorId, str] = MappingProxyType({})
PLURALS = {"gunshot": "gunshots", "dispatch": "dispatches", "alert": "alerts"}
"""Of the words of KIND_WORDS; what has none is the same for one and for many."""


def cover_since_words(cover: Cover, now_ms: int) -> str:
    """Who hid it, and when."""
    by = f"by {one_line(cover.by)} " if cover.by else ""
    return f"{by}since {_minute(cover.since_ms, now_ms)}"


def _minute(at_ms: int, now_ms: int) -> str:
    words = local_time(at_ms, now_ms)
    return words[:-3] if words[-3:-2] == ":" else words


def waiting_marks(views: Iterable[MonitorView]) -> list[IncidentMark]:
    """The incidents whose pictures wait on these monitors, each once."""
    marks = {cell.mark.incident: cell.mark for view in views for cell in view.cells if cell.mark is not None}
    return list(marks.values())


def waiting_words(marks: list[IncidentMark]) -> str:
    """ "1 gunshot, 2 alerts wait"; "nothing waits"."""
    if not marks:
        return "nothing waits"
    kinds = Counter(KIND_WORDS[mark.kind] for mark in marks)
    parts = [f"{count} {PLURALS.get(kind, kind) if count > 1 else kind}" for kind, count in kinds.items()]
    return f"{', '.join(parts)} {'waits' if len(marks) == 1 else 'wait'}"


def counted_waiting_words(marks: list[IncidentMark]) -> str:
    """For a small monitor: "2 incidents wait"; "" for none."""
    return f"{counted(len(marks), 'incident')} {'waits' if len(marks) == 1 else 'wait'}" if marks else ""


def covers_lines(
    views: Iterable[MonitorView], now_ms: int, lent: Mapping[MonitorId, str] = NONE_LENT
) -> tuple[str, ...]:
    """A sentence for each act that hid monitors: what is hidden, by whom, and what waits there; and one for
    each monitor that shows a replay all the same, as it is ``lent`` to it.
    """
    acts: dict[tuple[CoverKind, str, str], list[MonitorView]] = {}
    seen: list[str] = []
    for view in views:
        if view.cover is None:
            continue
        to = lent.get(view.monitor, NOBODY)
        if to not in (NOBODY, NO_SCREEN):
            seen.append(f"{view.monitor} is NOT hidden: it shows {one_line(to)}, {TAKE_BACK}")
        else:
            key = (view.cover.kind, view.cover.by, _minute(view.cover.since_ms, now_ms))
            acts.setdefault(key, []).append(view)
    return (*seen, *(_line(kind, hidden, now_ms) for (kind, _, _), hidden in acts.items()))


def _line(kind: CoverKind, hidden: list[MonitorView], now_ms: int) -> str:
    names = ", ".join(view.monitor for view in hidden)
    seen = (WHAT_ONE_SHOWS if len(hidden) == 1 else WHAT_IS_SEEN)[kind]
    cover = hidden[0].cover
    since = cover_since_words(cover, now_ms) if cover is not None else ""
    return f"{names} {seen}, hidden {since}: {waiting_words(waiting_marks(hidden))}"


def head_words(monitor: MonitorId, layout_name: str, frame: FrameMark | None) -> str:
    """Above a small monitor: what it shows, or the rule that put something up there, and why."""
    if frame is None:
        return f"{monitor}  ·  {layout_name}"
    return f"{monitor}  ·  rule {frame.rule}: {frame.why}"
