"""What rules put up and took down by one input, as acts that nobody did: for desks' timelines. Pure."""

from collections.abc import Sequence

from console.core.decisions import AnyDecision, FrameDown, FrameUp
from console.domain.ids import MonitorId
from console.domain.wording import few_of
from console.protocol.recent_messages import RecentAct

Done = tuple[str, str, str]
"""A decision's tag, and what is said before and after the monitors."""


def acts_of_rules(at_ms: int, decisions: Sequence[AnyDecision]) -> list[RecentAct]:
    """One for each rule, its preset and its reason, on whatever monitors."""
    done: dict[Done, list[MonitorId]] = {}
    for made in decisions:
        match made:
            case FrameUp(rule=rule, preset=preset, monitor=monitor, why=why):
                how = ("frame_up", f"rule {rule}: wall preset {preset} put up on", why)
                done.setdefault(how, []).append(monitor)
            case FrameDown(rule=rule, monitor=monitor, why=why):
                how = ("frame_down", f"rule {rule}: what it put up is down on", why)
                done.setdefault(how, []).append(monitor)
    return [
        RecentAct(at_ms, "", act, f"{what} {few_of(monitors)}{f': {why}' if why else ''}", None, monitors[0])
        for (act, what, why), monitors in done.items()
    ]
