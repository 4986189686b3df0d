"""The table of stored layouts, by SQLAlchemy: data that several hosts will share."""

import logging
from pathlib import Path

import sqlalchemy as sql

from console.domain.errors import LayoutError, SightlineError
from console.domain.layout import Layout
from console.protocol.layout_file import read_layout, write_layout

log = logging.getLogger("sightline.store")

BUSY_TIMEOUT_S = 0.5
"""So long another program may hold the table until this counts as a failure, which is tried again."""

VERSION = 1
"""SQLite's user_version; files of before there was one have 0."""

_metadata = sql.MetaData()
_layouts = sql.Table(
    "layouts",
    _metadata,
    sql.Column("name", sql.String(64), primary_key=True),
    sql.Column("content", sql.Text, nullable=False),
    sql.Column("updated_at", sql.DateTime, nullable=False, server_default=sql.func.current_timestamp()),
)


class NewerTable(SightlineError):
    """A newer Sightline wrote the table: it is not this one's to touch."""


class LayoutTable:
    """Layouts by name, as layout files. Methods raise SQLAlchemyError, ``open`` NewerTable too."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._engine: sql.Engine | None = None

    def open(self) -> None:
        """Connect and make the table."""
        if self._engine is None:
            engine = sql.create_engine(
                sql.URL.create("sqlite", database=str(self._file)),
                poolclass=sql.NullPool,
                connect_args={"timeout": BUSY_TIMEOUT_S},
            )
            _check_version(engine, self._file)
            _metadata.create_all(engine)
            self._engine = engine

    def read(self) -> dict[str, Layout]:
        """All stored layouts; a row that something else wrote wrongly is left out and said in the log."""
        with self._opened().connect() as connection:
            rows = connection.execute(sql.select(_layouts.c.name, _layouts.c.content)).all()
        layouts: dict[str, Layout] = {}
        for name, content in rows:
            try:
                layouts[name] = read_layout(content, f"stored layout {name!r}")
            except LayoutError as error:
                log.error("a stored layout was left out; import it again: %s", error)
        return layouts

    def put(self, layout: Layout) -> None:
        """Insert or replace one."""
        row = {"content": write_layout(layout).decode(), "updated_at": sql.func.current_timestamp()}
        with self._opened().begin() as connection:
            replaced = connection.execute(
                sql.update(_layouts).where(_layouts.c.name == layout.name).values(**row)
            )
            if not replaced.rowcount:
                connection.execute(sql.insert(_layouts).values(name=layout.name, **row))

    def drop(self, name: str) -> None:
        """Remove one, if it is there."""
        with self._opened().begin() as connection:
            connection.execute(sql.delete(_layouts).where(_layouts.c.name == name))

    def set_aside(self) -> Path:
        """Rename the file; the next ``open`` makes a new one. Raises OSError."""
        self.close()
        count = 1
        while (aside := self._file.with_name(f"{self._file.name}.damaged-{count}")).exists():
            count += 1
        return self._file.rename(aside)

    def _opened(self) -> sql.Engine:
        if self._engine is None:
            raise RuntimeError("the table of layouts is not open")
        return self._engine

    def close(self) -> None:
        """Disconnect."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


def _check_version(engine: sql.Engine, file: Path) -> None:
    with engine.begin() as connection:
        version = connection.execute(sql.text("PRAGMA user_version")).scalar_one()
        if version > VERSION:
            raise NewerTable(f"a newer Sightline wrote {file}, version {version}; this one knows {VERSION}")
        if version < VERSION:
            connection.execute(sql.text(f"PRAGMA user_version = {VERSION}"))
