"""What clients must be told after a turn: what was touched, where it is not what they know already."""

from console.core.lookups import layout_heads, preset_heads, tours_in_order
from console.core.state import State
from console.core.wall.cells import monitor_view, monitor_views
from console.domain.ids import IncidentId, MonitorId, RecordingId
from console.domain.incident import Incident
from console.domain.recording import Recording
from console.domain.wall import MonitorView
from console.protocol.core_changes import (
    AnyCoreChange,
    IncidentChanged,
    IncidentGone,
    LayoutsChanged,
    LentChanged,
    MonitorChanged,
    PresetsChanged,
    RecordingChanged,
    RecordingGone,
    ToursChanged,
)


class Told:
    """What clients know: the state when this was made, and every change that ``news`` gave since."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._incidents: dict[IncidentId, Incident] = dict(state.incidents.table.items())
        self._recordings: dict[RecordingId, Recording] = dict(state.recordings.table.items())
        self._layouts = layout_heads(state)
        self._presets = preset_heads(state)
        self._tours = tours_in_order(state)
        self._lent = dict(state.wall.lent.items())
        self.views: dict[MonitorId, MonitorView] = monitor_views(state)
        state.forget_touched()

    def news(self) -> list[AnyCoreChange]:
        """Incidents first, so that a client knows the incident of a mark before it sees the mark."""
        changed: list[AnyCoreChange] = []
        gone: list[AnyCoreChange] = []
        for name in self._state.incidents.table.touched:
            self._note_incident(name, changed, gone)
        self._state.wall.spots.refresh(self._state.site.order)
        for monitor in self._state.wall.spots.touched:
            self._note_monitor(monitor, changed)
        for recording in self._state.recordings.table.touched:
            self._note_recording(recording, changed, gone)
        news = changed + gone + self._layout_news() + self._lent_news()
        news += self._preset_news() + self._tour_news()
        self._state.forget_touched()
        return news

    def _note_incident(
        self, name: IncidentId, changed: list[AnyCoreChange], gone: list[AnyCoreChange]
    ) -> None:
        incident, told = self._state.incidents.table.get(name), self._incidents.get(name)
        if incident is not None and incident is not told:
            self._incidents[name] = incident
            changed.append(IncidentChanged(incident))
        elif incident is None and told is not None:
            del self._incidents[name]
            gone.append(IncidentGone(name))

    def _note_recording(
        self, name: RecordingId, changed: list[AnyCoreChange], gone: list[AnyCoreChange]
    ) -> None:
        recording, told = self._state.recordings.table.get(name), self._recordings.get(name)
        if recording is not None and recording is not told:
            self._recordings[name] = recording
            changed.append(RecordingChanged(recording))
        elif recording is None and told is not None:
            del self._recordings[name]
            gone.append(RecordingGone(name))

    def _note_monitor(self, monitor: MonitorId, changed: list[AnyCoreChange]) -> None:
        if monitor not in self._state.wall.bases:
            return
        view = monitor_view(self._state, monitor)
        if self.views.get(monitor) != view:
            self.views[monitor] = view
            changed.append(MonitorChanged(view))

    def _lent_news(self) -> list[AnyCoreChange]:
        lent = self._state.wall.lent
        if len(lent) == len(self._lent) and all(
            lent.get(monitor) == to for monitor, to in self._lent.items()
        ):
            return []
        self._lent = dict(lent.items())
        return [LentChanged(self._lent)]

    def _layout_news(self) -> list[AnyCoreChange]:
        if not self._state.stored.touched:
            return []
        layouts = layout_heads(self._state)
        if layouts == self._layouts:
            return []
        self._layouts = layouts
        return [LayoutsChanged(layouts)]

    def _preset_news(self) -> list[AnyCoreChange]:
        if not self._state.presets.touched:
            return []
        presets = preset_heads(self._state)
        if presets == self._presets:
            return []
        self._presets = presets
        return [PresetsChanged(presets)]

    def _tour_news(self) -> list[AnyCoreChange]:
        if not self._state.tours.touched:
            return []
        tours = tours_in_order(self._state)
        if tours == self._tours:
            return []
        self._tours = tours
        return [ToursChanged(tours)]


def feed_counts(state: State) -> dict[str, int]:
    """How many of the site's feeds are in each picture state; one never reported is UNKNOWN."""
    counts: dict[str, int] = {}
    for camera in state.site.loaded.cameras:
        feed = state.feeds.get(camera.feed)
        name = feed.state.name if feed else "UNKNOWN"
        counts[name] = counts.get(name, 0) + 1
    return counts
