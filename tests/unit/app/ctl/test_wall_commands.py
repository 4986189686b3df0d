"""How cells are named on the command line, and what is refused before anything is asked."""

import json

import pytest
from typer.testing import CliRunner

from console.app.command_tree import app

USAGE, NOT_RUNNING = 2, 3


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["ctl", "--run", "/nowhere", "wall", *arguments])
    return done.exit_code, done.output


@pytest.mark.parametrize("cell", ["wall-1", "wall-1:", ":3", "wall-1:x", "wall-1:-1", "3"])
def test_what_names_no_cell_is_wrong_usage(cell: str) -> None:
    code, said = run("swap", cell, "wall-1:3")
    assert code == USAGE and "write MONITOR:CELL" in said
    code, said = run("swap", "wall-1:3", cell, "--json")
    assert code == USAGE and "MONITOR:CELL" in json.loads(said)["error"]


def test_several_cameras_are_neither_pinned_nor_empty() -> None:
    assert run("assign", "wall-1", "0", "cam-1", "cam-2", "--pin")[0] == USAGE
    assert run("assign", "wall-1", "0", "cam-1", "-")[0] == USAGE


@pytest.mark.parametrize(
    "arguments",
    [
        ("swap", "wall-1:3", "wall:2:0"),
        ("assign", "wall-1", "0", "cam-1", "cam-2"),
        ("zoom", "wall-1", "0", "2.5", "--x", "10"),
        ("blank",),
        ("public", "wall-1", "wall-2"),
        ("show-again",),
        ("drop-frames", "wall-1"),
    ],
)
def test_what_is_right_asks_the_site(arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] in (1, NOT_RUNNING), "there is none to answer"


@pytest.mark.parametrize("factor", ["0.5", "21", "x"])
def test_a_zoom_is_one_to_twenty(factor: str) -> None:
    assert run("zoom", "wall-1", "0", factor)[0] == USAGE
