"""Recording from the desk as the commands that core gets, and in words."""

from dataclasses import replace as changed

import pytest
from msgspec import Struct
from msgspec.structs import replace

from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import IncidentState
from console.domain.recording import Recording, RecordingState, recording_id
from console.protocol.command_sender import Became, Outcome
from console.protocol.recording_messages import StartRecording, StopRecording
from console.ui.desk.recording_acts import (
    ASKED_ALREADY,
    RecordingActs,
    camera_to_record,
    cameras_to_record,
    incident_recording,
    own_recording,
    package_refusal,
)
from console.ui.desk.select_words import SELECT_CAMERA, SELECT_INCIDENT
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.replay.keys import IN_REPLAY
from tests.fakes.desk_city import city_cameras, city_incident, city_monitors, recording_of

WALL_1 = MonitorId("wall-1")
CAMERA, INCIDENT = FeedId("cam-012"), IncidentId("i-000001")


class Operator(RecordingActs):
    """One whose commands and words are kept."""

    def __init__(self, *, replays: bool = False) -> None:
        cameras = city_cameras()
        self.view, self.selection = SiteView(), Selection()
        self.view.cameras = {camera.feed: camera for camera in cameras}
        self.view.monitors = {one.monitor: one for one in city_monitors(cameras)}
        self.view.incidents = {
            one.incident: one
            for one in (city_incident(1, 0), city_incident(2, 0, state=IncidentState.CLOSED))
        }
        self.given: list[Struct] = []
        self.words: list[str] = []
        self.told: list[tuple[str, bool]] = []
        super().__init__(self.view, self.selection, self, replays=replays)  # type: ignore[arg-type]
        self.said.connect(lambda text, bad: self.told.append((text, bad)))

    def give(self, command: Struct, words: str) -> str:
        self.given.append(command)
        self.words.append(words)
        return "id"

    def answered(self, became: Became = Became.DONE) -> None:
        self.came_out(Outcome(became, self.words[-1]))

    def run(self, *recordings: Recording) -> None:
        self.view.recordings = {one.recording: one for one in recordings}


@pytest.fixture
def operator() -> Operator:
    return Operator()


def test_a_camera_is_recorded_and_the_same_key_stops_it(operator: Operator) -> None:
    operator.selection.select_camera(CAMERA)
    operator.toggle_camera()
    operator.answered()
    operator.run(recording_of(7, CAMERA), recording_of(9, CAMERA), recording_of(8, "cam-013"))
    operator.toggle_camera()
    assert operator.given == [StartRecording((CAMERA,)), StopRecording(recording_id(9))]
    assert operator.words[0].startswith("12 ") and operator.words[0].endswith("K again stops it")
    assert operator.words[1].endswith("what is on disk stays; still recorded for r-000007")


def test_what_others_record_with_it_is_never_stopped(operator: Operator) -> None:
    always = replace(recording_of(0, CAMERA), by="site file")
    others = (
        always,
        recording_of(3, CAMERA, "cam-013"),
        recording_of(4, CAMERA, incident=INCIDENT),
        recording_of(5, CAMERA, state=RecordingState.ENDED),
    )
    operator.run(*others)
    assert own_recording(operator.view, CAMERA) is None
    operator.selection.select_camera(CAMERA)
    operator.toggle_camera()
    assert operator.given == [StartRecording((CAMERA,))]


def test_all_that_are_chosen_together_are_one_recording(operator: Operator) -> None:
    together = tuple(map(FeedId, ("cam-012", "cam-013", "cam-014")))
    operator.selection.select_camera(together[1])
    operator.selection.choose_together(together)
    operator.toggle_camera()
    operator.answered()
    operator.run(recording_of(7, CAMERA), recording_of(9, *together))
    operator.toggle_camera()
    assert operator.given == [StartRecording(together), StopRecording(recording_id(9))]
    assert operator.words == [
        "3 cameras are recorded from now on; K again stops it",
        "recording of 3 cameras stopped; what is on disk stays; some of them still recorded for r-000007",
    ]
    operator.selection.select_cell((WALL_1, CellIndex(4)))
    shown = operator.view.cell(WALL_1, CellIndex(4))
    assert shown is not None and cameras_to_record(operator.view, operator.selection) == (shown.feed,)


