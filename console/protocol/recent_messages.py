"""What people did and what was switched in the last half hour, for who was not there: from core's log."""

from msgspec import Struct

from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.protocol.command import Command
from console.protocol.question import Question

RECENT_MS = 30 * 60_000
MOST_ACTS = 500


class GetRecentActs(Command, Question, frozen=True, tag="get_recent_acts"):
    """Answered with RecentActs; a replay refuses it: its timeline tells them."""


class RecentAct(Struct, frozen=True):
    """``at_ms`` is log time; ``act`` the command's tag, such as "load_layout"; ``words`` say it as done.

    ``by`` is "" of what a rule did, not a person.
    """

    at_ms: int
    by: str
    act: str
    words: str
    incident: IncidentId | None = None
    monitor: MonitorId | None = None
    cell: CellIndex | None = None


class RecentSwitch(Struct, frozen=True):
    """So many pictures (``count``) were switched up for an incident, or back. ``at_ms`` is log time."""

    at_ms: int
    incident: IncidentId
    count: int
    is_back: bool = False


class RecentActs(Struct, frozen=True):
    """The oldest first, of RECENT_MS, MOST_ACTS of each kind at most. All acts since ``from_ms`` (log time)
    are there, and all switches since ``switches_from_ms``; None where nobody kept any.
    """

    from_ms: int
    acts: tuple[RecentAct, ...]
    switches: tuple[RecentSwitch, ...] = ()
    switches_from_ms: int | None = None
