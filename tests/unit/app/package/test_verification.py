"""Every byte of a package is looked at: whatever is changed is named, and nothing unreadable passes."""

import hashlib
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from console.app.package.digests import BLOCK_BYTES, has_blocks
from console.app.package.errors import NewerPackage, UnreadablePackage
from console.app.package.manifest import MANIFEST, README, SIGNATURE, SUMS, read_manifest
from console.app.package.progress import Progress
from console.app.package.signing import SiteKey, site_key
from console.app.package.verdict import Verdict
from console.app.package.verification import manifest_of, verify
from console.core.replay.log_slice import write_slice
from tests.fakes.recorded_site import large_packets, recorded_site, small_packets
from tests.fakes.set_clock import SetClock


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site's data folder, ``night`` and ``night.zip``; not to be changed."""
    home = tmp_path_factory.mktemp("site")
    site = recorded_site(home)
    site.film("cam-001", small_packets())
    site.film("cam-002", large_packets())
    site.package(home / "night", zipped=True)
    return home


@pytest.fixture
def night(made: Path, tmp_path: Path) -> Path:
    """A package to be changed: copies, as its movies are linked to the site's."""
    shutil.copytree(made / "night", tmp_path / "night")
    return tmp_path / "night"


def checked(path: Path, trusted: dict[bytes, str] | None = None) -> Verdict:
    return verify(path, trusted or {}, Progress(SetClock()))


def named(path: Path) -> dict[str, str]:
    return {one.file: one.kind for one in checked(path).changes}


def movie_of(folder: Path, feed: str = "cam-002") -> Path:
    (path,) = (folder / "video" / feed).glob("*.mp4")
    return path


def flip(file: Path, at: int, by: int = 1) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        byte = opened.read(1)[0]
        opened.seek(at)
        opened.write(bytes([byte ^ by]))


def sha256sum(folder: Path) -> list[str]:
    """The files that sha256sum finds changed or missing."""
    check = ["sha256sum", "-c", "--quiet", SUMS]
    done = subprocess.run(check, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    return [line.split(":")[0] for line in done.stdout.splitlines()]


def test_what_nobody_changed_is_intact_and_its_signer_unknown(made: Path) -> None:
    for place in (made / "night", made / "night.zip"):
        verdict = checked(place)
        assert verdict.is_intact and verdict.signed_by is None and len(verdict.key) == 39
        assert verdict.files == 9 and verdict.site == "test"


def test_a_trusted_key_gives_the_signer_its_name(made: Path) -> None:
    public = site_key(made / "data").public
    assert checked(made / "night", {public: "Riverside"}).signed_by == "Riverside"
    assert checked(made / "night.zip", {bytes(32): "another", public: ""}).signed_by == ""
    assert checked(made / "night", {bytes(32): "another"}).signed_by is None


def test_every_changed_byte_is_named_with_its_block(night: Path, pytestconfig: pytest.Config) -> None:
    """At places drawn over all bytes, and as many over all files, so that small ones come in."""
    chance = random.Random(26_1182)
    files = sorted(path for path in night.rglob("*") if path.is_file())
    weights = [path.stat().st_size for path in files]
    rounds = 1_000 if pytestconfig.getoption("--long") else 40
    for number in range(rounds):
        (file,) = chance.choices(files, weights if number % 2 else None)
        at, by = chance.randrange(file.stat().st_size), chance.randrange(1, 256)
        name = file.relative_to(night).as_posix()
        flip(file, at, by)
        verdict = checked(night)
        (change,) = verdict.changes
        assert (change.file, change.kind) == (name, "changed"), f"byte {at} of {name} by {by}"
        assert change.blocks == ((at // BLOCK_BYTES,) if has_blocks(name) else ())
        if name != SUMS:
            assert sha256sum(night) == [name]
        flip(file, at, by)
    assert checked(night).is_intact and sha256sum(night) == []


def test_every_changed_byte_of_a_zip_is_found(
    made: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    night = tmp_path / "night.zip"
    shutil.copy(made / "night.zip", night)
    size = night.stat().st_size
    chance = random.Random(9)
    rounds = 1_000 if pytestconfig.getoption("--long") else 40
    for number in range(rounds):  # half of them in what is no file's: the heads, and the directory at its end
        at, by = (
            chance.randrange(size) if number % 2 else chance.randrange(size - 1_500, size),
            chance.randrange(1, 256),
        )
        flip(night, at, by)
        with suppress(UnreadablePackage):
            assert checked(night).changes, f"byte {at} by {by}"
        flip(night, at, by)
    assert checked(night).is_intact


def test_missing_added_truncated_renamed_and_swapped_files_are_named(night: Path) -> None:
    movie = movie_of(night)
    movie.rename(movie.with_suffix(".avi"))
    name = movie.relative_to(night).as_posix()
    assert named(night) == {name: "missing", name.replace(".mp4", ".avi"): "added"}
    movie.with_suffix(".avi").rename(movie)

    one, other = movie, movie_of(night, "cam-001")
    one.rename(night / "aside")
    other.rename(one)
    (night / "aside").rename(other)
    other_name = other.relative_to(night).as_posix()
    assert named(night) == {name: "changed", other_name: "changed"}
    one.rename(night / "aside")
    other.rename(one)
    (night / "aside").rename(other)

    size = movie.stat().st_size
    os.truncate(movie, BLOCK_BYTES + 10)
    (change,) = checked(night).changes
    assert (change.file, change.blocks) == (name, (1, 2))
    assert f"it has {BLOCK_BYTES + 10} bytes, not {size}" in change.words


ADDED: dict[str, Callable[[Path], object]] = {
    "note.txt": lambda path: path.write_text("x"),
    "video/cam-001/z.mp4": lambda path: path.write_bytes(b""),
    "empty/": lambda path: path.mkdir(),
    "link": lambda path: path.symlink_to("README.txt"),
    "pipe": lambda path: os.mkfifo(path),
}


@pytest.mark.parametrize("name", ADDED)
def test_what_was_added_is_named(night: Path, name: str) -> None:
    ADDED[name](night / name)
    assert named(night) == {name: "added"}


def test_a_file_that_became_a_link_is_no_file_of_the_package(night: Path, tmp_path: Path) -> None:
    shutil.move(night / README, tmp_path / "elsewhere")
    (night / README).symlink_to(tmp_path / "elsewhere")
    assert named(night) == {README: "changed"}


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE, SUMS, README, "log/entries.jsonl"])
@pytest.mark.parametrize("body", [None, b"", b"\0" * 4096, b"{}\n"])
def test_each_file_that_is_gone_or_emptied_is_named_alone(night: Path, name: str, body: bytes | None) -> None:
    (night / name).unlink()
    if body is not None:
        (night / name).write_bytes(body)
    assert named(night) == {name: "missing" if body is None else "changed"}


def test_without_its_signature_blocks_are_named_all_the_same(night: Path) -> None:
    (night / SIGNATURE).unlink()
    flip(movie_of(night), BLOCK_BYTES + 5)
    assert {one.file: one.blocks for one in checked(night).changes} == {
        SIGNATURE: (),
        movie_of(night).relative_to(night).as_posix(): (1,),
    }


def test_what_was_changed_beside_a_changed_manifest_is_found_by_the_plain_sums(night: Path) -> None:
    flip(night / MANIFEST, 300)
    flip(night / "log/views.jsonl", 30)
    assert named(night) == {MANIFEST: "changed", "log/views.jsonl": "changed"}


def test_another_keys_signature_is_that_keys(made: Path, night: Path) -> None:
    key = SiteKey(b"k" * 32)
    (night / SIGNATURE).write_bytes(key.sign((night / MANIFEST).read_bytes()))
    assert named(night) == {SUMS: "changed"}, "the plain sums still have the first signature"
    _sum_again(night)
    assert checked(night).is_intact, "who signs anew is the signer"
    assert checked(night, {site_key(made / "data").public: "Riverside"}).signed_by is None
    assert checked(night, {key.public: "mallory"}).signed_by == "mallory"


def test_a_signature_of_another_manifest_is_none(night: Path) -> None:
    (night / SIGNATURE).write_bytes(SiteKey(b"k" * 32).sign(b"something else"))
    _sum_again(night)
    (change,) = checked(night).changes
    assert change.file == SIGNATURE and "no signature of this manifest.json" in change.words


def test_a_newer_schema_is_refused(night: Path) -> None:
    told = json.loads((night / MANIFEST).read_text())
    told["package"]["schema"] += 1
    told["program"] = "9.1"
    (night / MANIFEST).write_text(json.dumps(told))
    (night / SIGNATURE).write_bytes(SiteKey(b"k" * 32).sign((night / MANIFEST).read_bytes()))
    for ask in (checked, manifest_of):
        with pytest.raises(NewerPackage, match=r"schema 2, of Sightline 9\.1"):
            ask(night)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "video/../../x", "a//b", "", "a\nb", MANIFEST])
