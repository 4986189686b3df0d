"""The command boundary of a real core: once is once, whatever connection a request comes over."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import zmq

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.protocol.clock import SystemClock
from console.protocol.core_messages import (
    AssignFeed,
    ClearCell,
    Command,
    GetSnapshot,
    GetStatus,
    ReportLent,
    Request,
)
from console.protocol.endpoints import Endpoints
from console.protocol.layout_messages import DeleteLayout, RenameLayout, SaveLayout
from console.protocol.process_config import CoreConfig
from console.protocol.reply import Reply
from console.protocol.requester import Requester
from tests.fakes.core_site import RunningCore, core_config, running_core
from tests.integration.test_core_restart import bus, core_process
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

WALL_1 = MonitorId("wall-1")
FIRST = CellIndex(0)
ASSIGN = AssignFeed(WALL_1, FIRST, FeedId("cam-005"))


@contextmanager
def connection(context: "zmq.Context[zmq.Socket[bytes]]", config: CoreConfig) -> Iterator[zmq.Socket[bytes]]:
    """A connection of its own, as after a client's restart."""
    with context.socket(zmq.DEALER) as socket:
        socket.setsockopt(zmq.LINGER, 0)
        socket.connect(Endpoints(Path(config.run_dir)).core_commands)
        yield socket


def ask(socket: zmq.Socket[bytes], command: Command, request_id: str, until_mono_ns: int = 0) -> Reply:
    request = Request(request_id, "operator", command, until_mono_ns=until_mono_ns)  # type: ignore[arg-type]
    socket.send(msgspec.json.encode(request))
    assert socket.poll(10_000), "no answer"
    return msgspec.json.decode(socket.recv(), type=Reply)


def ask_anew(core: RunningCore, command: Command, request_id: str, until_mono_ns: int = 0) -> Reply:
    with connection(core.context, core.config) as socket:
        return ask(socket, command, request_id, until_mono_ns)


def first_cell(core: RunningCore) -> dict[str, Any]:
    cell: dict[str, Any] = core.requester.call(GetSnapshot())["monitors"][0]["cells"][0]
    return cell


def commands_logged(config: CoreConfig) -> int:
    database = sqlite3.connect(Path(config.data_dir) / "core.sqlite")
    (count,) = database.execute(
        "SELECT count(*) FROM inputs WHERE CAST(body AS TEXT) LIKE '%command_given%'"
    ).fetchone()
    database.close()
    return int(count)


def test_a_retry_over_a_new_connection_is_answered_and_not_carried_out_again(run_dir: Path) -> None:
    with running_core(core_config(run_dir)) as core:
        first = ask_anew(core, ASSIGN, "one")
        ask_anew(core, ClearCell(WALL_1, FIRST), "two")
        assert ask_anew(core, ASSIGN, "one") == first
        assert first.refused is None
        assert first_cell(core)["layer"] == "base", "the retry put no hand on the cell again"
    assert commands_logged(core.config) == 2


def test_a_refusal_is_answered_again_too_also_when_it_would_be_none_any_more(run_dir: Path) -> None:
    night = SaveLayout(WALL_1, " ")
    with running_core(core_config(run_dir)) as core:
        first = ask_anew(core, night, "one")
        assert first.refused is not None and first.refused.code == "bad_name"
        assert ask_anew(core, night, "one") == first
    assert commands_logged(core.config) == 1


def test_another_command_under_the_same_id_is_refused(run_dir: Path) -> None:
    with running_core(core_config(run_dir)) as core:
        ask_anew(core, ASSIGN, "one")
        other = ask_anew(core, ClearCell(WALL_1, FIRST), "one")
        assert other.refused is not None and other.refused.code == "id_used"
        assert first_cell(core)["layer"] == "hand"


def test_an_act_on_a_lent_monitor_holds_and_its_answer_says_who_has_it(run_dir: Path) -> None:
    with running_core(core_config(run_dir)) as core:
        ask_anew(core, ReportLent({WALL_1: "test-replay"}), "lend")
        assert ask_anew(core, ASSIGN, "one").result["lent_to"] == "test-replay"
        assert first_cell(core)["feed"] == "cam-005", "it holds, and is shown once it is back"
        assert "lent_to" not in ask_anew(core, SaveLayout(WALL_1, "night"), "saved").result
        ask_anew(core, ReportLent({}), "back")
        assert "lent_to" not in ask_anew(core, ClearCell(WALL_1, FIRST), "two").result


def test_a_retry_after_a_kill_of_core_gets_the_same_answer_and_does_nothing(run_dir: Path) -> None:
    config = core_config(run_dir)
    with bus(config) as (context, requester):
        with core_process(config) as process, connection(context, config) as socket:
            first = ask(socket, ASSIGN, "one")
            ask(socket, ClearCell(WALL_1, FIRST), "two")
            process.send_signal(signal.SIGKILL)
            process.wait(5)
        with core_process(config), connection(context, config) as socket:
            requester.call(GetSnapshot(), 10.0)
            assert ask(socket, ASSIGN, "one") == first
            assert requester.call(GetSnapshot())["monitors"][0]["cells"][0]["layer"] == "base"
    assert commands_logged(config) == 2


