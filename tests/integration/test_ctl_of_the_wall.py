"""``ctl wall`` asks a real core: cameras by number, and times as everywhere."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.app.command_tree import app
from console.protocol.endpoints import Endpoints
from tests.fakes.core_site import core_config, running_core

Ctl = Callable[..., str]


@pytest.fixture
def ctl(run_dir: Path) -> Iterator[Ctl]:
    def call(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["ctl", "--core", Endpoints(run_dir).core_commands, *arguments])
        assert done.exit_code == code, done.output
        return done.output

    with running_core(core_config(run_dir)):
        yield call


def shown(ctl: Ctl, cell: int) -> str:
    """What ``ctl wall show`` says of a cell of wall-1."""
    return next(
        line for line in ctl("wall", "show").splitlines() if line.split()[:2] == ["wall-1", str(cell)]
    )


def test_a_camera_is_named_by_id_or_number(ctl: Ctl) -> None:
    assert "cell 0 of wall-1 shows cam-007" in ctl("wall", "assign", "wall-1", "0", "7")
    assert "cam-007" in shown(ctl, 0)
    ctl("wall", "assign", "wall-1", "1", "8", "cam-009")
    assert "cam-008" in shown(ctl, 1) and "cam-009" in shown(ctl, 2)
    assert "cam-007 plays 5 s behind live" in ctl("rewind", "7", "5")
    assert "is empty" in ctl("wall", "assign", "wall-1", "0", "-")
    assert "'77'" in ctl("wall", "assign", "wall-1", "0", "77", code=4)
    assert "is recorded" in ctl("record", "start", "3")


def test_since_when_it_is_hidden_is_said_as_other_times_are(ctl: Ctl) -> None:
    ctl("wall", "blank", "wall-1")
    assert re.search(r"hidden by ctl since \d\d:\d\d:\d\d\.", ctl("wall", "show"))
