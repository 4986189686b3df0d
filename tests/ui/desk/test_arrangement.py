"""An arrangement comes out of its file as it went in; what can't be read is the usual one, and said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.monitor import Geometry
from console.ui.desk.arrangement import (
    USUAL,
    Arrangement,
    ArrangementFile,
    UnreadableArrangement,
    arrangement_in,
    arrangement_path,
    written,
)
from tests.watch.logs import ExpectedLog

names = st.text(max_size=20)
places = st.builds(Geometry, *[st.integers(-100_000, 100_000)] * 4)
arrangements = st.builds(
    Arrangement,
    hidden=st.lists(names, max_size=8).map(tuple),
    windows=st.dictionaries(names, places, max_size=4),
    sizes=st.dictionaries(names, st.dictionaries(names, st.integers(0, 10_000), max_size=4), max_size=4),
)


@given(arrangements)
def test_it_comes_back_as_it_was(arrangement: Arrangement) -> None:
    assert arrangement_in(written(arrangement)) == arrangement


@given(st.binary(max_size=200))
def test_whatever_stands_there_is_read_or_refused_with_a_reason(text: bytes) -> None:
    try:
        arrangement_in(text)
    except UnreadableArrangement as error:
        assert str(error)


@pytest.mark.parametrize(
    "text", [b"", b"{", b'{"version": 7}', b'{"hidden": []}', b'{"version": 1, "sizes": {"left": 3}}']
)
def test_a_broken_or_other_file_is_the_usual_one_and_the_log_says_so(
    tmp_path: Path, text: bytes, expected_log: ExpectedLog
) -> None:
    expected_log("the arrangement of the panels in .* can't be read, the usual one is shown")
    place = tmp_path / "panels-ana.json"
    place.write_bytes(text)
    assert ArrangementFile(place).read() == USUAL


def test_each_operator_has_a_file_whatever_the_name(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    ana, other = (arrangement_path(str(folder), name) for name in ("ana", "../../etc/ana ä"))
    assert ana is not None and other is not None and other.parent == folder and ana != other
    kept = Arrangement(hidden=("map",), windows={"incidents": Geometry(1, 2, 3, 4)})
    assert ArrangementFile(other).read() == USUAL
    ArrangementFile(other).write(kept)
    assert ArrangementFile(other).read() == kept and ArrangementFile(ana).read() == USUAL
    assert [file.name for file in folder.iterdir()] == [other.name]


def test_nothing_is_kept_where_there_is_no_folder_for_it() -> None:
    file = ArrangementFile(arrangement_path("", "ana"))
    file.write(Arrangement(hidden=("map",)))
    assert file.read() == USUAL


def test_a_disk_that_refuses_stops_nobody(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("the arrangement of the panels could not be kept")
    (tmp_path / "desk").write_text("a file where the folder is to be")
    ArrangementFile(tmp_path / "desk" / "panels-ana.json").write(Arrangement(hidden=("map",)))
