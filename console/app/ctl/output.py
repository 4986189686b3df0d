"""How commands speak: tables for people, JSON for programs, exit codes for both.

With ``--json`` an error is a document on standard output, too: ``{"error": "..."}``, of what was refused with
its ``code``. The exit code is the same.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import Any, NoReturn

import typer
import zmq

from console.app.terminal import escaped_json, say
from console.domain.errors import CommandRefused, NoAnswer, SightlineError, WrongUse
from console.domain.wording import visible


class ExitCode(IntEnum):
    """``sightline``'s exit codes, as documented in ``sightline ctl --help``."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_RUNNING = 3
    REFUSED = 4
    NOT_SAFE = 5


_wants_json: ContextVar[bool] = ContextVar("wants_json", default=False)


def remember_json(context: typer.Context, wanted: bool) -> bool:
    """Of ``--json``: until this command ends its errors are JSON, too."""
    before = _wants_json.set(wanted)
    context.call_on_close(lambda: _wants_json.reset(before))
    return wanted


@contextmanager
def exit_codes() -> Iterator[None]:
    """Tell the product's errors, and end with their exit code."""
    try:
        yield
    except CommandRefused as error:
        fail(error.text, ExitCode.REFUSED, error.code)
    except NoAnswer as error:
        fail(str(error), ExitCode.NOT_RUNNING)
    except WrongUse as error:
        fail(str(error), ExitCode.USAGE)
    except SightlineError as error:
        fail(str(error), ExitCode.FAILED)
    except UnicodeEncodeError:  # bytes of the command line that are no text
        fail("an argument is not text in UTF-8; write it anew", ExitCode.USAGE)
    except zmq.ZMQError as error:
        fail(f"an address can't be used: {error}; write tcp://HOST:PORT", ExitCode.USAGE)
    except OSError as error:
        fail(f"{error.filename or 'the file'}: {error.strerror or error}", ExitCode.FAILED)


def fail(text: str, code: int, refusal: str = "") -> NoReturn:
    """Say what is wrong, as text or JSON, and end with ``code``. ``refusal``: core's own code for it."""
    if _wants_json.get():
        print_json(error_document(text, refusal))
    else:
        say(text, error=True)
    raise typer.Exit(code)


def error_document(text: str, refusal: str = "") -> dict[str, str]:
    """An error as JSON."""
    return {"error": text} | ({"code": refusal} if refusal else {})


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
