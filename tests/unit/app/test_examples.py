"""Every command has an example in its own help, and each example is one that the program takes."""

import re
import shlex
from typing import Any

import pytest
import typer

from console.app.command_answer import add_groups
from console.app.commands import app
from console.app.examples import MORE, PROGRAM, commands_of, groups_of

add_groups(["bench"])
COMMANDS = dict(commands_of(app))
GROUPS = {path: group for path, group in groups_of(app) if group.registered_commands}


def told(path: str) -> str:
    callback = COMMANDS[path].callback
    return f"{COMMANDS[path].epilog or ''}\n{callback.__doc__ if callback else ''}"


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith(f"{PROGRAM} ")]


@pytest.mark.parametrize("path", COMMANDS)
def test_each_command_has_an_example_that_it_takes(path: str) -> None:
    examples = lines_of(told(path))
    assert examples, f"add one to the help of its group, or to console/app/examples.py: {path}"
    for example in examples:
        takes(re.split(r" {3,}| > ", example)[0])  # then what it does, or where it goes


def takes(example: str) -> None:
    """Raises UsageError."""
    words = shlex.split(example)[1:]
    found: Any = typer.main.get_command(app)
    while getattr(found, "commands", None) and words[0] in found.commands:
        found, words = found.commands[words[0]], words[1:]
    found.make_context(example, words)


@pytest.mark.parametrize("path", GROUPS)
def test_each_group_of_commands_ends_with_examples(path: str) -> None:
    info = GROUPS[path].info
    examples = lines_of(f"{info.help or ''}\n{info.epilog or ''}")
    assert examples
    if info.epilog:
        assert all(f"{example} ".startswith(f"{path} ") for example in examples)


def test_what_is_told_once_more_is_of_a_command_that_there_is() -> None:
    known = tuple(f"{path} " for path in COMMANDS)
    assert [line for line in lines_of(MORE) if not f"{line} ".startswith(known)] == []
