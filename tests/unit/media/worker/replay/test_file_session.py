"""A recorded stream is handed over as it came: by the replay's clock, from any moment, at any rate."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.picture import LostCause, PictureState
from console.media.worker.replay.bare_reasons import BareReasons
from console.media.worker.replay.file_session import FileSession
from console.media.worker.replay.recorded_movie import RecordedMovie
from console.media.worker.replay.recorded_words import RecordedWords
from console.media.worker.replay.stream_tape import StreamTape
from console.media.worker.rtsp_source import LostReason, StreamFormat, VideoPacket
from console.protocol.clock import SystemClock
from console.protocol.picture_clock import ClockReading, PictureClock
from console.protocol.process_config import RecordedState
from console.protocol.time_anchor import LogTimes, TimeAnchor
from tests.unit.media.worker.segments.filmed import (
    FIRST_NS,
    INTERVAL_NS,
    OF,
    connection,
    encoded,
    film,
    film_back,
    kept,
    repeated,
)
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

S = 1_000_000_000
Times = tuple[tuple[int, int], ...]
States = tuple[RecordedState, ...]
LOG_MS = 1_800_000_000_000
COUNT = 300
CAME = kept(repeated(encoded(frames=60), 5))
CLOCK = SystemClock()


class Sink:
    """Notes what it is told."""

    def __init__(self, clock: PictureClock) -> None:
        self.clock = clock
        self.said: list[tuple[str, int]] = []
        self.early_ns = 0
        self.lock = threading.Lock()

    def leapt(self, epoch: int) -> None:
        self.note("leapt", epoch)

    def connected(self, form: StreamFormat) -> None:
        self.note("connected", form.width)

    def arrived(self, packet: VideoPacket, arrival_ns: int, *, after_loss: bool = False) -> None:
        self.early_ns = max(self.early_ns, arrival_ns - self.clock.monotonic_ns())
        self.note("arrived", (arrival_ns - LOG_MS * 1_000_000 + INTERVAL_NS // 2) // INTERVAL_NS)

    def thinned(self, late_ms: int) -> None:
        self.note("thinned", late_ms)

    def told(self, state: RecordedState | None) -> None:
        self.note("told", state.state if state is not None else -1)

    def lost(self, reason: LostReason) -> None:
        self.note("lost", reason.cause)

    def note(self, what: str, value: int) -> None:
        with self.lock:
            self.said.append((what, value))

    def arrivals(self) -> list[int]:
        """The packets by their place in the clip, since the last leap."""
        with self.lock:
            leapt = max(index for index, (what, _) in enumerate(self.said) if what == "leapt")
            return [value for what, value in self.said[leapt:] if what == "arrived"]

    def has(self, what: str, value: int) -> bool:
        with self.lock:
            return (what, value) in self.said


class Replayed:
    """A session whose clock the test holds."""

    def __init__(self, tape: StreamTape | None, recorded: Times = (), states: States = ()) -> None:
        self.clock = PictureClock(CLOCK, replays=True)
        self.sink = Sink(self.clock)
        self.session = FileSession(
            "cam-1/sub", tape, self.sink, CLOCK, self.clock, BareReasons(recorded), RecordedWords(states)
        )
        self.epoch = 0

    def go(self, at_packet: float, rate_permille: int = 1000, *, leaps: bool = True) -> None:
        self.epoch += leaps
        at_ms = LOG_MS + int(at_packet * INTERVAL_NS / 1_000_000)
        self.clock.follow(ClockReading(self.epoch, at_ms, at_ms, CLOCK.monotonic_ns(), rate_permille))
        self.session.clock_changed()

    def until(self, holds: object) -> None:
        wait_until(holds, 10.0, "it was handed over")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def tape(tmp_path_factory: pytest.TempPathFactory) -> StreamTape:
    movie = RecordedMovie(film(tmp_path_factory.mktemp("movies") / "a.mp4", CAME))
    return StreamTape([movie], LogTimes([TimeAnchor(OF.machine_boot, FIRST_NS, LOG_MS)]))


@pytest.fixture
def replayed(tape: StreamTape) -> Iterator[Replayed]:
    made = Replayed(tape)
    made.go(0, 0)
    made.session.start()
    yield made
    made.session.ask_to_stop()
    assert made.session.wait_stopped(5.0)


def test_played_it_hands_each_packet_over_when_it_came(replayed: Replayed) -> None:
    replayed.go(0)
    replayed.until(lambda: len(replayed.sink.arrivals()) > 20)
    assert replayed.sink.arrivals()[:20] == list(range(20))
    assert replayed.sink.early_ns <= 0, "none before its time"


def test_paused_it_stands_and_goes_on_with_the_next(replayed: Replayed) -> None:
    replayed.go(10.5, 0)
    replayed.until(lambda: len(replayed.sink.arrivals()) == 11)
    replayed.go(10.5, 1000, leaps=False)
    replayed.until(lambda: len(replayed.sink.arrivals()) > 15)
    assert replayed.sink.arrivals()[:15] == list(range(15))


def test_a_leap_begins_at_the_keyframe_before_and_comes_to_its_moment_at_once(replayed: Replayed) -> None:
    for at_packet, key in ((171.5, 150), (59.5, 30), (200.5, 180)):
        replayed.go(at_packet, 0)
        replayed.until(lambda last=int(at_packet): (replayed.sink.arrivals() or [0])[-1] == last)
        assert replayed.sink.arrivals() == list(range(key, int(at_packet) + 1))


def test_faster_than_twice_it_hands_keyframes_over_alone_and_goes_on_at_one(replayed: Replayed) -> None:
    replayed.go(0.5, 8000)
    replayed.until(lambda: len(replayed.sink.arrivals()) >= 4)
    assert replayed.sink.arrivals()[:4] == [0, 30, 60, 90]
    replayed.go(165.5, 1000, leaps=False)
    replayed.until(lambda: 170 in replayed.sink.arrivals())
    found = replayed.sink.arrivals()
    assert all(one % 30 == 0 or one - 1 in found for one in found), "none that can't be decoded"


def test_before_its_first_packet_and_after_its_last_there_is_nothing(replayed: Replayed) -> None:
    replayed.go(-30, 0)
    replayed.until(lambda: replayed.sink.has("lost", LostCause.NOT_RECORDED))
    assert replayed.sink.arrivals() == []
    replayed.go(COUNT - 5)
    replayed.until(lambda: COUNT - 1 in replayed.sink.arrivals())
    replayed.until(lambda: replayed.sink.said[-1] == ("lost", LostCause.NOT_RECORDED))
    replayed.go(0.5, 0)
    replayed.until(lambda: replayed.sink.arrivals() == [0])


def test_what_was_not_recorded_says_so() -> None:
    lone = Replayed(None)
    lone.go(0)
    lone.session.start()
    lone.until(lambda: lone.sink.has("lost", LostCause.NOT_RECORDED))
    lone.session.ask_to_stop()
    assert lone.session.wait_stopped(5.0)


def said_at(tape: StreamTape | None, recorded: Times, at_packet: int) -> list[int]:
    """Why nothing is there."""
    played = Replayed(tape, recorded)
    played.go(at_packet, 0)
    played.session.start()
    played.until(lambda: any(what == "lost" for what, _ in played.sink.said))
    played.session.ask_to_stop()
    assert played.session.wait_stopped(5.0)
    return [why for what, why in played.sink.said if what == "lost"]


def test_what_the_package_alone_lacks_is_told_from_what_was_not_recorded(tape: StreamTape) -> None:
    packet_ms = INTERVAL_NS // 1_000_000
    recorded = ((LOG_MS - 40 * packet_ms, LOG_MS + (COUNT + 40) * packet_ms),)
    for at_packet in (-30, COUNT + 35):
        assert said_at(tape, recorded, at_packet) == [LostCause.NOT_IN_PACKAGE]
        assert said_at(None, recorded, at_packet) == [LostCause.NOT_IN_PACKAGE]
    for at_packet in (-50, COUNT + 50):
        assert said_at(tape, recorded, at_packet) == [LostCause.NOT_RECORDED]
        assert said_at(None, recorded, at_packet) == [LostCause.NOT_RECORDED]


def test_while_it_plays_without_pictures_it_says_at_each_moment_why() -> None:
    played = Replayed(None, ((LOG_MS + 400, LOG_MS + 800),))
    played.go(0)
    played.session.start()
    why = [LostCause.NOT_RECORDED, LostCause.NOT_IN_PACKAGE, LostCause.NOT_RECORDED]
    played.until(lambda: [cause for what, cause in played.sink.said if what == "lost"] == why)
    played.session.ask_to_stop()
    assert played.session.wait_stopped(5.0)


def test_until_it_is_said_where_the_replay_is_it_says_nothing() -> None:
    played = Replayed(None, ((LOG_MS, LOG_MS + 60_000),))
    played.session.start()
    played.session.clock_changed()
    played.go(0, 0)
    played.until(lambda: any(what == "lost" for what, _ in played.sink.said))
    played.session.ask_to_stop()
    assert played.session.wait_stopped(5.0)
    assert played.sink.said == [("leapt", 1), ("lost", LostCause.NOT_IN_PACKAGE)]


def test_where_its_movie_can_not_be_read_there_is_nothing_at_once(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    path = film(tmp_path / "a.mp4", CAME)
    movie = RecordedMovie(path)
    path.write_bytes(path.read_bytes()[: movie.fragments[2].place.offset])
    expected_log("can't be read")
    cut = StreamTape([movie], LogTimes([TimeAnchor(OF.machine_boot, FIRST_NS, LOG_MS)]))
    assert said_at(cut, ((LOG_MS, LOG_MS + 60_000),), 150) == [LostCause.NOT_IN_PACKAGE]


def test_faster_than_twice_pictures_are_believed_in_until_the_next_keyframe(replayed: Replayed) -> None:
    replayed.go(0.5, 8000)
    replayed.until(lambda: replayed.sink.has("thinned", 4_000))
    replayed.go(100.5, 1000, leaps=False)
    replayed.until(lambda: replayed.sink.has("thinned", 0))


def test_its_last_picture_stands_as_long_as_the_live_wall_believes_in_one(replayed: Replayed) -> None:
    """The end of a replay is not a dark wall."""
    replayed.go(COUNT + 28, 0)
    replayed.until(lambda: COUNT - 1 in replayed.sink.arrivals())
    assert not any(what == "lost" for what, _ in replayed.sink.said[1:])
    replayed.go(COUNT + 31, 0, leaps=False)
    replayed.until(lambda: replayed.sink.said[-1] == ("lost", LostCause.NOT_RECORDED))


@pytest.mark.parametrize(
    ("recorded", "why"),
    [((), LostCause.NOT_RECORDED), (((LOG_MS, LOG_MS + 60_000),), LostCause.NOT_IN_PACKAGE)],
)
def test_between_two_recordings_no_camera_is_lost(tmp_path: Path, recorded: Times, why: LostCause) -> None:
    late = kept(encoded(frames=60), first=500, first_ns=FIRST_NS + 60 * S)
    movies = [
        RecordedMovie(film(tmp_path / "a.mp4", CAME[:60])),
        RecordedMovie(film(tmp_path / "b.mp4", late)),
    ]
    tape = StreamTape(movies, LogTimes([TimeAnchor(OF.machine_boot, FIRST_NS, LOG_MS)]))
    assert said_at(tape, recorded, 120) == [why]


def test_a_leap_into_a_hole_shows_no_picture_of_before_it(tmp_path: Path) -> None:
    late = kept(encoded(frames=60), first=500, first_ns=FIRST_NS + 60 * S)
    movies = [
        RecordedMovie(film(tmp_path / name, part)) for name, part in (("a.mp4", CAME[:60]), ("b.mp4", late))
    ]
    tape = StreamTape(movies, LogTimes([TimeAnchor(OF.machine_boot, FIRST_NS, LOG_MS)]))
    leapt = Replayed(tape)
    leapt.go(120, 0)
    leapt.session.start()
    leapt.until(lambda: leapt.sink.has("lost", LostCause.NOT_RECORDED))
    assert leapt.sink.arrivals() == []
    leapt.go(902.5, 0, leaps=False)
    leapt.until(lambda: len(leapt.sink.arrivals()) == 3)
    leapt.go(55.5, 8000)
    leapt.until(lambda: leapt.sink.said[-2:] == [("leapt", 2), ("lost", LostCause.NOT_RECORDED)])
    leapt.session.ask_to_stop()
    assert leapt.session.wait_stopped(5.0)


def broken_tape(folder: Path, back_s: int) -> StreamTape:
    """Its camera falls silent after four seconds, and is connected again so many after the beginning."""
    late = kept(encoded(frames=60), connection(number=2), first=61, first_ns=FIRST_NS + back_s * S)
    first = film(folder / "a.mp4", CAME[:60])
    second = film_back(folder / "b.mp4", CAME[:60], late)
    times = LogTimes([TimeAnchor(OF.machine_boot, FIRST_NS, LOG_MS)])
    return StreamTape([RecordedMovie(first), RecordedMovie(second)], times)


LIVE_AGAIN = RecordedState(LOG_MS + 12_000, LOG_MS + 90_000, PictureState.LIVE)
SILENT_THEN = (
    RecordedState(LOG_MS, LOG_MS + 5_000, PictureState.LIVE),
    RecordedState(LOG_MS + 5_000, LOG_MS + 12_000, PictureState.LOST, LostCause.SILENT),
    LIVE_AGAIN,
)


def test_a_silent_camera_is_lost_when_the_log_says_so_and_old_until_then(tmp_path: Path) -> None:
    silent = Replayed(broken_tape(tmp_path, back_s=20), states=SILENT_THEN)
    silent.go(70, 0)
    silent.session.start()
    silent.until(lambda: silent.sink.arrivals()[-1:] == [59])
    silent.go(72, 0, leaps=False)
    silent.until(lambda: silent.sink.said[-1] == ("arrived", 59))
    silent.go(76, 0, leaps=False)
    silent.until(lambda: silent.sink.said[-2:] == [("told", PictureState.LOST), ("lost", LostCause.ENDED)])
    silent.session.ask_to_stop()
    assert silent.session.wait_stopped(5.0)


def test_after_each_leap_and_on_the_way_it_tells_what_the_log_says(tape: StreamTape) -> None:
    frozen = RecordedState(LOG_MS + 5_000, LOG_MS + 12_000, PictureState.FROZEN)
    states = (RecordedState(LOG_MS, LOG_MS + 5_000, PictureState.LIVE), frozen, LIVE_AGAIN)
    told = Replayed(tape, states=states)
    told.go(100.5, 0)
    told.session.start()
    told.until(lambda: told.sink.arrivals()[-1:] == [100])
    assert told.sink.said[:2] == [("leapt", 1), ("told", PictureState.FROZEN)], "before any picture"
    told.go(190.5, 0, leaps=False)
    told.until(lambda: ("told", PictureState.LIVE) in told.sink.said)
    told.go(-1.5, 0)
    told.until(lambda: told.sink.said[-1][0] == "lost")
    told.go(74.5, 0)
    told.until(lambda: told.sink.said[-1] == ("arrived", 74))
    told.go(77.5, 0, leaps=False)
    told.until(lambda: told.sink.said[-1] == ("arrived", 77))
    with told.sink.lock:
        late = told.sink.said[-5:]
    between = [("arrived", 74), ("told", PictureState.FROZEN)]
    assert late == [*between, *(("arrived", at) for at in (75, 76, 77))], (
        "between two pictures, at its moment"
    )
    told.session.ask_to_stop()
    assert told.session.wait_stopped(5.0)


def test_a_stream_without_movies_is_told_of_too() -> None:
    bare = Replayed(None, states=SILENT_THEN)
    bare.go(100, 0)
    bare.session.start()
    bare.until(lambda: bare.sink.has("lost", LostCause.NOT_RECORDED))
    assert bare.sink.said[:2] == [("leapt", 1), ("told", PictureState.LOST)]
    bare.session.ask_to_stop()
    assert bare.session.wait_stopped(5.0)


def test_where_the_camera_was_lost_it_is_lost_again(tmp_path: Path) -> None:
    broken = Replayed(broken_tape(tmp_path, back_s=5))
    broken.go(50)
    broken.session.start()
    broken.until(lambda: broken.sink.has("lost", LostCause.ENDED))
    assert broken.sink.arrivals()[-1] == 59
    broken.go(75.5, 0, leaps=False)
    broken.until(lambda: broken.sink.arrivals()[-1] == 75)
    assert [what for what, _ in broken.sink.said].count("connected") == 2
    broken.session.ask_to_stop()
    assert broken.session.wait_stopped(5.0)
