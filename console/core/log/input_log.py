"""The numbered input log: everything that core decides on, in the one order in which it decides.

Inputs are complete: a step needs nothing but the state before and the entry, so the log can be fed again.
"""

import msgspec
from msgspec import Struct

from console.domain.alert import Alert
from console.domain.camera import Camera
from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.domain.layout import Layout
from console.domain.monitor import MonitorSpec
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    ImportLayout,
    LoadLayout,
    PinCell,
    ReportFeeds,
    ReportPainted,
    RewindCell,
    SaveLayout,
    UndoSwitch,
)
from console.protocol.process_config import DirectorConfig

StateCommand = (
    AssignFeed
    | PinCell
    | ClearCell
    | LoadLayout
    | SaveLayout
    | ImportLayout
    | AcknowledgeIncident
    | CloseIncident
    | UndoSwitch
    | RewindCell
    | ReportFeeds
    | ReportPainted
)
"""Commands that may change the state; the others only ask."""


class Input(Struct, frozen=True, tag_field="input"):
    """Root of everything that is logged."""


class SiteLoaded(Input, frozen=True, tag="site_loaded"):
    """Core started with these facts of the site file, shipped layouts, and layouts stored in its table."""

    site: str
    cameras: tuple[Camera, ...]
    monitors: tuple[MonitorSpec, ...]
    director: DirectorConfig
    shipped: dict[str, Layout]
    stored: dict[str, Layout]


class AlertReceived(Input, frozen=True, tag="alert_received"):
    """A valid alert that was not there before. ``journal_n``: its number in the journal of alerts.

    ``received_mono_ns`` is CLOCK_MONOTONIC at receipt; ``lossy`` marks the simple boundary.
    """

    journal_n: int
    alert: Alert
    received_mono_ns: int
    lossy: bool = False


class CommandGiven(Input, frozen=True, tag="command_given"):
    """Somebody (``by``) asked for something that may change the state."""

    by: str
    command: StateCommand


class Timer(Struct, frozen=True, order=True, omit_defaults=True):
    """When something ends by itself, epoch milliseconds. Data in the state.

    An incident's overlays, or else (``incident`` is empty) the rewind of a monitor's cell.
    """

    due_ms: int
    incident: IncidentId = IncidentId("")
    monitor: MonitorId = MonitorId("")
    cell: CellIndex = CellIndex(0)


class TimerFired(Input, frozen=True, tag="timer_fired"):
    """A timer of the state is due."""

    timer: Timer


AnyInput = SiteLoaded | AlertReceived | CommandGiven | TimerFired


class LogEntry(Struct, frozen=True):
    """One input with its number, from 1 without gaps, and its time (epoch milliseconds, never backwards)."""

    n: int
    at_ms: int
    input: AnyInput


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(LogEntry)


def encode_entry(entry: LogEntry) -> bytes:
    """The entry as one line of JSON."""
    return _encoder.encode(entry)


def decode_entry(body: bytes) -> LogEntry:
    """The entry of a line. Raises msgspec.MsgspecError."""
    return _decoder.decode(body)
