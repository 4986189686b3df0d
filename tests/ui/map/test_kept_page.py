"""The map page is generated once on a machine, and again where it is not to be trusted."""

from pathlib import Path

import pytest

from console.ui.map import generated_page, kept_page
from console.ui.map.kept_page import MapPage
from tests.watch.logs import ExpectedLog


@pytest.fixture
def generated(monkeypatch: pytest.MonkeyPatch) -> list[MapPage]:
    """Those that were made."""
    made: list[MapPage] = []

    def generate() -> MapPage:
        made.append(MapPage("<html>", f"map {len(made)}"))
        return made[-1]

    monkeypatch.setattr(generated_page, "generate_page", generate)
    return made


def test_the_second_start_finds_what_the_first_one_made(tmp_path: Path, generated: list[MapPage]) -> None:
    folder = tmp_path / "cache" / "sightline"
    first = kept_page.kept_page(folder)
    assert kept_page.kept_page(folder) == first and generated == [first]
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("body", [b"", b"{", b'{"html": 1}', b"\xff\xfe"])
def test_a_broken_one_is_made_anew(tmp_path: Path, generated: list[MapPage], body: bytes) -> None:
    kept_page.kept_page(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(body)
    assert kept_page.kept_page(tmp_path).script == "map 1" and len(generated) == 2
    assert kept_page.kept_page(tmp_path).script == "map 1", "and kept"


def test_one_that_others_may_have_written_is_not_shown(
    tmp_path: Path, generated: list[MapPage], expected_log: ExpectedLog
) -> None:
    expected_log("could be written by others; it is made anew")
    kept_page.kept_page(tmp_path)
    (file,) = tmp_path.iterdir()
    file.chmod(0o666)
    assert kept_page.kept_page(tmp_path).script == "map 1"
    assert file.stat().st_mode & 0o777 == 0o600


def test_another_generator_makes_another_page(
    tmp_path: Path, generated: list[MapPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_page.kept_page(tmp_path)
    monkeypatch.setattr(kept_page, "version", lambda name: "0.99")
    assert kept_page.kept_page(tmp_path).script == "map 1"


def test_where_nothing_can_be_kept_it_is_generated_each_time(
    tmp_path: Path, generated: list[MapPage]
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    assert [kept_page.kept_page(in_the_way / "sightline").script for _ in range(2)] == ["map 0", "map 1"]


def test_it_is_found_where_a_persons_caches_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert kept_page.usual_folder() == Path("/somewhere/sightline")
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    assert kept_page.usual_folder() == Path.home() / ".cache" / "sightline"
