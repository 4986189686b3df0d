"""Works out when rules are due by their schedules: the loop's, as no step knows of time zones."""

import logging
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from console.core.log.decider import Decider
from console.core.log.input_log import RuleDue
from console.domain.policies.schedule import last_turn
from console.domain.rule import Rule, ScheduleTrigger

log = logging.getLogger("sightline.core")

LOOK_EVERY_MS = 1_000


class RuleClock:
    """``turn`` in each of the loop's; a second after a rule was due it is logged at the latest.

    What was due while core did not run is made up for at its start, the newest turn of each rule alone. A
    clock that is set back repeats nothing.
    """

    def __init__(self, decider: Decider) -> None:
        self._decider = decider
        self._looked_ms: int | None = None
        self._unknown: set[str] = set()

    def turn(self) -> None:
        """Log what is due by now."""
        now_ms = self._decider.clock.wall_ms()
        if self._looked_ms is not None and 0 <= now_ms - self._looked_ms < LOOK_EVERY_MS:
            return
        self._looked_ms = now_ms
        for due in list(self._due(now_ms)):
            self._decider.decide(due)

    def _due(self, now_ms: int) -> Iterator[RuleDue]:
        state = self._decider.state
        for rule in state.site.loaded.rules:
            trigger = rule.trigger
            if isinstance(trigger, ScheduleTrigger) and (zone := self._zone(rule, trigger)) is not None:
                turn = last_turn(trigger, zone, now_ms)
                if turn is not None and turn.at_ms > state.wall.followed_ms.get(rule.name, 0):
                    yield RuleDue(rule.name, turn.up, turn.at_ms)

    def _zone(self, rule: Rule, trigger: ScheduleTrigger) -> ZoneInfo | None:
        try:
            return ZoneInfo(trigger.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            if rule.name not in self._unknown:
                self._unknown.add(rule.name)
                log.error(
                    "rule %s is not followed: this machine does not know the time zone %r (%s)",
                    rule.name,
                    trigger.zone,
                    error,
                )
            return None
