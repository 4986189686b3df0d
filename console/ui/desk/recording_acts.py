"""Recording from the desk: one key for the selected cameras, one for the selected incident, on and off.

What runs is core's word (SiteView.recordings); here it is only asked for, and said.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from console.domain.ids import FeedId, IncidentId
from console.domain.incident import IncidentState
from console.domain.operator_commands.table import key_of
from console.domain.recording import Recording
from console.domain.wording import camera_words, counted, few_of, headline
from console.protocol.command_sender import CommandSender, Outcome
from console.protocol.recording_messages import StartRecording, StopRecording
from console.ui.desk.select_words import SELECT_CAMERA, SELECT_INCIDENT
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.replay.keys import IN_REPLAY

CAMERA_KEY = key_of("record-camera")
INCIDENT_KEY = key_of("record-incident")
STAYS = "what is on disk stays"
ASKED_ALREADY = "Core was asked already; wait for its answer."


def own_recording(view: SiteView, *feeds: FeedId) -> Recording | None:
    """The one of just these cameras that a person began: to stop it takes pictures from nothing else.

    Of several the newest. The site file's continuous one, which input 0 began, is nobody's to stop.
    """
    found = [
        one
        for one in view.running_recordings()
        if one.incident is None and one.opened_n and {kept.feed for kept in one.feeds} == set(feeds)
    ]
    return max(found, key=lambda one: one.opened_n, default=None)


def incident_recording(view: SiteView, incident: IncidentId) -> Recording | None:
    """The one that runs for it, which core has once at most."""
    return next((one for one in view.running_recordings() if one.incident == incident), None)


def package_refusal(view: SiteView, selected: IncidentId | None) -> str:
    """Why no package is made of it; "" where one can be, open or closed."""
    incident = view.incidents.get(selected) if selected is not None else None
    if incident is None:
        return SELECT_INCIDENT
    if view.recordings_of(incident.incident):
        return ""
    is_closed = incident.state is IncidentState.CLOSED
    more = "" if is_closed else f"; {INCIDENT_KEY} records it"
    return f"No package: nothing was recorded of {headline(incident)}{more}"


def camera_to_record(view: SiteView, selection: Selection) -> FeedId | None:
    """The one that is looked at: of the selected cell if that was selected last, else the selected one."""
    cell = view.cell(*selection.cell) if selection.cell is not None else None
    there = cell.feed if cell is not None else None
    return (there or selection.camera) if selection.cell_is_newer else (selection.camera or there)


def cameras_to_record(view: SiteView, selection: Selection) -> tuple[FeedId, ...]:
    """That one, with all that were chosen together with it; none where nothing is selected."""
    looked_at = camera_to_record(view, selection)
    together = () if selection.cell_is_newer else selection.cameras
    return together if looked_at in together else (looked_at,) if looked_at is not None else ()


def recorded_words(view: SiteView, feeds: Sequence[FeedId]) -> str:
    """One by its name, several by their number."""
    if len(feeds) == 1:
        return camera_words(view.cameras.get(feeds[0]), feeds[0])
    return counted(len(feeds), "camera")


class RecordingActs(QObject):
    """Each act works on what is selected. ``said``: words for people, whether bad."""

    said = Signal(str, bool)

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        commands: CommandSender,
        parent: QObject | None = None,
        *,
        replays: bool = False,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._commands = commands
        self._replays = replays
        self._asked = ""

    def toggle_camera(self) -> None:
        """Record the selected camera, or all that are chosen with it, or stop the recording of just these."""
        feeds = cameras_to_record(self._view, self._selection)
        if not feeds:
            self.said.emit(SELECT_CAMERA, True)
            return
        name = recorded_words(self._view, feeds)
        running = own_recording(self._view, *feeds)
        if running is None:
            are = "is" if len(feeds) == 1 else "are"
            words = f"{name} {are} recorded from now on; {CAMERA_KEY} again stops it"
            self._do(StartRecording(feeds), words)
        else:
            words = f"recording of {name} stopped; {STAYS}{self._others(feeds, running)}"
            self._do(StopRecording(running.recording), words)

    def _others(self, feeds: Sequence[FeedId], stopped: Recording) -> str:
        """What records them all the same: nobody should wonder at REC that stays."""
        names = [
            str(one.incident or one.recording)
            for one in self._view.running_recordings()
            if one is not stopped and any(kept.feed in feeds for kept in one.feeds)
        ]
        which = "" if len(feeds) == 1 else "some of them "
        return f"; {which}still recorded for {few_of(names)}" if names else ""

    def toggle_incident(self) -> None:
        """Record the selected incident's cameras, or stop that."""
        selected = self._selection.incident
        incident = self._view.incidents.get(selected) if selected is not None else None
        if incident is None:
            self.said.emit(SELECT_INCIDENT, True)
            return
        name = headline(incident)
        running = incident_recording(self._view, incident.incident)
        if running is not None:
            self._do(StopRecording(running.recording), f"{name}: recording stopped; {STAYS}")
        elif incident.state is IncidentState.CLOSED:
            self.said.emit(f"{name} is closed: record a camera instead ({CAMERA_KEY})", True)
        else:
            words = f"{name}: its cameras are recorded until it is closed; {INCIDENT_KEY} again stops it"
            self._do(StartRecording(incident=incident.incident), words)

    def _do(self, command: StartRecording | StopRecording, words: str) -> None:
        """One at a time: a second press before the answer would begin a second recording."""
        if self._replays:
            self.said.emit(IN_REPLAY, True)
        elif self._asked:
            self.said.emit(ASKED_ALREADY, False)
        else:
            self._asked = words
            self._commands.give(command, words)

    def came_out(self, outcome: Outcome) -> None:
        """A command, perhaps another's, was answered or given up."""
        if outcome.what == self._asked:
            self._asked = ""
