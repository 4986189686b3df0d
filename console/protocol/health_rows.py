"""What the health list and ``ctl health`` say of each stream: columns, words, the worst first. No Qt."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.picture import AWAITED, CAUSE_WORDS, LostCause, PictureState, picture_word
from console.domain.tier import TIER_WORDS, Shed
from console.domain.wording import UNKNOWN, local_time, shed_words
from console.protocol.engine_messages import FeedHealth


@dataclass(frozen=True, slots=True)
class HealthRow:
    """One stream of a camera; ``health`` is None for a camera of which the engine says nothing."""

    camera: Camera
    health: FeedHealth | None

    @property
    def state(self) -> PictureState | None:
        """The stream's picture state, where it is known."""
        return self.health.state if self.health is not None else None

    @property
    def cause(self) -> LostCause:
        """Why it is LOST, or what it waits for."""
        return self.health.cause if self.health is not None else LostCause.NONE


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what it means; a stream's words at a time (epoch ms; "": none); what it is sorted by."""

    heading: str
    means: str
    words: Callable[[FeedHealth, int], str]
    key: Callable[[FeedHealth], Any]
    is_figure: bool = True


def _column(heading: str, means: str, figure: Callable[[FeedHealth], float], form: str = ".0f") -> Column:
    """A figure; a zero is left out, as most of them mean that nothing is known or nothing happened."""
    return Column(
        heading, means, lambda health, _: format(figure(health), form) if figure(health) else "", figure
    )


def _text(heading: str, means: str, words: Callable[[FeedHealth], str]) -> Column:
    return Column(heading, means, lambda health, _: words(health), words, is_figure=False)


def _why_words(health: FeedHealth) -> str:
    if health.state is not PictureState.LOST and health.late_s >= LATE_S:
        return f"{health.late_s:.0f} s late: its link is too slow"
    return _cause_words(health) or shed_words(health.shed, health.drawn_fps)


_SAID_MORE = (LostCause.REFUSED, LostCause.UNSUPPORTED_TRANSPORT)
_SAID_WHOLE = frozenset(LostCause) - {LostCause.NONE, LostCause.OTHER, *_SAID_MORE}
"""Causes whose words tell all; of the others the stream's own detail is told, beside them or instead."""


def _cause_words(health: FeedHealth) -> str:
    if health.state is not PictureState.LOST:
        return CAUSE_WORDS[health.cause] if health.cause in AWAITED else ""
    words = CAUSE_WORDS[health.cause]
    if not health.detail or health.cause in _SAID_WHOLE:
        return words
    return f"{words}: {health.detail}" if health.cause in _SAID_MORE else health.detail


LATE_S = 1.0
"""What comes less late is in time."""

CAMERA_HEADINGS = ("no", "camera")
"""The first columns; they are known of every camera."""
STREAM_COLUMNS = (
    _text(
        "stream",
        "the camera's large stream (main) or its small one (sub)",
        lambda health: health.profile.value,
    ),
    Column(
        "state",
        "how its picture is now",
        lambda health, _: picture_word(health.state, health.is_damaged, health.cause),
        lambda health: (health.state, not health.is_damaged),
        is_figure=False,
    ),
    _text("why", "why it is so, or why less of it is shown", _why_words),
    Column(
        "since",
        "since when it is so",
        lambda health, now_ms: local_time(health.since_ms, now_ms) if health.since_ms else "",
        lambda health: health.since_ms,
    ),
    _column(
        "reconn./h", "how often it was connected anew in the last hour", lambda health: health.reconnects_1h
    ),
    _column(
        "stalls/h", "how often its pictures stopped coming in the last hour", lambda health: health.stalls_1h
    ),
    _column(
        "damaged", "pictures that did not come whole and so were not shown", lambda health: health.damaged
    ),
    _column("kb/s", "kilobits that come each second", lambda health: health.bitrate_kbps),
    _column("fps", "pictures that come each second", lambda health: health.fps, ".1f"),
    _column(
        "GOP s",
        "seconds from one whole picture (keyframe) to the next; the rest need the ones before",
        lambda health: health.gop_s,
        ".1f",
    ),
    Column(
        "size",
        "its pictures' width and height, in pixels",
        lambda health, _: f"{health.width}x{health.height}" if health.width else "",
        lambda health: health.width * health.height,
    ),
    _text("codec", "how its pictures are coded", lambda health: health.codec),
    _column(
        "ring s", "seconds of it that are kept at hand, to look back", lambda health: health.ring_s, ".1f"
    ),
    Column(
        "tier",
        "how much of it is drawn: what no tile shows costs nothing",
        lambda health, _: TIER_WORDS[health.tier],
        lambda health: health.tier,
        is_figure=False,
    ),
)
HEADINGS = (*CAMERA_HEADINGS, *(column.heading for column in STREAM_COLUMNS))
MEANINGS = ("the camera's number", "its name", *(column.means for column in STREAM_COLUMNS))
"""What a heading means, for whoever asks."""
STATE_COLUMN = HEADINGS.index("state")


def health_rows(cameras: Iterable[Camera], streams: Mapping[FeedId, Iterable[FeedHealth]]) -> list[HealthRow]:
    """A row for each stream, the worst first; one for a camera without any, at the end."""
    rows = [
        HealthRow(camera, health)
        for camera in cameras
        for health in tuple(streams.get(camera.feed, ())) or (None,)
    ]
    return sorted(rows, key=worst_first)


def worst_first(row: HealthRow) -> tuple[Any, ...]:
    """Sort key: the state, what is damaged or shed, the last hour's troubles; what is unknown comes last."""
    health = row.health
    if health is None:
        return (1, row.camera.number)
    troubles = health.reconnects_1h + health.stalls_1h
    return (
        0,
        health.state,
        not health.is_damaged,
        health.shed is Shed.NONE,
        -troubles,
        row.camera.number,
        health.profile,
    )


def sorted_by(rows: Iterable[HealthRow], column: int, *, descending: bool) -> list[HealthRow]:
    """By one column; those that are equal in it stay the worst first, the unknown ones stay last."""
    ordered = sorted(rows, key=worst_first)
    if column < len(CAMERA_HEADINGS):
        return sorted(
            ordered, key=lambda row: (row.camera.number, row.camera.name)[column], reverse=descending
        )
    key = STREAM_COLUMNS[column - len(CAMERA_HEADINGS)].key
    known = [(key(row.health), row) for row in ordered if row.health is not None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    return [row for _, row in known] + [row for row in ordered if row.health is None]


def cell_words(row: HealthRow, column: int, now_ms: int) -> str:
    """What one cell of the table says at this time (epoch milliseconds)."""
    if column < len(CAMERA_HEADINGS):
        return (str(row.camera.number), row.camera.name)[column]
    if row.health is None:
        return UNKNOWN if column == STATE_COLUMN else ""
    return STREAM_COLUMNS[column - len(CAMERA_HEADINGS)].words(row.health, now_ms)


def is_figure(column: int) -> bool:
    """Whether the column is read as figures, to be set flush right; the number of a camera is one."""
    return column == 0 or (
        column >= len(CAMERA_HEADINGS) and STREAM_COLUMNS[column - len(CAMERA_HEADINGS)].is_figure
    )
