"""Does what a line of the ``sightline`` command says, in the form that it asks for."""

import sys
from collections.abc import Sequence
from typing import NoReturn

import typer

from console.app.commands import app
from console.app.ctl.output import ExitCode, error_document, print_json
from console.app.examples import share_examples

USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises of a line that it can't understand; it gives it no name of its own."""
INTERRUPTED = 130


def add_groups(named: Sequence[str]) -> None:
    """Those that the line needs: ``ctl`` takes a third of a second, ``bench`` with its OpenCV half of one."""
    own = {one.name or str(getattr(one.callback, "__name__", "")) for one in app.registered_commands}
    if not own & {*named}:
        from console.app import command_tree  # noqa: F401, adds them

        if not {one.name for one in app.registered_groups} & {*named}:
            from console.app.bench.commands import bench

            app.add_typer(bench, name="bench")
    share_examples(app)


def answer() -> NoReturn:
    """Do what the line says, in the form that it asks for, and exit."""
    if "--json" in sys.argv:
        _speak_json()
    sys.exit(app())


def _speak_json() -> None:
    """As ``app()``, and a line that can't be understood is told as JSON."""
    try:
        sys.exit(app(standalone_mode=False))
    except USAGE_ERROR as error:
        print_json(error_document(error.format_message()))  # type: ignore[attr-defined]
        sys.exit(ExitCode.USAGE)
    except typer.Abort:
        sys.exit(INTERRUPTED)
