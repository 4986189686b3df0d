"""What clients must be told after a turn: the difference between two states."""

from console.core.lookups import layout_names
from console.core.state import State
from console.core.wall.cells import monitor_views
from console.domain.ids import MonitorId
from console.domain.picture import PictureState
from console.domain.wall import MonitorView
from console.protocol.core_messages import (
    AnyCoreChange,
    IncidentChanged,
    IncidentGone,
    LayoutsChanged,
    MonitorChanged,
)

Views = dict[MonitorId, MonitorView]


def changed_views(old: State, old_views: Views, new: State) -> Views:
    """The views of ``new``; the old ones when nothing that they show has changed."""
    return old_views if old.walls is new.walls else monitor_views(new)


def changes_between(old: State, old_views: Views, new: State, new_views: Views) -> list[AnyCoreChange]:
    """Incidents first, so that a client knows the incident of a mark before it sees the mark."""
    changes: list[AnyCoreChange] = []
    if old.incidents is not new.incidents:
        changes += [
            IncidentChanged(incident)
            for name, incident in new.incidents.items()
            if old.incidents.get(name) is not incident
        ]
    changes += [MonitorChanged(view) for monitor, view in new_views.items() if old_views.get(monitor) != view]
    if old.incidents is not new.incidents:
        changes += [IncidentGone(name) for name in old.incidents if name not in new.incidents]
    names = layout_names(new)
    if names != layout_names(old):
        changes.append(LayoutsChanged(names))
    return changes


def feed_counts(state: State) -> dict[str, int]:
    """How many of the site's feeds are in each picture state; one never reported is CONNECTING."""
    counts: dict[str, int] = {}
    for camera in state.site.cameras:
        feed = state.feeds.get(camera.feed)
        name = (feed.state if feed else PictureState.CONNECTING).name
        counts[name] = counts.get(name, 0) + 1
    return counts
