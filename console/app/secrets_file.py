"""Reads the cameras' credentials from a file of their own, which only its owner may read."""

import difflib
import os
import stat
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from console.app.table_reader import Problems, TableReader
from console.protocol.toml_lines import field_lines
from console.protocol.written_text import NotUtf8, decode_written


@dataclass(frozen=True, slots=True)
class Credentials:
    """One camera's user and password; never shown."""

    username: str = ""
    password: str = field(default="", repr=False)


NO_CREDENTIALS = Credentials()


class Secrets:
    """``[camera-id]`` tables with ``username`` and ``password``; ``problems`` name no value."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._problems = Problems(str(path), {})
        self._known: dict[str, Credentials] = {}

    def open(self) -> None:
        """Read the file; what is wrong with it is in ``problems``."""
        try:
            with self._path.open("rb") as file:
                if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                    self._problems.add((), f"others may read it; do: chmod 600 {self._path}")
                    return
                text = decode_written(file.read())
            table = tomllib.loads(text)
        except NotUtf8 as error:
            self._problems = Problems(str(self._path), {("file",): error.line})
            self._problems.add(("file",), str(error))
            return
        except (OSError, ValueError, RecursionError) as error:
            self._problems.add((), f"cannot be read: {_without_content(error)}")
            return
        self._problems = Problems(str(self._path), field_lines(text))
        root = TableReader(table, (), self._problems)
        for feed, fields in table.items():
            if isinstance(fields, dict):
                self._known[feed] = self._read(root.table(feed))
            else:
                self._problems.add(
                    (feed,), "stands outside of any camera's table; write [camera-id] above it"
                )

    def of(self, feed: str) -> Credentials:
        """A camera's credentials, empty ones where it has none here."""
        return self._known.get(feed, NO_CREDENTIALS)

    def complain_about_strangers(self, feeds: Iterable[str]) -> None:
        """Name the tables that belong to no camera."""
        known = set(feeds)
        for feed in self._known.keys() - known:
            near = difflib.get_close_matches(feed, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            self._problems.add((feed,), f"the site has no such camera{hint}")

    def problems(self) -> list[str]:
        """All that is wrong, as ``file:line: field: what``."""
        return self._problems.texts()

    @staticmethod
    def _read(table: TableReader) -> Credentials:
        credentials = Credentials(table.secret("username"), table.secret("password"))
        if credentials.password and not credentials.username:
            table.problem("password", "needs a username beside it")
        table.finish()
        return credentials


def _without_content(error: OSError | ValueError | RecursionError) -> str:
    """The error's words, unless they would quote the file."""
    if isinstance(error, OSError):
        return error.strerror or "error"
    return f"is not TOML: {error}"
