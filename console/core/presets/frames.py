"""What rules put up: a preset's layout over the whole monitor, and what lies below stays to the byte."""

from collections.abc import Collection

from msgspec.structs import replace

from console.core.decisions import AnyDecision, FrameDown, FrameUp, RuleIdle
from console.core.incidents.moving import look_again, shown_on, take_off_monitors
from console.core.layouts.monitor_layouts import put_layout
from console.core.log.input_log import FrameEnds, RuleDue
from console.core.lookups import monitors_of
from console.core.state import State
from console.core.wall.records import Frame, Surface
from console.core.wall.surfaces import clear, put, surface_of
from console.domain.alert import SEVERITY_RANK
from console.domain.errors import CommandRefused
from console.domain.ids import IncidentId, MonitorId
from console.domain.incident import Incident
from console.domain.rule import IncidentTrigger, Rule
from console.domain.wording import KIND_WORDS
from console.protocol.wall_messages import DropFrames

Decisions = tuple[AnyDecision, ...]

BY_SCHEDULE = "by its schedule"


def up_for(state: State, incident: Incident) -> Decisions:
    """An incident opens: what rules want for its kind and severity goes up."""
    decisions: Decisions = ()
    for rule in state.site.loaded.rules:
        trigger = rule.trigger
        if isinstance(trigger, IncidentTrigger) and wants(trigger, incident):
            why = f"{KIND_WORDS[incident.alert.kind]} {incident.incident}"
            decisions += _up(state, rule, why, incident.incident)
            if rule_is_up(state, rule.name):
                state.timers.set(FrameEnds(state.at_ms + trigger.hold_s * 1000, rule.name))
    return decisions


def wants(trigger: IncidentTrigger, incident: Incident) -> bool:
    """Whether a rule is about such an incident."""
    alert = incident.alert
    return (
        alert.kind in trigger.kinds and SEVERITY_RANK[alert.severity] <= SEVERITY_RANK[trigger.least_severity]
    )


def down_for(state: State, incident: IncidentId) -> Decisions:
    """An incident is closed: what went up for it goes down, unless a newer one wants it too."""
    rules = {
        frame.rule: None
        for frames in state.wall.frames.values()
        for frame in frames
        if frame.incident == incident
    }
    decisions: Decisions = ()
    for rule in sorted(rules):
        decisions += _down(state, rule, state.monitors(), f"{incident} is closed")
    return decisions


def time_out(state: State, timer: FrameEnds) -> Decisions:
    """What a rule put up stayed as long as it should."""
    return _down(state, timer.rule, state.monitors(), "its time ended")


def follow_schedule(state: State, due: RuleDue) -> Decisions:
    """A rule's preset goes up or down by its schedule."""
    state.wall.followed_ms.put(due.rule, due.due_ms)
    if not due.up:
        return _down(state, due.rule, state.monitors(), BY_SCHEDULE)
    rule = next((one for one in state.site.loaded.rules if one.name == due.rule), None)
    if rule is None:
        return (RuleIdle(due.rule, "the site has no such rule"),)
    return _up(state, rule, BY_SCHEDULE, None)


def leave_unknown(state: State) -> Decisions:
    """The site changed: what rules put up that it has no more goes down."""
    known = {rule.name for rule in state.site.loaded.rules}
    for name in [one for one in state.wall.followed_ms if one not in known]:
        state.wall.followed_ms.drop(name)
    gone = {
        frame.rule: None
        for frames in state.wall.frames.values()
        for frame in frames
        if frame.rule not in known
    }
    decisions: Decisions = ()
    for rule in sorted(gone):
        decisions += _down(state, rule, state.monitors(), "the site has no such rule any more")
    return decisions


def drop(state: State, command: DropFrames) -> Decisions:
    """A person takes down what rules put up. Raises CommandRefused."""
    monitors = monitors_of(state, command.monitors)
    rules = {frame.rule: None for one in monitors for frame in state.wall.frames.get(one, ())}
    if not rules:
        raise CommandRefused("no_frame", f"no rule put anything up on {', '.join(monitors)}")
    decisions: Decisions = ()
    for rule in rules:
        decisions += _down(state, rule, monitors, "taken down")
    return decisions


