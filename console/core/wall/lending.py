"""Monitors that nobody sees (lent to a replay, closed, without a screen): the director leaves them alone."""

from console.core.decisions import AnyDecision, MonitorLent, MonitorTakenBack
from console.core.incidents.moving import look_again, shown_on
from console.core.state import State
from console.domain.ids import MonitorId
from console.domain.wall import NO_SCREEN, NOBODY
from console.protocol.core_messages import ReportLent

Decisions = tuple[AnyDecision, ...]


def note(state: State, report: ReportLent) -> Decisions:
    """Nobody sees these monitors, and no others. What incidents show there is switched up elsewhere.

    A monitor that the site doesn't have is no matter: it has no cells.
    """
    lent = state.wall.lent
    back = [monitor for monitor in sorted(lent) if monitor not in report.lent]
    for monitor in back:
        lent.drop(monitor)
    decisions: Decisions = tuple(MonitorTakenBack(monitor) for monitor in back)
    for monitor, to in sorted(report.lent.items()):
        if lent.get(monitor) != to:
            lent.put(monitor, to)
            decisions += (MonitorLent(monitor, to), *_move_away(state, monitor, to))
    return decisions


def _recorded_why(to: str) -> str:
    """Of a decision, in words that stand in recorded logs: not to be changed."""
    return {NOBODY: "closed", NO_SCREEN: "without a screen"}.get(to, "lent")


def end_all(state: State) -> Decisions:
    """Core starts: whoever lent monitors says so again."""
    back = sorted(state.wall.lent)
    for monitor in back:
        state.wall.lent.drop(monitor)
    return tuple(MonitorTakenBack(monitor) for monitor in back)


def _move_away(state: State, monitor: MonitorId, to: str) -> Decisions:
    why = f"{monitor} is {_recorded_why(to)}"
    return look_again(state, shown_on(state, (monitor,)), why)
