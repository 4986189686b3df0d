"""What people did in the last half hour, for who was not there: core's own words, from its log."""

from msgspec import Struct

from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.protocol.command import Command
from console.protocol.question import Question

RECENT_MS = 30 * 60_000
MOST_ACTS = 500


class GetRecentActs(Command, Question, frozen=True, tag="get_recent_acts"):
    """Answered with RecentActs; a replay refuses it: its timeline tells them."""


class RecentAct(Struct, frozen=True):
    """``at_ms`` is log time; ``act`` the command's tag, such as "load_layout"; ``words`` say it as done."""

    at_ms: int
    by: str
    act: str
    words: str
    incident: IncidentId | None = None
    monitor: MonitorId | None = None
    cell: CellIndex | None = None


class RecentActs(Struct, frozen=True):
    """The oldest first, of RECENT_MS, MOST_ACTS at most. All since ``from_ms`` (log time) are there."""

    from_ms: int
    acts: tuple[RecentAct, ...]
