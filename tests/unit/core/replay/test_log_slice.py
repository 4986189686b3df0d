"""A part of the log as files: what was in the database is in them, or nothing is."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from console.core.log.input_log import LogEntry, Voided
from console.core.log.saved_state import saved
from console.core.log.schema import LOG_VERSION, NewerLog
from console.core.replay import slice_format as form
from console.core.replay.log_slice import last_input, read_slice, write_slice
from console.core.replay.slice_reading import RecordedInput, RecordedSlice
from console.core.state import State
from console.core.step import step
from tests.fakes.recorded_log import write_log
from tests.fakes.whole_life import lived_through

CHECKPOINTS = (1, 60, 120)


@pytest.fixture(scope="module")
def entries() -> list[LogEntry]:
    return lived_through(60).entries


@pytest.fixture
def database(tmp_path: Path, entries: list[LogEntry]) -> Path:
    return write_log(tmp_path / "data", entries, CHECKPOINTS)


@pytest.fixture
def folder(tmp_path: Path, database: Path) -> Path:
    """A slice of inputs 70 to 130, from the checkpoint at 60."""
    write_slice(database, 70, 130, tmp_path / "slice")
    return tmp_path / "slice"


def read(folder: Path) -> list[RecordedInput]:
    return list(read_slice(folder).inputs())


def change(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as opened:
        opened.execute(statement)


def test_a_slice_holds_the_log_from_the_checkpoint_before_it(folder: Path, entries: list[LogEntry]) -> None:
    recorded = read_slice(folder)
    manifest = recorded.manifest
    assert (manifest.schema, manifest.site, manifest.program) == (1, "test", "0.1.0")
    assert (manifest.from_n, manifest.to_n, manifest.checkpoint_n) == (70, 130, 60)
    wanted = [entry for entry in entries if 60 < entry.n <= 130]
    assert manifest.at_ms == (wanted[0].at_ms, wanted[-1].at_ms)
    assert manifest.wall_ms == (wanted[0].wall_ms, wanted[-1].wall_ms)
    state = State()
    for entry in entries:
        if entry.n <= 60:
            step(state, entry)
    assert saved(recorded.state()) == saved(state)
    inputs = list(recorded.inputs())
    assert [one.entry for one in inputs] == wanted
    assert any(isinstance(entry.input, Voided) for entry in wanted), "numbers that were never given, too"
    assert [one.decisions for one in inputs] == [step(state, entry) for entry in wanted]
    assert sum(bool(one.changes) for one in inputs) > 10


def test_the_files_are_as_they_are_told_of(folder: Path) -> None:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {form.MANIFEST, *form.LOG_FILES}
    manifest = json.loads((folder / form.MANIFEST).read_text())
    for name, facts in manifest["files"].items():
        assert facts["lines"] == len((folder / name).read_text().splitlines())
    first = json.loads((folder / form.ENTRIES).read_text().splitlines()[0])
    assert first["n"] == first["body"]["n"] == 61 and first["crc"]


def test_a_checkpoint_at_the_beginning_itself_is_begun_with(database: Path, tmp_path: Path) -> None:
    assert write_slice(database, 120, 125, tmp_path / "slice").checkpoint_n == 120
    assert write_slice(database, 119, 125, tmp_path / "before").checkpoint_n == 60


def test_without_a_checkpoint_a_log_is_taken_from_its_first_input(database: Path, tmp_path: Path) -> None:
    change(database, "DELETE FROM checkpoints")
    made = write_slice(database, 100, last_input(database), tmp_path / "slice")
    assert (made.checkpoint_n, made.site) == (0, "test")
    assert read(tmp_path / "slice")[0].entry.n == 1


def test_a_checkpoint_that_is_damaged_gives_way_to_an_older_one(database: Path, tmp_path: Path) -> None:
    change(database, "UPDATE checkpoints SET body = x'00' WHERE n = 60")
    assert write_slice(database, 70, 80, tmp_path / "slice").checkpoint_n == 1


def test_what_is_not_recorded_is_told_to_be_unknown(database: Path, tmp_path: Path) -> None:
    change(database, "DELETE FROM views WHERE n = (SELECT min(n) FROM views WHERE n > 60)")
    (n,) = [row[0] for row in _rows(database, "SELECT n FROM inputs WHERE records > 0 AND n > 60 LIMIT 1")]
    change(database, f"UPDATE inputs SET records = NULL WHERE n = {n}")
    write_slice(database, 60, 130, tmp_path / "slice")
    unknown = [one.entry.n for one in read(tmp_path / "slice") if one.decisions is None]
    assert n in unknown and len(unknown) <= 2


def _rows(database: Path, query: str) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(database)) as opened:
        return opened.execute(query).fetchall()


WRONG_LOG = {
    "a gap": ("DELETE FROM inputs WHERE n = 80", form.GapInSlice, "inputs 80 to 80 are missing in the log"),
    "its end": (
        "DELETE FROM inputs WHERE n > 90 AND n < 140",
        form.GapInSlice,
        "inputs 91 to 130 are missing",
    ),
    "a changed entry": (
        "UPDATE inputs SET body = replace(body, 'input', 'inputs') WHERE n = 77",
        form.UnknownInput,
        "input 77 of the log can't be read .its checksum is not that of its text",
    ),
    "no beginning": (
        "DELETE FROM checkpoints WHERE n < 100; DELETE FROM inputs WHERE n < 50",
        form.SliceError,
        "the log begins with 50 and has no checkpoint before",
    ),
    "an older program's": ("PRAGMA user_version = 3", form.SliceError, "start the site once with this one"),
    "a newer program's": (f"PRAGMA user_version = {LOG_VERSION + 1}", NewerLog, "install that version again"),
    "no tables": ("DROP TABLE views", form.SliceError, "no such table: views"),
}


@pytest.mark.parametrize("wrong", WRONG_LOG)
def test_of_a_log_that_is_not_whole_there_is_no_slice(database: Path, tmp_path: Path, wrong: str) -> None:
    statements, kind, words = WRONG_LOG[wrong]
    for statement in statements.split(";"):
        change(database, statement)
    with pytest.raises(kind, match=words):
        write_slice(database, 70, 130, tmp_path / "slice")
    assert not list(tmp_path.glob("slice*")), "nothing is left of it"


@pytest.mark.parametrize(("from_n", "to_n"), [(-1, 5), (9, 8), (5, 10_000)])
def test_what_is_not_in_the_log_is_refused(database: Path, tmp_path: Path, from_n: int, to_n: int) -> None:
    with pytest.raises(form.SliceError, match=r"inputs .* are none|there is no input 10000 in the log"):
        write_slice(database, from_n, to_n, tmp_path / "slice")


def test_what_is_there_already_is_left_alone(database: Path, tmp_path: Path) -> None:
    (tmp_path / "slice").mkdir()
    write_slice(database, 70, 80, tmp_path / "slice")
    before = (tmp_path / "slice" / form.MANIFEST).read_bytes()
    with pytest.raises(form.SliceError, match="name a new folder"):
        write_slice(database, 70, 90, tmp_path / "slice")
    assert (tmp_path / "slice" / form.MANIFEST).read_bytes() == before
    with pytest.raises(form.SliceError, match="there is no such file"):
        write_slice(tmp_path / "core.sqlite", 70, 90, tmp_path / "other")


def rewrite(name: str, changed: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        lines = (folder / name).read_text().splitlines(keepends=True)
        (folder / name).write_text("".join(changed(lines)))

    return act


def cut(name: str, by: int) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        body = (folder / name).read_bytes()
        (folder / name).write_bytes(body[:-by])

    return act


def unknown_input(lines: list[str]) -> list[str]:
    line = json.loads(lines[9])
    line["body"]["input"] = {"input": "weather"}
    return [*lines[:9], json.dumps({**line, "crc": None}) + "\n", *lines[10:]]


def unknown_decision(lines: list[str]) -> list[str]:
    line = json.loads(lines[3])
    line["body"][0]["decision"] = "weather_made"
    return [*lines[:3], json.dumps(line) + "\n", *lines[4:]]


WRONG_SLICE: dict[str, tuple[Callable[[Path], None], type[form.SliceError], str]] = {
    "a newer schema": (
        rewrite(form.MANIFEST, lambda lines: [x.replace('"schema": 1', '"schema": 2') for x in lines]),
        form.NewerSlice,
        "it has schema 2, of Sightline 0.1.0; this one reads up to 1",
    ),
    "no manifest": (
        lambda folder: (folder / form.MANIFEST).unlink(),
        form.DamagedSlice,
        "manifest.json can't",
    ),
    "no views": (
        lambda folder: (folder / form.VIEWS).unlink(),
        form.DamagedSlice,
        "log/views.jsonl is missing",
    ),
    "a manifest cut off": (cut(form.MANIFEST, 9), form.DamagedSlice, "manifest.json is no manifest"),
    "a checkpoint cut off": (
        cut(form.CHECKPOINT, 9),
        form.DamagedSlice,
        "checkpoint.json is cut off in line 1",
    ),
    "a checkpoint of another": (
        rewrite(form.CHECKPOINT, lambda lines: [lines[0].replace('"n":60', '"n":61', 1)]),
        form.DamagedSlice,
        "log/checkpoint.json is of input 61, not 60",
    ),
    "entries cut off": (cut(form.ENTRIES, 9), form.DamagedSlice, r"entries.jsonl is cut off in line \d+"),
    "entries without an end": (
        rewrite(form.ENTRIES, lambda lines: lines[:-1]),
        form.DamagedSlice,
        r"log/entries.jsonl has \d+ lines, not \d+",
    ),
    "a gap": (
        rewrite(form.ENTRIES, lambda x: [*x[:9], *x[10:]]),
        form.GapInSlice,
        "input 71 follows input 69",
    ),
    "a line twice": (
        rewrite(form.ENTRIES, lambda x: [*x[:9], *x[8:]]),
        form.GapInSlice,
        "input 69 follows input 69",
    ),
    "a changed entry": (
        rewrite(form.ENTRIES, lambda x: [line.replace("wall-1", "wall-9") for line in x]),
        form.DamagedSlice,
        "has another checksum than its text",
    ),
    "an unknown input": (
        rewrite(form.ENTRIES, unknown_input),
        form.UnknownInput,
        "input 70: .*weather.* 0.1.0 wrote",
    ),
    "an unknown decision": (
        rewrite(form.DECISIONS, unknown_decision),
        form.UnknownInput,
        "what came of input .*weather_made",
    ),
    "a decision less": (
        rewrite(form.DECISIONS, lambda x: x[1:]),
        form.DamagedSlice,
        "what came of input .* not whole",
    ),
    "views cut off": (rewrite(form.VIEWS, lambda x: x[:-1]), form.DamagedSlice, "not whole|lines, not"),
    "a view of before": (
        rewrite(form.VIEWS, lambda x: [x[0].replace('"n":', '"n":-', 1), *x[1:]]),
        form.DamagedSlice,
        "not whole",
    ),
    "a view of nothing": (
        rewrite(form.VIEWS, lambda x: [*x, '{"n":900,"monitor":"wall-1","body":{}}\n']),
        form.DamagedSlice,
        "log/views.jsonl holds something of input 900, which is not there|has .* lines, not",
    ),
}


@pytest.mark.parametrize("wrong", WRONG_SLICE)
def test_a_slice_that_is_not_whole_never_comes_to_its_end(folder: Path, wrong: str) -> None:
    harm, kind, words = WRONG_SLICE[wrong]
    harm(folder)
    with pytest.raises(kind, match=words) as raised:
        recorded: RecordedSlice = read_slice(folder)
        recorded.state()
        list(recorded.inputs())
    assert str(folder) in str(raised.value)


@pytest.mark.parametrize("name", [form.MANIFEST, *form.LOG_FILES])
def test_wherever_a_file_is_cut_off_it_is_refused(folder: Path, name: str) -> None:
    body = (folder / name).read_bytes()
    for length in range(0, len(body), max(1, len(body) // 40)):
        (folder / name).write_bytes(body[:length])
        with pytest.raises(form.SliceError):
            recorded = read_slice(folder)
            recorded.state()
            list(recorded.inputs())


def test_an_older_manifest_with_more_in_it_is_read(folder: Path) -> None:
    manifest = msgspec.json.decode((folder / form.MANIFEST).read_bytes())
    manifest["signature"] = "of a later version of schema 1"
    (folder / form.MANIFEST).write_bytes(msgspec.json.encode(manifest))
    assert read(folder)[-1].entry.n == 130