def test_a_manifest_that_names_what_no_package_holds_is_refused(night: Path, name: str) -> None:
    told = json.loads((night / MANIFEST).read_text())
    told["package"]["files"][name] = {"size": 1, "sha256": "0" * 64}
    with pytest.raises(UnreadablePackage, match="which no package holds"):
        read_manifest(json.dumps(told).encode(), "it")


def test_what_is_no_package_is_said_so(made: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadablePackage, match="can't be read: No such file"):
        checked(tmp_path / "nowhere")
    (tmp_path / "text").write_text("hello")
    with pytest.raises(UnreadablePackage, match="neither a package's folder nor a zip"):
        checked(tmp_path / "text")
    with pytest.raises(UnreadablePackage, match=r"data is no package: it has no manifest\.json"):
        checked(made / "data")


def test_a_package_that_lost_what_vouches_for_it_is_not_said_to_be_all_new(night: Path) -> None:
    for name in (SIGNATURE, SUMS):
        (night / name).unlink()
    (night / README).write_text("other")
    assert named(night) == {SIGNATURE: "missing", SUMS: "missing", README: "changed"}
    (night / MANIFEST).unlink()
    with pytest.raises(UnreadablePackage, match="is no package"):
        checked(night)


def test_a_part_of_a_log_is_told_to_be_none(made: Path, tmp_path: Path) -> None:
    write_slice(made / "data" / "core.sqlite", 2, 4, tmp_path / "slice")
    with pytest.raises(UnreadablePackage, match="a part of a log, no package"):
        checked(tmp_path / "slice")


def test_a_folder_that_may_not_be_read_is_not_intact(night: Path) -> None:
    def verdict_as_nobody() -> int:
        child = os.fork()
        if child:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if os.geteuid() == 0:
            os.seteuid(65534)
        try:
            os._exit(0 if checked(night).is_intact else 1)
        except UnreadablePackage:
            os._exit(2)

    for path in (night, *night.parents[:3]):
        path.chmod(0o755)
    (night / "log").chmod(0o000)
    assert verdict_as_nobody() == 2
    (night / "log").chmod(0o755)


def _sum_again(folder: Path) -> None:
    """As somebody does who wants to hide a change."""
    lines = (folder / SUMS).read_text().splitlines()
    names = [line.split("  ")[1] for line in lines]
    sums = [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names]
    (folder / SUMS).write_text("".join(f"{a}  {b}\n" for a, b in zip(sums, names, strict=True)))
