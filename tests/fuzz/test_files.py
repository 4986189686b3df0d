"""Changed files of people: each is read, or refused in the product's own words; nothing else is raised."""

import contextlib
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from console.app.site_file import load_site
from console.core.boundary.alert_format import MalformedAlert, read_alert
from console.core.log.reserved_ids import ReservedIds
from console.core.log.versions import Unreadable, read_entry, read_state
from console.core.replay.check import check_slice
from console.core.replay.log_slice import read_slice, write_slice
from console.core.replay.slice_format import LOG_FILES, MANIFEST, SliceError
from console.domain.errors import LayoutError, SightlineError, SiteError
from console.protocol.layout_file import read_layout
from console.protocol.trouble_file import TroubleFile
from tests.fakes.recorded_log import write_log
from tests.fakes.whole_life import lived_through
from tests.fuzz.mutations import Mutations

ROOT = Path(__file__).parents[2]
SUITE, LONG = 400, 40_000

SITE = b"""name = "riverside"
data_dir = "data"
secrets = "secrets.toml"
[[camera]]
feed = "cam-001"
sub = "rtsp://10.0.0.11/one"
lat_deg = 60.17
lon_deg = 24.94
[[monitor]]
id = "wall-1"
layout = "2x2"
geometry = "1920x1080+0+0"
[endpoints]
alerts = "tcp://127.0.0.1:7741"
[budgets]
ring_mib = 512
"""
SECRETS = b'[cam-001]\nusername = "viewer"\npassword = "let me see"\n'
LAYOUT = (
    b'{"v": 1, "name": "two", "columns": 2, "rows": 1, '
    b'"cells": [{"column": 0, "row": 0}, {"column": 1, "row": 0}]}'
)
ENTRY = (
    b'{"v":2,"n":1,"at_ms":5,"wall_ms":5,"input":{"input":"timer_fired",'
    b'"timer":{"timer":"hold_ends","due_ms":4,"incident":"i-000001"}}}'
)


def read_site(folder: Path, body: bytes) -> None:
    (folder / "secrets.toml").write_bytes(SECRETS)
    (folder / "site.toml").write_bytes(body)
    load_site(folder / "site.toml")


def read_secrets(folder: Path, body: bytes) -> None:
    (folder / "site.toml").write_bytes(SITE)
    (folder / "secrets.toml").write_bytes(body)
    load_site(folder / "site.toml")


def read_troubles(folder: Path, body: bytes) -> None:
    (folder / "troubles.json").write_bytes(body)
    TroubleFile(folder).read()


def read_ids(folder: Path, body: bytes) -> None:
    (folder / "core.ids").write_bytes(body)
    ReservedIds(folder).read()


SLICE_BEGINS, SLICE_ENDS = 5, 30


def slice_bodies(name: str) -> list[bytes]:
    """What a file of a small slice holds."""
    with tempfile.TemporaryDirectory() as home:
        return [(make_slice(Path(home)) / name).read_bytes()]


def make_slice(home: Path) -> Path:
    database = write_log(home / "data", lived_through(20).entries, (1, SLICE_BEGINS))
    write_slice(database, SLICE_BEGINS, SLICE_ENDS, home / "slice")
    return home / "slice"


def check_changed(name: str) -> Callable[[Path, bytes], None]:
    def read(folder: Path, body: bytes) -> None:
        if not (folder / "slice").exists():
            make_slice(folder)
        file = folder / "slice" / name
        whole = file.read_bytes()
        file.write_bytes(body)
        try:
            check_slice(read_slice(folder / "slice"))
        finally:
            file.write_bytes(whole)

    return read


READERS: dict[str, tuple[Callable[[Path, bytes], object], list[bytes], tuple[type[Exception], ...]]] = {
    "site": (read_site, [SITE], (SiteError,)),
    "secrets": (read_secrets, [SECRETS], (SiteError,)),
    "layout": (lambda _, body: read_layout(body, "it"), [LAYOUT], (LayoutError,)),
    "alert": (
        lambda _, body: read_alert(body),
        [(ROOT / "docs" / "first-alert.json").read_bytes()],
        (MalformedAlert,),
    ),
    "entry": (lambda _, body: read_entry(1, body), [ENTRY], (Unreadable,)),
    "state": (lambda _, body: read_state(2, body), [b"{}", ENTRY], (Unreadable,)),
    "troubles": (read_troubles, [b'{"core": "ended"}'], ()),
    "ids": (read_ids, [b"10000\n"], ()),
    **{name: (check_changed(name), slice_bodies(name), (SliceError,)) for name in (MANIFEST, *LOG_FILES)},
}


@pytest.mark.parametrize("name", READERS)
def test_a_changed_file_is_read_or_refused(tmp_path: Path, name: str) -> None:
    try_all(tmp_path, name, SUITE, 1)


@pytest.mark.long
@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("name", READERS)
def test_many_changed_files(tmp_path: Path, name: str) -> None:
    try_all(tmp_path, name, LONG, random.SystemRandom().randrange(1_000_000))


def try_all(folder: Path, name: str, count: int, seed: int) -> None:
    print(f"seed {seed}")
    read, valid, refusals = READERS[name]
    for body in Mutations(seed, valid).bodies(count):
        with contextlib.suppress(*refusals):
            try:
                read(folder, body)
            except (*refusals, SightlineError):
                raise
            except Exception as error:
                raise AssertionError(f"{name}: {type(error).__name__} from {body[:500]!r}") from error
