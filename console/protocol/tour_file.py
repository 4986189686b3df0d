"""Tour files: JSON with ``schema_version`` first, to write a tour by hand or take it to another site.

{"schema_version": 1, "name": "night", "shuffled": false, "steps": [{"feed": "cam-017", "dwell_s": 10}]}
"""

from typing import Any

import msgspec
from msgspec import Struct

from console.domain.errors import SightlineError
from console.domain.ids import FeedId
from console.domain.tour import DEFAULT_DWELL_S, Tour, TourError, TourStep
from console.protocol.layout_file import upgraded
from console.protocol.unreadable import UNREADABLE
from console.protocol.written_text import NotUtf8, decode_written

SCHEMA_VERSION = 1


class _StepRecord(Struct, frozen=True, forbid_unknown_fields=True):
    feed: FeedId
    dwell_s: int = DEFAULT_DWELL_S


class _TourRecord(Struct, frozen=True, forbid_unknown_fields=True):
    schema_version: int
    name: str
    shuffled: bool = False
    steps: tuple[_StepRecord, ...] = ()


def read_tour(body: bytes | str, origin: str) -> Tour:
    """A tour from a file's content. ``origin`` names the file in errors. Raises SightlineError."""
    try:
        body = decode_written(body) if isinstance(body, bytes) else body
        record = msgspec.convert(upgraded(body, origin, SCHEMA_VERSION, {}, "steps"), _TourRecord)
        return Tour(
            record.name, tuple(TourStep(one.feed, one.dwell_s) for one in record.steps), record.shuffled
        )
    except NotUtf8 as error:
        raise SightlineError(f"{origin}:{error.line}: {error}") from error
    except UNREADABLE as error:
        raise SightlineError(f"{origin}: not a tour file: {error}") from error
    except TourError as error:
        raise SightlineError(f"{origin}: {error}") from error


def tour_content(tour: Tour) -> dict[str, Any]:
    """The file's content as plain data, ``schema_version`` first."""
    steps = tuple(_StepRecord(step.feed, step.dwell_s) for step in tour.steps)
    content: dict[str, Any] = msgspec.to_builtins(
        _TourRecord(SCHEMA_VERSION, tour.name, tour.shuffled, steps)
    )
    return content
