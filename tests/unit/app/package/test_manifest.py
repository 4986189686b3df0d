"""Packages of every schema there was are opened: the stored samples."""

import json
from pathlib import Path

import pytest

from console.app.package.errors import NewerPackage, UnreadablePackage
from console.app.package.manifest import MANIFEST, SCHEMA, encode_manifest, read_manifest
from console.app.package.progress import Progress
from console.app.package.trusted_keys import read_trusted
from console.app.package.verification import manifest_of, verify
from console.core.replay.check import check_slice
from console.core.replay.log_slice import read_slice, write_slice
from console.media.worker.replay.stream_tape import movies_below
from tests.fakes.recorded_site import recorded_site
from tests.fakes.set_clock import SetClock
from tests.unit.media.worker.segments.filmed import complaints

DATA = Path(__file__).parents[3] / "data"
SAMPLES = sorted(DATA.glob("package-v*/"))


def test_there_is_a_sample_of_every_schema() -> None:
    assert [path.name for path in SAMPLES] == [f"package-v{n}" for n in range(1, SCHEMA + 1)]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_intact_shown_and_replayed(sample: Path) -> None:
    trusted = read_trusted(sample.with_suffix(".pub"))
    assert verify(sample, trusted, Progress(SetClock())).signed_by == "the sample site"
    manifest = manifest_of(sample)
    assert (manifest.site, manifest.package.operator) == ("test", "Ada Example")
    assert [one.what for one in manifest.package.left_out] == ["cam-002"]
    (one,) = manifest.package.movies
    assert (one.feed, one.packets) == ("cam-001", 60) and complaints(sample / one.file) == ""
    assert check_slice(read_slice(sample)).is_equal
    assert len(movies_below(sample / "video")) == 1


def test_what_is_written_is_read_as_it_was() -> None:
    body = (SAMPLES[-1] / MANIFEST).read_bytes()
    assert encode_manifest(read_manifest(body, "it")) == body


def test_a_slice_of_a_newer_program_is_refused_too() -> None:
    told = json.loads((SAMPLES[-1] / MANIFEST).read_text())
    told["schema"] = 99
    with pytest.raises(NewerPackage, match="it has schema 99"):
        read_manifest(json.dumps(told).encode(), "it")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff", b"[" * 5000, b'{"package": {}}'])
def test_anything_else_is_no_manifest(body: bytes) -> None:
    with pytest.raises(UnreadablePackage, match="is no manifest of a package"):
        read_manifest(body, "it")


def test_a_plain_slice_is_told_from_a_package(tmp_path: Path) -> None:
    site = recorded_site(tmp_path)
    write_slice(site.data_dir / "core.sqlite", 2, 4, tmp_path / "slice")
    with pytest.raises(UnreadablePackage, match="a part of a log, no package"):
        manifest_of(tmp_path / "slice")
    with pytest.raises(UnreadablePackage, match="it has no manifest"):
        manifest_of(tmp_path / "data")
