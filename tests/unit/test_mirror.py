"""A module's tests are found where the module is: tests/unit and tests/ui mirror the package."""

from pathlib import Path

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "console"
ACROSS = {
    "app/test_written_files.py",
    "core/test_failing_writes.py",
    "core/test_replay.py",
    "ui/desk/test_desk_in_replay.py",
    "ui/map/test_choose.py",
    "ui/map/test_fit.py",
    "ui/test_none_references.py",
    "ui/test_nothing_is_clipped.py",
    "ui/test_pictures_of_the_docs.py",
    "ui/test_screens_of_the_desktop.py",
    "ui/test_views_of_a_replay.py",
    "ui/test_views_of_the_desk.py",
    "ui/test_views_of_the_wall.py",
    "ui/wall/test_covered_display.py",
    "ui/wall/test_hand_in_replay.py",
    "test_mirror.py",
}
"""They test what several modules do together, or a script of the map page."""


def test_each_test_file_lies_where_its_module_lies() -> None:
    unit = {file.relative_to(TESTS / "unit") for file in (TESTS / "unit").rglob("test_*.py")}
    windows = {file.relative_to(TESTS) for file in (TESTS / "ui").rglob("test_*.py")}
    alone = {
        file.as_posix()
        for file in unit | windows
        if not (PACKAGE / file.parent / file.name.removeprefix("test_")).is_file()
    }
    assert alone == ACROSS
