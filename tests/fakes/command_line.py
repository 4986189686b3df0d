"""A line of ``sightline`` run in this process: a process of its own takes a second of the processor."""

import contextlib
import io
import sys
from typing import NamedTuple
from unittest import mock

from console.app import command_tree  # noqa: F401, adds all groups
from console.app.command_answer import answer


class Answered(NamedTuple):
    """As subprocess.CompletedProcess names it."""

    returncode: int
    stdout: str
    stderr: str


def answered(*line: object) -> Answered:
    """What it says, and its exit status."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        mock.patch.object(sys, "argv", ["sightline", *map(str, line)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            answer()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
    return Answered(code, out.getvalue(), err.getvalue())
