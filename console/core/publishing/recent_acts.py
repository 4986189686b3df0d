"""What people did, and what was switched, in the last half hour: told to desks, and kept for those that were
not there."""

import logging
from collections import deque
from collections.abc import Sequence

from console.core.decisions import AnyDecision
from console.core.log.input_log import CommandGiven, LogEntry
from console.core.publishing.recent_switches import switches_of
from console.core.publishing.rule_acts import acts_of_rules
from console.core.replay.act_words import SILENT, Cameras, act_words, refusal_of
from console.protocol.core_changes import ActsDone
from console.protocol.recent_messages import MOST_ACTS, RECENT_MS, RecentAct, RecentActs, RecentSwitch
from console.protocol.wall_messages import SelectFeed, ZoomCell

log = logging.getLogger("sightline.core")

Logged = tuple[LogEntry, Sequence[AnyDecision]]

NOT_KEPT = (*SILENT, SelectFeed, ZoomCell)
"""What programs report is nobody's act; each selection and each notch of a wheel would hide the others."""


class KeptActs:
    """Times are log time, passed in. ``from_ms`` and ``switches_from_ms``: since when all are known."""

    def __init__(self, from_ms: int = 0) -> None:
        self.from_ms = self.switches_from_ms = from_ms
        self._acts: deque[RecentAct] = deque()
        self._switches: deque[RecentSwitch] = deque()
        self._new_acts: deque[RecentAct] = deque(maxlen=MOST_ACTS)
        self._new_switches: deque[RecentSwitch] = deque(maxlen=MOST_ACTS)

    def note(self, entry: LogEntry, decisions: Sequence[AnyDecision], cameras: Cameras) -> None:
        """What was decided on an input; of one that was refused nothing was done."""
        new = switches_of(entry, decisions)
        self._switches.extend(new)
        self._new_switches.extend(new)
        while len(self._switches) > MOST_ACTS:
            self._switches.popleft()
            self.switches_from_ms = self._switches[0].at_ms
        given = entry.input
        if not isinstance(given, CommandGiven) or isinstance(given.command, SILENT):
            for act in acts_of_rules(entry.at_ms, decisions):
                self._add(act)
        elif not isinstance(given.command, NOT_KEPT) and refusal_of(decisions) is None:
            self._add(_act(entry.at_ms, given, _words(given, decisions, cameras)))

    def _add(self, act: RecentAct) -> None:
        self._acts.append(act)
        self._new_acts.append(act)
        if len(self._acts) > MOST_ACTS:
            self._acts.popleft()
            self.from_ms = self._acts[0].at_ms

    def news(self) -> ActsDone | None:
        """What was noted since the last time; None for nothing."""
        acts, switches = tuple(self._new_acts), tuple(self._new_switches)
        self._new_acts.clear()
        self._new_switches.clear()
        return ActsDone(acts, switches) if acts or switches else None

    def told(self, now_ms: int) -> RecentActs:
        """Those of the last half hour."""
        begin_ms = now_ms - RECENT_MS
        for kept in (self._acts, self._switches):
            while kept and kept[0].at_ms < begin_ms:
                kept.popleft()
        return RecentActs(
            max(begin_ms, self.from_ms),
            tuple(self._acts),
            tuple(self._switches),
            max(begin_ms, self.switches_from_ms),
        )


def _act(at_ms: int, given: CommandGiven, words: str) -> RecentAct:
    command = given.command
    return RecentAct(
        at_ms,
        given.by,
        str(command.__struct_config__.tag),
        words,
        getattr(command, "incident", None),
        getattr(command, "monitor", None),
        getattr(command, "cell", None),
    )


def _words(given: CommandGiven, decisions: Sequence[AnyDecision], cameras: Cameras) -> str:
    """A defect in words must not stop core."""
    try:
        return act_words(given.command, decisions, cameras)
    except Exception as error:
        log.exception("an act has no words: %s", error)
        return str(given.command.__struct_config__.tag)
