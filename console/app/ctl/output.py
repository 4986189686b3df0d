"""How ``ctl`` speaks: tables for people, JSON for programs, exit codes for both."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

import typer
import zmq

from console.app.terminal import escaped_json, say
from console.domain.errors import CommandRefused, NoAnswer, SightlineError
from console.domain.wording import visible


class ExitCode(IntEnum):
    """``sightline``'s exit codes, as documented in ``sightline ctl --help``."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_RUNNING = 3
    REFUSED = 4


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn the product's errors into a line on standard error and an exit code."""
    try:
        yield
    except CommandRefused as error:
        _fail(error.text, ExitCode.REFUSED)
    except NoAnswer as error:
        _fail(str(error), ExitCode.NOT_RUNNING)
    except SightlineError as error:
        _fail(str(error), ExitCode.FAILED)
    except UnicodeEncodeError:  # bytes of the command line that are no text
        _fail("an argument is not text in UTF-8; write it anew", ExitCode.USAGE)
    except zmq.ZMQError as error:
        _fail(f"an address can't be used: {error}; write tcp://HOST:PORT", ExitCode.USAGE)
    except OSError as error:
        _fail(f"{error.filename or 'the file'}: {error.strerror or error}", ExitCode.FAILED)


def _fail(text: str, code: ExitCode) -> None:
    say(text, error=True)
    raise typer.Exit(code)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    print(escaped_json(json.dumps(value, indent=2, ensure_ascii=False)))


def print_table(
    columns: Sequence[str], rows: Sequence[Sequence[object]], empty: str, file_width: int = 160
) -> None:
    """A plain table; ``empty`` says what to do when there is nothing.

    On a terminal it fits that; into a file or pipe it is at most ``file_width`` characters wide.
    """
    if not rows:
        say(empty)
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*("" if cell is None else escape(visible(str(cell))) for cell in row))
    width = None if sys.stdout.isatty() else file_width
    Console(width=width).print(table)
