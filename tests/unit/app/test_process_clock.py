"""One clock a process: one module makes it, and only assemblies hand it in."""

import ast
from functools import cache
from pathlib import Path

import console
from console.protocol.clock import SteppedClock, SystemClock

PACKAGE = Path(console.__file__).parent
MAKER = "app/process_clock.py"
ASSEMBLIES = {
    "app/child.py",
    "app/site_start.py",
    "app/ctl/session.py",
    "app/ctl/site_commands.py",
    "app/ctl/incident_commands.py",
    "app/ctl/health_commands.py",
    "app/ctl/layout_commands.py",
    "app/ctl/tour_commands.py",
    "app/ctl/preset_commands.py",
    "app/ctl/wall_commands.py",
    "app/rules_command.py",
    "app/ctl/record_commands.py",
    "app/package/create_command.py",
    "app/package/export_command.py",
    "app/package/verify_command.py",
    "app/ctl/replay_commands.py",
    "app/compare_command.py",
    "app/replay_commands.py",
    "app/replay_run.py",
    "app/bench/alerts_beside.py",
    "app/bench/chaos_site.py",
    "app/bench/pictures_in_step.py",
    "app/bench/replay_run.py",
    "app/bench/switch_run.py",
    "app/bench/tour_run.py",
}
MONOTONIC = {"monotonic", "monotonic_ns"}
OWN_STOPWATCHES = ("app/bench/", "app/demo")
"""They measure the product from outside, and hand no time to it."""


def test_one_module_makes_the_clock() -> None:
    assert _modules_with("SystemClock") == {MAKER, "protocol/clock.py"}


def test_only_assemblies_take_the_clock_of_the_process() -> None:
    assert _modules_with("PROCESS_CLOCK") == {MAKER, *ASSEMBLIES}


def test_nobody_reads_the_monotonic_clock_past_the_clock_port() -> None:
    readers = {name for name, tree in _trees() if any(map(_reads_monotonic, ast.walk(tree)))}
    product = {name for name in readers if not name.startswith(OWN_STOPWATCHES)}
    assert product == {"protocol/clock.py"}


def _modules_with(name: str) -> set[str]:
    return {module for module, names in _all_names().items() if name in names}


@cache
def _all_names() -> dict[str, set[str]]:
    return {module: _names(tree) for module, tree in _trees()}


def _names(tree: ast.Module) -> set[str]:
    """What a module names: defined, imported, used."""
    names = set()
    for node in ast.walk(tree):
        match node:
            case (
                ast.Name(id=name) | ast.alias(name=name) | ast.ClassDef(name=name) | ast.Attribute(attr=name)
            ):
                names.add(name)
    return names


def _reads_monotonic(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="time"), attr=name):
            return name in MONOTONIC
        case ast.ImportFrom(module="time", names=names):
            return any(alias.name in MONOTONIC for alias in names)
    return False


@cache
def _trees() -> list[tuple[str, ast.Module]]:
    """Of modules that have any of these words: to parse all takes seven seconds."""
    texts = [(path.relative_to(PACKAGE).as_posix(), path.read_text()) for path in PACKAGE.rglob("*.py")]
    words = ("SystemClock", "PROCESS_CLOCK", "monotonic")
    return [(name, ast.parse(text)) for name, text in texts if any(word in text for word in words)]


def test_a_trial_can_set_the_clock_while_it_runs(tmp_path: Path) -> None:
    clock, machine = SteppedClock(tmp_path / "step"), SystemClock()
    assert abs(clock.now_ms() - machine.now_ms()) < 60_000
    for content, step_ms in (("-86400000", -86_400_000), ("5000", 5_000), ("rubbish", 0)):
        (tmp_path / "step").write_text(content)
        assert abs(clock.now_ms() - machine.now_ms() - step_ms) < 1_000
        assert abs(clock.monotonic_ns() - machine.monotonic_ns()) < 1_000_000_000
