"""The versions of layouts: noted with what was decided, found over renames and deletions, never too many."""

import pytest

from console.core.layouts.layout_history import LayoutHistory
from console.core.log.batch import KEPT_VERSIONS
from console.core.log.rows import LAYOUT_VERSIONS
from console.domain.errors import CommandRefused
from console.domain.layout import Cell, Layout
from console.protocol.layout_messages import (
    DeleteLayout,
    ImportLayout,
    LayoutVersion,
    RenameLayout,
    RestoreLayout,
    SaveLayout,
)
from tests.fakes.input_feeder import InputFeeder
from tests.watch.logs import ExpectedLog


def night(size: int, name: str = "night") -> Layout:
    return Layout(name, size, 1, (Cell(0, 0),))


def bodies(feeder: InputFeeder) -> list[bytes]:
    """What was written down."""
    rows = [values for one in feeder.log.added for kind, values in one.rows if kind is LAYOUT_VERSIONS]
    return [body for _, _, body in rows if isinstance(body, bytes)]


def told(history: LayoutHistory, name: str = "night") -> list[tuple[int, str]]:
    """Each version's columns, and what became of it."""
    return [(one.columns, one.to or one.was or one.note) for one in history.versions(name)]


@pytest.fixture
def feeder() -> InputFeeder:
    return InputFeeder(layout="2x2")


@pytest.fixture
def history(feeder: InputFeeder) -> LayoutHistory:
    return feeder.decider.layouts


def test_each_version_is_noted_with_who_and_when(feeder: InputFeeder, history: LayoutHistory) -> None:
    feeder.command(ImportLayout(night(1), note="calm"))
    state = feeder.state
    first = LayoutVersion("night", state.n, "operator", state.wall_ms, "calm", "", "", False, 1, 1, 1)
    assert history.versions("night") == [first]
    feeder.command(ImportLayout(night(2), replace=True))
    feeder.command(ImportLayout(night(2), replace=True))
    assert told(history) == [(2, ""), (1, "calm")], "what stands there already is none"
    assert history.layout("night", first.version) == night(1)


def test_what_was_written_down_is_the_history_again(feeder: InputFeeder, history: LayoutHistory) -> None:
    for size in (1, 2, 3):
        feeder.command(ImportLayout(night(size), replace=True))
    feeder.command(RenameLayout("night", "dusk"))
    feeder.command(DeleteLayout("dusk"))
    again = LayoutHistory(reversed(bodies(feeder)))
    for name in ("night", "dusk"):
        assert again.versions(name) == history.versions(name)
    assert again.rows() == history.rows()
    assert again.begin(dict(feeder.state.stored.items())) == ()


def test_it_is_followed_over_renames(feeder: InputFeeder, history: LayoutHistory) -> None:
    feeder.command(ImportLayout(night(1, "dusk")))
    feeder.command(DeleteLayout("dusk"))
    feeder.command(ImportLayout(night(2)))
    feeder.command(RenameLayout("night", "dusk"))
    renamed = feeder.state.n
    feeder.command(ImportLayout(night(3), replace=True))
    assert told(history, "dusk") == [(2, "night"), (2, "")], "what had the name before is another layout"
    assert told(history, "night") == [(3, ""), (0, "dusk"), (2, "")]
    assert history.layout("dusk", renamed).name == "dusk"
    feeder.command(RenameLayout("dusk", "late"))
    assert [name for name, _ in zip("ldn", history.versions("late"), strict=True)] == ["l", "d", "n"]


def test_a_version_again_is_logged_as_what_it_holds(feeder: InputFeeder, history: LayoutHistory) -> None:
    feeder.command(ImportLayout(night(1)))
    version = feeder.state.n
    feeder.command(RenameLayout("night", "dusk"))
    logged = history.again(RestoreLayout("dusk", version, over=9))
    assert logged == ImportLayout(night(1, "dusk"), replace=True, over=9, note=f"version {version} again")
    feeder.command(DeleteLayout("dusk"))
    gone = feeder.state.n
    assert history.again(RestoreLayout("dusk", version)).layout == night(1, "dusk"), "also of what is gone"
    for name, number in (("dusk", gone), ("dusk", gone + 1), ("other", version)):
        with pytest.raises(CommandRefused):
            history.again(RestoreLayout(name, number))


def test_what_was_stored_before_there_was_a_history_begins_it(feeder: InputFeeder) -> None:
    feeder.command(ImportLayout(night(1)))
    feeder.command(SaveLayout(feeder.site.monitors[0].monitor, "day"))
    stored = dict(feeder.state.stored.items())
    fresh = LayoutHistory()
    rows = fresh.begin(stored)
    assert [values[:2] for _, values in rows] == [(name, stored[name].version) for name in ("day", "night")]
    assert fresh.layout("night", stored["night"].version) == night(1)
    assert fresh.begin(stored) == ()


def test_so_many_are_kept_of_each_and_no_more(feeder: InputFeeder, history: LayoutHistory) -> None:
    feeder.command(ImportLayout(night(1, "day")))
    for number in range(KEPT_VERSIONS + 5):
        feeder.command(ImportLayout(night(1), replace=True, note=f"number {number}"))
    assert [what for _, what in told(history)] == [f"number {n}" for n in range(KEPT_VERSIONS + 4, 4, -1)]
    assert told(history, "day") == [(1, "")]
    assert LayoutHistory(bodies(feeder)).rows() == history.rows()


def test_what_cannot_be_read_is_left_out(
    feeder: InputFeeder, history: LayoutHistory, expected_log: ExpectedLog
) -> None:
    expected_log("a version of a layout can't be read and is left out")
    feeder.command(ImportLayout(night(1)))
    (body,) = bodies(feeder)
    damaged = [b"", b"{", b"\xff", body[:-2], body.replace(b'"columns":1', b'"columns":99')]
    assert LayoutHistory([*damaged, body]).versions("night") == history.versions("night")