def test_without_a_camera_that_of_the_selected_cell_is_recorded(operator: Operator) -> None:
    operator.toggle_camera()
    assert operator.told == [(SELECT_CAMERA, True)] and not operator.given
    cell = next(one for one in operator.view.monitors[MonitorId("wall-1")].cells if one.feed is not None)
    operator.selection.select_cell((MonitorId("wall-1"), cell.cell))
    assert camera_to_record(operator.view, operator.selection) == cell.feed
    operator.selection.select_cell((MonitorId("gone"), CellIndex(1)))
    assert camera_to_record(operator.view, operator.selection) is None


def test_the_camera_that_is_looked_at_is_recorded(operator: Operator) -> None:
    """A cell that was selected after it shows another one: that one was not recorded."""
    view, selection = operator.view, operator.selection
    cell = next(one for one in view.monitors[MonitorId("wall-1")].cells if one.feed not in (None, CAMERA))
    selection.select_camera(CAMERA)
    selection.select_cell((MonitorId("wall-1"), cell.cell))
    assert camera_to_record(view, selection) == cell.feed
    selection.select_camera(CAMERA)
    assert camera_to_record(view, selection) == CAMERA, "it is meant anew, though it is the same"
    selection.select_cell((MonitorId("wall-1"), cell.cell))
    assert camera_to_record(view, selection) == cell.feed, "and so is the cell"


def test_a_second_press_before_the_answer_begins_no_second_recording(operator: Operator) -> None:
    operator.selection.select_camera(CAMERA)
    operator.toggle_camera()
    operator.came_out(Outcome(Became.DONE, "wall-1 cell 4 pinned"))  # another's answer
    operator.toggle_camera()
    assert len(operator.given) == 1 and operator.told == [(ASKED_ALREADY, False)]
    operator.answered(Became.NOT_SENT)
    operator.toggle_camera()
    assert len(operator.given) == 2


def test_an_incident_is_recorded_until_it_is_closed(operator: Operator) -> None:
    operator.toggle_incident()
    assert operator.told == [(SELECT_INCIDENT, True)]
    operator.selection.select_incident(INCIDENT)
    operator.toggle_incident()
    operator.answered()
    tail = recording_of(7, CAMERA, incident=INCIDENT, state=RecordingState.TAIL)
    operator.run(tail, recording_of(8, CAMERA))
    assert incident_recording(operator.view, INCIDENT) is tail
    operator.toggle_incident()
    assert operator.given == [StartRecording(incident=INCIDENT), StopRecording(recording_id(7))]
    assert "until it is closed" in operator.words[0] and operator.words[1].endswith("stays")


def test_a_closed_incident_is_not_recorded(operator: Operator) -> None:
    operator.selection.select_incident(IncidentId("i-000002"))
    operator.toggle_incident()
    assert not operator.given and operator.told[0][1] and "is closed" in operator.told[0][0]


def test_nothing_is_recorded_in_a_replay() -> None:
    operator = Operator(replays=True)
    operator.selection.select_camera(CAMERA)
    operator.toggle_camera()
    assert operator.told == [(IN_REPLAY, True)] and not operator.given


def test_a_hostile_name_stays_one_line(operator: Operator) -> None:
    camera = operator.view.cameras[CAMERA]
    operator.view.cameras[CAMERA] = changed(camera, name="<b>x</b>\n\x1b[31m")
    operator.selection.select_camera(CAMERA)
    operator.toggle_camera()
    assert "\n" not in operator.words[0] and "<b>x</b>" in operator.words[0]


def test_there_is_a_package_of_what_was_recorded_of_an_incident() -> None:
    view = Operator().view
    assert package_refusal(view, None) == package_refusal(view, IncidentId("i-000009")) == SELECT_INCIDENT
    words = package_refusal(view, INCIDENT)
    assert words.startswith("No package: nothing was recorded of GUNSHOT")
    assert words.endswith("; Shift+K records it")
    view.incidents[INCIDENT] = replace(view.incidents[INCIDENT], state=IncidentState.CLOSED)
    assert package_refusal(view, INCIDENT) == words.removesuffix("; Shift+K records it")
    ended = recording_of(7, incident=INCIDENT, state=RecordingState.ENDED)
    view.recordings = {ended.recording: ended}
    assert package_refusal(view, INCIDENT) == ""
