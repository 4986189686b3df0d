"""Every command with hostile arguments: words and an exit code, never a traceback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import typer
from typer.testing import CliRunner

from console.app import command_tree
from console.app.bench.commands import bench
from console.app.ctl.output import ExitCode
from console.app.runtime_folder import RuntimeFolder
from tests.fakes.core_site import core_config, running_core

HOSTILE = (
    "",
    " ",
    "x" * 5_000,
    "-1",
    "99999999999999999999999",
    "NaN",
    "\x1b[2J\u202e",
    "a\nb",
    "\udcff\udcfe",
    "/",
    "/dev/null/nowhere",
    "../../etc/passwd",
    "wall-1",
    "i-999999",
    "日本",
)


def whole_app() -> typer.Typer:
    app = typer.Typer()
    app.registered_commands = list(command_tree.app.registered_commands)
    app.registered_groups = list(command_tree.app.registered_groups)
    app.add_typer(bench, name="bench")
    return app


def leaves(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name), command


PROGRAM = typer.main.get_command(whole_app())
COMMANDS = dict(leaves(PROGRAM))


def told_by(given: list[str], stdin: bytes = b"") -> Any:
    """What the program answers. Typer's own runner makes all commands anew for each line: 50 ms."""
    with mock.patch("typer.testing._get_command", lambda _: PROGRAM):
        return CliRunner().invoke(command_tree.app, given, input=stdin)


def lines(path: tuple[str, ...], command: Any, *, every: bool) -> Iterator[list[str]]:
    """Each hostile text in each place, the others being harmless; of the texts a third, others for each
    command, where not ``every`` one."""
    begin = sum(map(len, path)) % 3
    texts = HOSTILE if every else HOSTILE[begin::3]
    arguments = [one for one in command.params if one.param_type_name == "argument" and one.required]
    options = [one for one in command.params if one.param_type_name == "option" and not one.is_flag]
    for text in texts:
        if arguments:
            yield ["--", *([text] * len(arguments))]
            for place in range(len(arguments)):
                yield ["--", *(text if at == place else "wall-1" for at in range(len(arguments)))]
        for option in options:
            yield [option.opts[0], text, *("nowhere" for _ in arguments)]
    yield ["--no-such-option"]
    yield [f"a{number}" for number in range(9)]


def may_run(path: tuple[str, ...], line: list[str]) -> bool:
    """Not what would start a demo, a bench or a site, or wait for Ctrl+C."""
    runs = path[0] in ("demo", "bench") or path[-1] in ("watch", "stop")
    return not runs or line[0] == "--no-such-option" or len(line) == 9


def check(path: tuple[str, ...], line: list[str], run_dir: Path) -> None:
    given = ["ctl", "--run", str(run_dir), *path[1:]] if path[0] == "ctl" else list(path)
    result = told_by([*given, *line], b"\xff[{")
    told = f"{given} {line!r}: {result.exception!r}\n{result.output}"
    assert result.exception is None or isinstance(result.exception, SystemExit), told
    assert "Traceback" not in result.output, told
    assert "\x1b" not in result.output, told
    assert result.exit_code in set(ExitCode), told


@pytest.fixture
def every(pytestconfig: pytest.Config) -> bool:
    """Whether all texts are tried."""
    return bool(pytestconfig.getoption("--long"))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_without_a_site(path: tuple[str, ...], tmp_path: Path, every: bool) -> None:
    tried = [line for line in lines(path, COMMANDS[path], every=every) if may_run(path, line)]
    assert tried
    for line in tried:
        check(path, line, tmp_path)


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_addresses_and_folders_of_the_site(text: str, tmp_path: Path) -> None:
    first = Path(__file__).parents[2] / "docs" / "first-alert.json"
    for line in (
        ["ctl", f"--core={text}", "layout", "list"],
        ["ctl", f"--run={text}", "status"],
        ["ctl", "alert", "send", str(first), f"--to={text}"],
    ):
        result = told_by(line)
        assert result.exception is None or isinstance(result.exception, SystemExit), (line, result.exception)
        assert result.exit_code in set(ExitCode)


@pytest.fixture
def site(run_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A runtime folder in which core answers, and nobody else does."""
    monkeypatch.setattr("console.app.ctl.session.TIMEOUT_S", 0.2)
    folder = RuntimeFolder(run_dir / "site", "test", run_dir / "held", run_dir / "shm")
    folder.open()
    config = core_config(folder.path)
    folder.write_run_file("b00t", run_dir, config.alerts_endpoint)
    with running_core(config):
        yield folder.path
    folder.close()


@pytest.mark.parametrize("option", ["--to=", "--core="])
def test_an_empty_address_is_not_taken_for_the_running_site(site: Path, option: str) -> None:
    """It was: a script whose variable is empty sent its alert to whatever site ran there."""
    first = str(Path(__file__).parents[2] / "docs" / "first-alert.json")
    to_alerts = ["ctl", "--run", str(site), "alert", "send", first, option]
    to_core = ["ctl", "--run", str(site), option, "layout", "list"]
    result = told_by(to_alerts if option == "--to=" else to_core)
    assert result.exit_code == ExitCode.USAGE, result.output
    assert "an address can't be used" in result.output


@pytest.mark.timeout(120)
def test_with_a_core_that_answers(site: Path, monkeypatch: pytest.MonkeyPatch, every: bool) -> None:
    quick: dict[str, Any] = {"timeout_s": 0.2}
    from console.app.ctl import session

    ask = session.ask
    monkeypatch.setattr(session, "ask", lambda *given, **_: ask(*given[:3], **quick))
    monkeypatch.setattr("console.app.ctl.incident_commands.SEND_PATIENCE_S", 0.2)
    asks_core = [
        p for p in COMMANDS if p[0] == "ctl" and p[1] in ("wall", "layout", "incident", "alert", "rewind")
    ]
    for path in asks_core:
        for line in lines(path, COMMANDS[path], every=every):
            check(path, line, site)
