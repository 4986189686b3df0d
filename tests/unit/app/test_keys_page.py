"""The page of keys is what the table says, and the command line says the same of what both do."""

from pathlib import Path

import typer

from console.app.command_tree import app
from console.app.keys_page import page
from console.domain.operator_commands.table import COMMANDS

DOCS = Path(__file__).parents[3] / "docs"
OWN_WORDS = {
    *("rewind", "live", "look-back", "health", "record-camera", "record-incident"),
    *("blank", "public", "cell-nearer", "cell-whole"),
}
"""Their command line does the same to more, as to each cell that shows a camera, and says so."""


def test_the_page_in_the_tree_is_that_of_the_table() -> None:
    written = (DOCS / "keys.md").read_text(encoding="utf-8")
    assert written == page(), "write it anew: python -m console.app.keys_page docs/keys.md"


def test_each_command_is_on_the_page_with_its_name() -> None:
    assert all(f"| `{command.name}` |" in page() for command in COMMANDS)


def test_each_command_line_is_one_and_says_what_the_table_says() -> None:
    for command in COMMANDS:
        if not command.ctl:
            continue
        words = command.ctl.split()[1:]
        found = typer.main.get_command(app)
        while words and hasattr(found, "commands") and words[0] in found.commands:
            found = found.commands[words.pop(0)]
        assert not hasattr(found, "commands"), f"{command.ctl} is no command"
        if command.name not in OWN_WORDS and not command.name.startswith("replay-"):
            does = f"{command.does[:1].upper()}{command.does[1:]}."
            assert (found.help or "").startswith(does), command.ctl
