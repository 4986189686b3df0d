"""Times as people give them to a command, and read them anywhere."""

from datetime import UTC, datetime

from console.domain.errors import WrongUse


def epoch_ms(text: str) -> int:
    """ISO 8601, with a zone or in the machine's: ``2026-11-28T14:02``, ``...Z``. Raises WrongUse."""
    try:
        return round(datetime.fromisoformat(text).astimezone().timestamp() * 1000)
    except (ValueError, OverflowError, OSError) as error:
        raise WrongUse(
            f"{text!r} is no time; write 2026-11-28T14:02:11, or with a zone 2026-11-28T12:02:11Z"
        ) from error


def utc_time(at_ms: int) -> str:
    """A moment for whoever reads it anywhere: ``2026-11-28 14:02:11 UTC``."""
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"