def rule_is_up(state: State, rule: str) -> bool:
    """Whether what a rule puts up stands on any monitor."""
    return any(frame.rule == rule for frames in state.wall.frames.values() for frame in frames)


def _up(state: State, rule: Rule, why: str, incident: IncidentId | None) -> Decisions:
    """Where it is up already it stays, for the newer reason."""
    stored = state.presets.get(rule.preset)
    if stored is None:
        return (RuleIdle(rule.name, f"there is no wall preset {rule.preset!r}"),)
    parts = [one for one in stored.preset.monitors if one.monitor in state.wall.bases]
    if not parts:
        return (RuleIdle(rule.name, f"the site has no monitor of wall preset {rule.preset!r}"),)
    for frames in list(state.wall.frames.items()):
        _renew(state, frames[0], rule.name, why, incident)
    parts = [one for one in parts if not _is_up_on(state, rule.name, one.monitor)]
    monitors = [one.monitor for one in parts]
    held = shown_on(state, monitors)
    decisions = take_off_monitors(state, monitors, f"rule {rule.name} put {rule.preset} up")
    for part in parts:
        below = surface_of(state, part.monitor)
        ended = clear(state, part.monitor)
        loaded = put_layout(state, part.monitor, part.layout, (), by=f"rule {rule.name}", is_part=True)
        frame = Frame(rule.name, rule.preset, why, below, incident)
        state.wall.frames.put(part.monitor, (*state.wall.frames.get(part.monitor, ()), frame))
        decisions += (FrameUp(rule.name, rule.preset, part.monitor, why), *loaded, *ended)
    return (*decisions, *look_again(state, held, f"rule {rule.name} put {rule.preset} up"))


def _is_up_on(state: State, rule: str, monitor: MonitorId) -> bool:
    return any(frame.rule == rule for frame in state.wall.frames.get(monitor, ()))


def _renew(state: State, monitor: MonitorId, rule: str, why: str, incident: IncidentId | None) -> None:
    frames = state.wall.frames[monitor]
    renewed = tuple(
        replace(frame, why=why, incident=incident) if frame.rule == rule else frame for frame in frames
    )
    if renewed != frames:
        state.wall.frames.put(monitor, renewed)


def _down(state: State, rule: str, monitors: Collection[MonitorId], why: str) -> Decisions:
    meant = [monitor for monitor in monitors if _is_up_on(state, rule, monitor)]
    held = shown_on(state, [one for one in meant if state.wall.frames[one][-1].rule == rule])
    decisions: Decisions = ()
    for monitor in meant:
        decisions += _take_down(state, monitor, rule, why)
    if not rule_is_up(state, rule):
        state.timers.end(("frame", rule))
    return (*decisions, *look_again(state, held, f"rule {rule} is down: {why}"))


def _take_down(state: State, monitor: MonitorId, rule: str, why: str) -> Decisions:
    """From the top: what lay below comes back. From beneath another: that lies on what lay below."""
    frames = list(state.wall.frames[monitor])
    at = next(index for index, frame in enumerate(frames) if frame.rule == rule)
    gone = frames.pop(at)
    decisions: Decisions = ()
    if at < len(frames):
        frames[at] = replace(frames[at], below=gone.below)
    else:
        decisions += take_off_monitors(state, (monitor,), f"rule {rule} is down: {why}")
        decisions += put(state, monitor, gone.below)
    if frames:
        state.wall.frames.put(monitor, tuple(frames))
    else:
        state.wall.frames.drop(monitor)
    return (FrameDown(rule, monitor, why), *decisions)


def lay_beneath(state: State, monitor: MonitorId, surface: Surface) -> None:
    """Beneath all frames of a monitor lies this from now on."""
    first, *others = state.wall.frames[monitor]
    state.wall.frames.put(monitor, (replace(first, below=surface), *others))


def forget_on(state: State, monitors: Collection[MonitorId]) -> None:
    """A person put something else on these monitors: what rules put up there is gone."""
    rules = {frame.rule: None for one in monitors for frame in state.wall.frames.get(one, ())}
    for monitor in monitors:
        state.wall.frames.discard(monitor)
    for rule in rules:
        if not rule_is_up(state, rule):
            state.timers.end(("frame", rule))