def test_requests_that_come_twice_at_once_are_both_answered_and_done_once(run_dir: Path) -> None:
    with running_core(core_config(run_dir)) as core:
        body = msgspec.json.encode(Request("one", "operator", ASSIGN))
        with connection(core.context, core.config) as one, connection(core.context, core.config) as other:
            for socket in (one, other, one):
                socket.send(body)
            answers = []
            for socket in (one, other, one):
                assert socket.poll(10_000)
                answers.append(msgspec.json.decode(socket.recv(), type=Reply))
        assert len({answer.result["n"] for answer in answers}) == 1
    assert commands_logged(core.config) == 1


def test_a_command_that_comes_too_late_is_refused_and_not_logged(run_dir: Path) -> None:
    with running_core(core_config(run_dir)) as core:
        now_ns = SystemClock().monotonic_ns()
        late = ask_anew(core, ASSIGN, "one", until_mono_ns=now_ns - 1)
        assert late.refused is not None and late.refused.code == "too_late"
        assert first_cell(core)["layer"] == "base"
        assert ask_anew(core, ASSIGN, "two", until_mono_ns=now_ns + 60_000_000_000).refused is None
    assert commands_logged(core.config) == 1


def test_a_database_of_layouts_that_is_away_holds_no_acknowledgement_up(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("could not be written to the shared table")
    config = core_config(run_dir)
    with running_core(config) as core:
        ask_anew(core, SaveLayout(WALL_1, "day"), "zero")
        shared = sqlite3.connect(Path(config.data_dir) / "shared.sqlite", isolation_level=None)
        wait_until(lambda: _names(shared) == ["day"], 5.0, "the first layout is written")
        shared.execute("BEGIN EXCLUSIVE")
        try:
            assert ask_anew(core, SaveLayout(WALL_1, "night"), "one").refused is None
            wait_until(lambda: _problem(core, "'night'"), 10.0, "core says that a layout waits")
            status = core.requester.call(GetStatus())
            assert (status["log"]["waiting"], status["data_folder"]["state"]) == (0, "ok")
        finally:
            shared.execute("ROLLBACK")
        wait_until(lambda: _names(shared) == ["day", "night"], 10.0, "it is written when it can be")
        wait_until(lambda: not _problem(core, ""), 5.0, "nothing is wrong any more")
        shared.close()


def test_a_layout_that_was_not_written_before_a_kill_is_written_after_it(run_dir: Path) -> None:
    config = core_config(run_dir)
    shared_file = Path(config.data_dir) / "shared.sqlite"
    with bus(config) as (_, requester):
        with core_process(config):
            requester.call(GetStatus(), 10.0)
        shared = sqlite3.connect(shared_file, isolation_level=None)
        with core_process(config) as process:
            requester.call(GetSnapshot(), 10.0)
            shared.execute("BEGIN EXCLUSIVE")
            requester.call(SaveLayout(WALL_1, "night"))
            process.send_signal(signal.SIGKILL)
            process.wait(5)
        shared.execute("ROLLBACK")
        assert _names(shared) == []
        with core_process(config):
            assert "night" in _known(requester)
            wait_until(lambda: _names(shared) == ["night"], 10.0, "the layout is written")
            requester.call(SaveLayout(WALL_1, "late"))
            wait_until(lambda: _due(config) == [], 5.0, "nothing is due any more")
        shared.close()


def test_a_layout_that_was_deleted_does_not_come_back_from_the_shared_table(run_dir: Path) -> None:
    """The log owns layouts; the table follows, also where it was away when one was deleted."""
    config = core_config(run_dir)
    with bus(config) as (_, requester):
        with core_process(config) as process:
            requester.call(SaveLayout(WALL_1, "night"), 10.0)
            requester.call(SaveLayout(WALL_1, "day"))
            shared = sqlite3.connect(Path(config.data_dir) / "shared.sqlite", isolation_level=None)
            wait_until(lambda: _names(shared) == ["day", "night"], 10.0, "both are written")
            requester.call(RenameLayout("day", "noon"))
            wait_until(lambda: _names(shared) == ["night", "noon"], 10.0, "the name is another")
            shared.execute("BEGIN EXCLUSIVE")
            requester.call(DeleteLayout("night"))
            process.send_signal(signal.SIGKILL)
            process.wait(5)
            shared.execute("ROLLBACK")
        shared.execute("INSERT INTO layouts SELECT 'strange', content, updated_at FROM layouts LIMIT 1")
        with core_process(config):
            known = _known(requester)
            assert "noon" in known and "night" not in known and "strange" not in known
            wait_until(lambda: "night" not in _names(shared), 10.0, "it goes from the table, too")
        shared.close()


def _known(requester: Requester) -> list[str]:
    return [one["name"] for one in requester.call(GetSnapshot(), 10.0)["layouts"]]


def _names(shared: sqlite3.Connection) -> list[str]:
    return [name for (name,) in shared.execute("SELECT name FROM layouts ORDER BY name")]


def _due(config: CoreConfig) -> list[str]:
    database = sqlite3.connect(Path(config.data_dir) / "core.sqlite")
    due = [name for (name,) in database.execute("SELECT name FROM layouts_due")]
    database.close()
    return due


def _problem(core: RunningCore, words: str) -> bool:
    return any(words in problem for problem in core.requester.call(GetSnapshot())["problems"])
