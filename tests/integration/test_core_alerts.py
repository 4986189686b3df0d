"""The alert boundary of a real core: acknowledgements, malformed messages, rates, the simple boundary."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zmq

from console.core.boundary.alert_sockets import AlertSockets
from console.core.log.batch import QUARANTINE_KEPT
from console.domain.ids import MonitorId
from console.protocol.alert_messages import AlertAcknowledged
from console.protocol.clock import SystemClock
from console.protocol.core_messages import GetSnapshot, GetStatus, ListIncidents
from console.protocol.layout_messages import SaveLayout
from console.protocol.outbox import Outbox
from tests.fakes.core_site import RunningCore, alert_message, core_config, free_port, running_core
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

Socket = zmq.Socket[bytes]


@pytest.fixture
def core(run_dir: Path) -> Iterator[RunningCore]:
    with running_core(core_config(run_dir)) as running:
        yield running


@pytest.fixture
def dealer(core: RunningCore) -> Iterator[Socket]:
    with core.context.socket(zmq.DEALER) as socket:
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.SNDHWM, 0)
        socket.connect(core.config.alerts_endpoint)
        yield socket


@pytest.fixture
def outbox(core: RunningCore) -> Iterator[Outbox]:
    made = Outbox(core.context, core.config.alerts_endpoint, SystemClock())
    made.start()
    yield made
    made.stop()


def until(condition: Callable[[], bool], limit_s: float = 8.0) -> None:
    wait_until(condition, limit_s, "what core was asked for", look_every_s=0.005)


def answer(socket: Socket) -> dict[str, Any]:
    assert socket.poll(5000), "no answer"
    fields: dict[str, Any] = msgspec.json.decode(socket.recv_multipart()[-1])
    return fields


def counts(core: RunningCore) -> dict[str, int]:
    figures: dict[str, int] = core.requester.call(GetStatus())["counts"]
    return figures


def body(number: int = 1, **changes: object) -> bytes:
    return msgspec.json.encode(msgspec.to_builtins(alert_message(number)) | changes)


def test_an_alert_is_acknowledged_once_and_again_as_a_duplicate(core: RunningCore, dealer: Socket) -> None:
    dealer.send(body())
    assert answer(dealer) == {"ack": "shots-1", "source": "shots", "n": 1, "duplicate": False}
    dealer.send(body(text="said otherwise now"))
    assert answer(dealer) == {"ack": "shots-1", "source": "shots", "n": 1, "duplicate": True}
    assert len(core.requester.call(ListIncidents())["incidents"]) == 1
    assert (counts(core)["received"], counts(core)["duplicates"]) == (1, 1)


def test_a_req_socket_is_answered_in_kind(core: RunningCore) -> None:
    with core.context.socket(zmq.REQ) as request:
        request.setsockopt(zmq.LINGER, 0)
        request.connect(core.config.alerts_endpoint)
        request.send(body())
        assert answer(request)["ack"] == "shots-1"


def test_what_is_refused_for_its_frames_is_answered_with_its_id(core: RunningCore, dealer: Socket) -> None:
    for frames in ([b"shots", body()], [body(), b""]):
        dealer.send_multipart(frames)
        assert answer(dealer) == {"error": "an alert is one frame, this message has 2", "id": "shots-1"}


MALFORMED: list[tuple[list[bytes], str]] = [
    ([b"{"], "truncated"),
    ([b"not json"], "malformed"),
    ([b"\xff\xfe\x00"], "malformed"),
    ([b""], "empty"),
    ([b"[]"], "Expected `object`"),
    ([b"[" * 60_000], "Expected `object`"),
    ([b'{"details":' + b"[" * 60_000], "details"),
    ([body(lat_deg=91)], "lat_deg"),
    ([body(lat_deg="60")], "lat_deg"),
    ([body(kind="earthquake")], "kind"),
    ([body(v=2)], "`$.v`"),
    ([body(time="yesterday")], "time"),
    ([body(time="2026-03-01T12:00:00")], "time"),
    ([body(colour="red")], "colour"),
    ([body(text="x" * 2001)], "text"),
    ([body(details={"a": [1]})], "details"),
    ([body(details={str(k): k for k in range(41)})], "details"),
    ([body(text="\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), id="")], "id"),
    ([b'{"v":1,"source":"s","id":"i","kind":"gunshot"}'], "time"),
    ([b" " * 70_000], "70000 bytes"),
    ([body(), body()], "2"),
    ([body(), b"", body()], "3"),
]


def test_a_thousand_malformed_alerts_are_counted_answered_set_aside_and_change_nothing(
    core: RunningCore, dealer: Socket
) -> None:
    before = core.requester.call(GetSnapshot())
    for number in range(1000):
        frames, _ = MALFORMED[number % len(MALFORMED)]
        dealer.send_multipart(frames)
    for number in range(1000):
        rejection = answer(dealer)
        assert MALFORMED[number % len(MALFORMED)][1] in rejection["error"], rejection
    after = core.requester.call(GetSnapshot())
    assert after["counts"] == before["counts"] | {"malformed": 1000}
    for same in ("incidents", "monitors", "layouts"):
        assert after[same] == before[same]
    data = Path(core.config.data_dir) / "core.sqlite"
    with sqlite3.connect(f"file:{data}?mode=ro", uri=True) as database:
        until(lambda: database.execute("SELECT max(n) FROM quarantine").fetchone() == (1000,))
        kept, longest = database.execute("SELECT count(*), max(length(raw)) FROM quarantine").fetchone()
    database.close()
    assert kept == QUARANTINE_KEPT and longest <= 2048
    dealer.send(body())
    assert answer(dealer)["ack"] == "shots-1"


def test_a_sender_over_its_rate_gets_late_acknowledgements_never_a_refusal(
    core: RunningCore, dealer: Socket
) -> None:
    begun = time.monotonic()
    for number in range(240):
        dealer.send(body(number))
    until(lambda: counts(core)["received"] == 240, 5.0)
    acted_s = time.monotonic() - begun
    acknowledged = {answer(dealer)["ack"] for _ in range(240)}
    took_s = time.monotonic() - begun
    assert len(acknowledged) == 240
    assert took_s >= 0.75, "40 alerts over a burst of 200 are 0.8 s at 50 a second"
    assert acted_s < took_s, "the director does not wait for the rate"


def test_gaps_on_the_simple_boundary_are_counted_and_its_alerts_marked(
    core: RunningCore, expected_log: ExpectedLog
) -> None:
    expected_log("shots: lost on the simple boundary: (1 alert|2 alerts)")
    with core.context.socket(zmq.PUB) as sensor:
        sensor.setsockopt(zmq.LINGER, 0)
        sensor.connect(core.config.simple_alerts_endpoint)
        until(lambda: _sent(sensor, 1) and counts(core)["received"] == 1)
        for number in (2, 5, 6, 8):
            sensor.send(body(number))
        sensor.send(b"nonsense")
        until(lambda: counts(core)["malformed"] == 1)
        assert (counts(core)["received"], counts(core)["lossy_gaps"]) == (5, 3)
        assert counts(core)["acknowledged"] == 0


def test_what_comes_again_on_the_simple_boundary_is_no_gap(core: RunningCore) -> None:
    with core.context.socket(zmq.PUB) as sensor:
        sensor.setsockopt(zmq.LINGER, 0)
        sensor.connect(core.config.simple_alerts_endpoint)
        until(lambda: _sent(sensor, 1) and counts(core)["received"] == 1)
        for number in (2, 3, 4, 1, 2, 5, 3, 6):
            sensor.send(body(number))
        until(lambda: counts(core)["received"] == 6)
        assert counts(core)["lossy_gaps"] == 0


def test_what_was_counted_and_how_it_came_is_known_after_a_restart(
    run_dir: Path, expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("shots: lost on the simple boundary: 1 alert")
    caplog.set_level("INFO", "sightline.alerts")
    config = core_config(run_dir)
    with running_core(config) as core:
        with core.context.socket(zmq.PUB) as sensor, core.context.socket(zmq.DEALER) as gateway:
            for socket in (sensor, gateway):
                socket.setsockopt(zmq.LINGER, 0)
            sensor.connect(config.simple_alerts_endpoint)
            gateway.connect(config.alerts_endpoint)
            until(lambda: _sent(sensor, 1) and counts(core)["received"] >= 1)
            again = counts(core)["duplicates"]
            sensor.send(body(3))
            for sent in (body(9, source="gate"), body(9, source="gate"), b"nonsense"):
                gateway.send(sent)
                answer(gateway)
            until(lambda: counts(core)["received"] == 3)
        counted = counts(core)
    assert "a malformed alert was counted and set aside" in caplog.text
    told = [counted[name] for name in ("acknowledged", "malformed", "lossy_gaps")]
    assert told == [1, 1, 1] and counted["duplicates"] > again
    with closing(sqlite3.connect(Path(config.data_dir) / "core.sqlite")) as database:
        lossy = dict(database.execute("SELECT source || '/' || id, lossy FROM journal").fetchall())
    assert lossy == {"shots/shots-1": 1, "shots/shots-3": 1, "gate/shots-9": 0}
    with running_core(config) as core:
        assert counts(core) == counted


def test_numbers_on_the_simple_boundary_that_no_counter_gives(core: RunningCore, dealer: Socket) -> None:
    """The largest that is taken, and one more, which nothing could store: neither ends anything."""
    with core.context.socket(zmq.PUB) as sensor:
        sensor.setsockopt(zmq.LINGER, 0)
        sensor.connect(core.config.simple_alerts_endpoint)
        until(lambda: _sent(sensor, 1) and counts(core)["received"] == 1)
        for number, seq in enumerate((2**63 - 1, 0, 2**63 - 2, 2**63, 10**300), start=2):
            sensor.send(body(number, seq=7).replace(b'"seq":7', b'"seq":%d' % seq))
        until(lambda: counts(core)["malformed"] == 2)
        assert (counts(core)["received"], counts(core)["lossy_gaps"]) == (4, 0)
    dealer.send(body(99))
    assert answer(dealer)["ack"], "what comes after it is on disk and acknowledged"


def _sent(sensor: Socket, number: int) -> bool:
    """A PUB socket loses what it sends before the subscription came; the same alert again is one alert."""
    sensor.send(body(number))
    return True


def test_the_outbox_delivers_everything_over_a_core_that_comes_late(run_dir: Path) -> None:
    config = core_config(run_dir)
    context: zmq.Context[Socket] = zmq.Context()
    outbox = Outbox(context, config.alerts_endpoint, SystemClock())
    outbox.start()
    try:
        for number in range(150):
            outbox.send(alert_message(number))
        outbox.poll()
        assert outbox.pending == 150
        with running_core(config) as core:
            until(lambda: bool(outbox.poll() or True) and outbox.pending == 0)
            assert counts(core)["acknowledged"] == 150
    finally:
        outbox.stop()
        context.destroy(linger=0)  # also what a failed test left open


def test_an_unwritable_disk_delays_acknowledgements_not_the_wall(
    core: RunningCore, dealer: Socket, expected_log: ExpectedLog
) -> None:
    expected_log("can't be written")
    other = sqlite3.connect(Path(core.config.data_dir) / "core.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # nobody else can commit until this ends
    try:
        dealer.send(body())
        until(lambda: len(core.requester.call(ListIncidents())["incidents"]) == 1)
        until(lambda: core.requester.call(GetStatus())["data_folder"]["state"] == "failing")
        assert counts(core)["acknowledged"] == 0
        assert not dealer.poll(50)
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert answer(dealer)["ack"] == "shots-1"
    until(lambda: core.requester.call(GetStatus())["data_folder"]["state"] == "ok")


def test_behind_a_disk_that_takes_nothing_alerts_wait_with_their_senders(
    core: RunningCore, dealer: Socket, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("can't be written")
    monkeypatch.setattr("console.core.boundary.alert_receiver.MAX_WAITING", 3)
    dealer.send(body(1))
    assert answer(dealer)["ack"] == "shots-1", "all of the start is on disk"
    other = sqlite3.connect(Path(core.config.data_dir) / "core.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        for number in range(2, 6):
            dealer.send(body(number))
            until(lambda: counts(core)["received"] == number)  # noqa: B023
        for number in range(6, 12):
            dealer.send(body(number))
        turns = {counts(core)["received"] for _ in range(50)}  # each answer is a turn of core's loop
        assert turns == {5}, "core has no more in memory than it may"
        until(lambda: core.requester.call(GetStatus())["data_folder"]["state"] == "failing")
        assert core.requester.call(GetStatus())["counts"]["acknowledged"] == 1
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert {answer(dealer)["ack"] for _ in range(10)} == {f"shots-{number}" for number in range(2, 12)}
    until(lambda: counts(core)["acknowledged"] == counts(core)["received"] == 11)


def test_of_a_source_that_was_forgotten_nothing_is_said_to_be_lost(
    core: RunningCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.core.boundary.alert_receiver.MAX_SEQUENCES", 2)
    with core.context.socket(zmq.PUB) as sensor:
        sensor.setsockopt(zmq.LINGER, 0)
        sensor.connect(core.config.simple_alerts_endpoint)
        until(lambda: _sent(sensor, 1) and counts(core)["received"] == 1)
        for source, number in (("one", 1), ("two", 2), ("one", 2), ("three", 1), ("two", 7), ("one", 9)):
            sensor.send(msgspec.json.encode(alert_message(number, source=source)))
        until(lambda: counts(core)["received"] == 7)
        assert counts(core)["lossy_gaps"] == 0


@pytest.mark.parametrize("taken", [0, 1])
def test_an_address_that_is_taken_is_named_and_nothing_stays_open(
    taken: int, expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("the alert boundary can't listen on")
    context: zmq.Context[Socket] = zmq.Context()
    endpoints = [f"tcp://127.0.0.1:{free_port()}" for _ in range(2)]
    with context.socket(zmq.PULL) as other:
        other.bind(endpoints[taken])
        sockets = AlertSockets(context, *endpoints)
        with pytest.raises(zmq.ZMQError):
            sockets.start()
        assert f"can't listen on {endpoints[taken]}; is another site using it?" in caplog.text
        sockets.stop()
    context.term()


def test_a_data_folder_that_cannot_be_made_stops_no_alert(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log("can't be written")
    expected_log("shared table of layouts can't be read")
    (run_dir / "data").write_text("a file where the folder should be")
    with running_core(core_config(run_dir)) as core, core.context.socket(zmq.DEALER) as dealer:
        dealer.setsockopt(zmq.LINGER, 0)
        dealer.connect(core.config.alerts_endpoint)
        dealer.send(body())
        until(lambda: len(core.requester.call(ListIncidents())["incidents"]) == 1)
        assert core.requester.call(GetStatus())["data_folder"]["state"] == "failing"
        (run_dir / "data").unlink()
        assert answer(dealer)["ack"] == "shots-1"


def test_many_acknowledgements_at_once_all_reach_a_sender_that_reads_late() -> None:
    context: zmq.Context[Socket] = zmq.Context()
    endpoint = f"tcp://127.0.0.1:{free_port()}"
    sockets = AlertSockets(context, endpoint, f"tcp://127.0.0.1:{free_port()}")
    sockets.start()
    try:
        with context.socket(zmq.DEALER) as gateway:
            gateway.setsockopt(zmq.LINGER, 0)
            gateway.connect(endpoint)
            gateway.send(body())
            assert sockets.sockets[0].poll(5000)
            (arrival,) = sockets.arrivals(1)
            assert arrival.sender is not None
            for number in range(40_000):
                sockets.answer(arrival.sender, AlertAcknowledged(f"{number:0128d}", "g" * 128, number))
            assert [answer(gateway)["n"] for _ in range(40_000)] == list(range(40_000))
    finally:
        sockets.stop()
        context.term()


def send_one(core: RunningCore) -> None:
    outbox = Outbox(core.context, core.config.alerts_endpoint, SystemClock())
    outbox.start()
    outbox.send(alert_message(1))
    wait_until(lambda: bool(outbox.poll() or True) and not outbox.pending, 10.0, "it is acknowledged")
    outbox.stop()


@pytest.mark.parametrize("name", ["data #1", "data?mode=memory", "d%41ta", "d ä 日", "a&b=c;d"])
def test_a_data_folder_may_have_any_name(run_dir: Path, name: str) -> None:
    (run_dir / "site").mkdir()
    config = core_config(run_dir / "site", data=name)
    for journal_n in (1, 1):
        with running_core(config) as core:
            core.requester.call(SaveLayout(MonitorId("wall-1"), "night"))
            send_one(core)
            status = core.requester.call(GetStatus())
            assert status["journal_last_n"] == journal_n and sum(status["incidents"].values()) == 1
    assert [path.name for path in (run_dir / "site").iterdir() if path.is_dir()] == [name]
    names = {path.name for path in (run_dir / "site" / name).iterdir()}
    assert {"core.sqlite", "shared.sqlite"} <= names <= {"core.sqlite", "shared.sqlite", "core.ids"}


def test_a_new_alert_over_two_connections_is_answered_on_both(core: RunningCore) -> None:
    body = msgspec.json.encode(alert_message(77))
    sockets = [core.context.socket(zmq.DEALER) for _ in range(2)]
    try:
        for socket in sockets:
            socket.connect(core.config.alerts_endpoint)
        for socket in sockets:
            socket.send(body)
        for socket in sockets:
            assert socket.poll(5_000), "this one hangs"
            assert msgspec.json.decode(socket.recv_multipart()[-1])["ack"] == "shots-77"
    finally:
        for socket in sockets:
            socket.close(linger=0)
