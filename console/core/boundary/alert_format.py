"""From bytes at the alert boundary to a validated alert, or to what is wrong with them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from console.domain.alert import Alert, AlertKind, Severity
from console.domain.errors import SightlineError
from console.protocol.alert_messages import MAX_ALERT_BYTES, AlertMessage

MAX_ID_ECHO = 128
_WithOffset = Annotated[datetime, Meta(tz=True)]
_ENUMS: dict[str, type[AlertKind] | type[Severity]] = {"kind": AlertKind, "severity": Severity}
_LEAP_SECOND = re.compile(r"^(.{17})60(?=[.Zz+-])")
"""23:59:60 UTC (RFC 3339, 5.7), which POSIX time counts as the second after it."""

_decoder = msgspec.json.Decoder(AlertMessage)


class MalformedAlert(SightlineError):
    """The bytes are no alert; the text names the field. ``id`` is the message's, if it could be read."""

    def __init__(self, text: str, alert_id: str = "") -> None:
        super().__init__(text)
        self.id = alert_id


@dataclass(frozen=True, slots=True)
class ReadAlert:
    """A valid alert, and its place in its source's sequence if it had one."""

    alert: Alert
    seq: int | None


class _OnlyId(Struct):
    id: str = ""


def read_alert(body: bytes) -> ReadAlert:
    """Decode strictly. Raises MalformedAlert."""
    if len(body) > MAX_ALERT_BYTES:
        raise MalformedAlert(
            f"the message has {len(body)} bytes; at most {MAX_ALERT_BYTES} are taken", id_in(body)
        )
    if not body.strip():
        raise MalformedAlert("the message is empty")
    try:
        message = _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:  # nothing nests in what is taken
        raise MalformedAlert(_words(error), id_in(body)) from error
    if (message.lat_deg is None) != (message.lon_deg is None):
        raise MalformedAlert("lat_deg and lon_deg belong together: give both or neither", message.id)
    return ReadAlert(alert=_alert(message), seq=message.seq)


def _words(error: Exception) -> str:
    """What the decoder says, with the values that it would have taken."""
    if isinstance(error, UnicodeDecodeError):
        return f"is not UTF-8: byte {error.start + 1} is 0x{error.object[error.start]:02x}"
    words = str(error) or type(error).__name__
    for field, values in _ENUMS.items():
        if words.startswith("Invalid enum value") and words.endswith(f"`$.{field}`"):
            words += f"; it is one of {', '.join(values)}"
    return words


def _alert(message: AlertMessage) -> Alert:
    return Alert(
        source=message.source,
        id=message.id,
        kind=message.kind,
        severity=message.severity,
        observed_at_ms=_epoch_ms(message),
        lat_deg=message.lat_deg,
        lon_deg=message.lon_deg,
        place=message.place,
        text=message.text,
        confidence=message.confidence,
        details=message.details,
    )


def _epoch_ms(message: AlertMessage) -> int:
    before_leap = _LEAP_SECOND.sub(r"\g<1>59", message.time)
    try:
        at = msgspec.convert(before_leap, _WithOffset)
        if before_leap != message.time:
            at = (at + timedelta(seconds=1)).astimezone(UTC)
            if (at.hour, at.minute) != (0, 0):
                msgspec.convert(message.time, _WithOffset)  # says what is wrong
    except (msgspec.ValidationError, OverflowError) as error:
        raise MalformedAlert(f"{error} - at `$.time`", message.id) from error
    return round(at.timestamp() * 1000)


def id_in(body: bytes) -> str:
    """The id that a message which may be no alert gives, else ""; no longer than MAX_ID_ECHO."""
    try:
        return msgspec.json.decode(body, type=_OnlyId).id[:MAX_ID_ECHO]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
