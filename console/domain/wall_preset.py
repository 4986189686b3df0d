"""A wall preset: what all monitors, or some of them, show, by name and number."""

import re
from dataclasses import dataclass

from console.domain.errors import SightlineError
from console.domain.ids import MonitorId
from console.domain.layout import Layout

MAX_NUMBER = 99

_NUMBERED = re.compile(r"^(0?[1-9]|[1-9][0-9])\s+(.*\S)\s*$")


class PresetError(SightlineError):
    """A wall preset is not possible: no monitor, one twice, a number out of range."""


@dataclass(frozen=True, slots=True)
class PresetMonitor:
    """A monitor's layout, with what its cells hold."""

    monitor: MonitorId
    layout: Layout


@dataclass(frozen=True, slots=True)
class WallPreset:
    """Monitors that it does not name stay as they are. ``number`` None: it has only a name.

    Raises PresetError.
    """

    name: str
    monitors: tuple[PresetMonitor, ...]
    number: int | None = None

    def __post_init__(self) -> None:
        """Check it once, where it is made."""
        names = [one.monitor for one in self.monitors]
        if not names or len(set(names)) < len(names):
            raise PresetError(f"wall preset {self.name!r}: it has one or more monitors, each once")
        if self.number is not None and not 1 <= self.number <= MAX_NUMBER:
            raise PresetError(f"wall preset {self.name!r}: numbers go from 1 to {MAX_NUMBER}")


@dataclass(frozen=True, slots=True)
class StoredPreset:
    """A wall preset as it is kept under its name: see StoredLayout."""

    preset: WallPreset
    version: int
    by: str = ""
    at_ms: int = 0
    note: str = ""


def numbered(text: str) -> tuple[str, int | None]:
    """A name as people write it, and the number before it if there is one: "3 night"."""
    found = _NUMBERED.match(text.strip())
    return (found[2], int(found[1])) if found is not None else (text.strip(), None)
