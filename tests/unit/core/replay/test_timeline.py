"""What happened on a tape, for people: refused acts are told as such, cameras by their names."""

from console.core.log.input_log import ENTRY_VERSION, CommandGiven, LogEntry
from console.core.replay.tape import Tape
from console.core.replay.timeline import Timeline
from console.core.state import State
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wording import camera_words
from console.protocol.core_messages import AssignFeed
from tests.fakes.whole_life import lived_through

LIFE = lived_through(120)


def test_an_act_names_camera_and_cell_and_a_refused_one_says_so() -> None:
    last = LIFE.entries[-1]
    tape = Tape(State(), LIFE.entries)
    monitor = tape.shown_cells[0].monitor
    camera = next(iter(tape.cameras.values()))
    acts = [
        AssignFeed(MonitorId(monitor), CellIndex(0), camera.feed),
        AssignFeed(MonitorId(monitor), CellIndex(0), FeedId("cam-nowhere")),
    ]
    entries = [
        LogEntry(
            ENTRY_VERSION, last.n + n, last.at_ms + n, last.wall_ms + n, CommandGiven("ann", act, f"x{n}")
        )
        for n, act in enumerate(acts, 1)
    ]
    timeline = Timeline(Tape(State(), [*LIFE.entries, *entries]))
    done, refused = timeline.events(last.at_ms + 1, last.at_ms + 2)
    assert done.text == f"ann: {camera_words(camera, camera.feed)} put on {monitor} cell 0"
    assert not done.refused
    assert refused.refused
    assert refused.text.startswith(f"ann: refused (cam-nowhere put on {monitor} cell 0): ")


def test_cameras_that_were_switched_up_are_named() -> None:
    tape = Tape(State(), LIFE.entries)
    told = [
        one.text for one in Timeline(tape).events(0, LIFE.entries[-1].at_ms) if "switched up: " in one.text
    ]
    names = [camera_words(camera, camera.feed) for camera in tape.cameras.values()]
    assert told
    assert all(any(name in text for name in names) for text in told)
