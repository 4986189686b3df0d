"""Makes an incident package: the log's part and the movies of a recording, or of a time; signed."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from console.app.package.clock_offset import clock_offset_ms
from console.app.package.digests import digest_of, sums_of
from console.app.package.errors import NothingRecorded, PackageError
from console.app.package.holes import ended_before, holes_of, until_ms
from console.app.package.left_out import others_recorded
from console.app.package.manifest import (
    MANIFEST,
    README,
    SCHEMA,
    SIGNATURE,
    SUMS,
    VIDEO,
    Asked,
    Contents,
    FileDigest,
    PackageManifest,
    encode_manifest,
)
from console.app.package.movies import Taken, take_movies
from console.app.package.progress import Progress, counted_pieces
from console.app.package.readme import readme_of
from console.app.package.recorded_times import recorded_times
from console.app.package.signing import site_key
from console.app.package.tree import FolderTree
from console.app.package.unlogged_words import unlogged_of
from console.app.package.wishes import DATABASE, Wish
from console.app.package.zip_form import Waiting, write_zip
from console.core.replay.log_slice import write_slice_into
from console.core.replay.slice_writing import PARTIAL, made_whole
from console.domain.errors import WrongUse
from console.domain.wording import few_of, zoned_time
from console.protocol.clock import Clock


class Maker(NamedTuple):
    """Who makes it, and why."""

    operator: str
    reason: str


class PackageMaking:
    """``make`` once."""

    def __init__(self, data_dir: Path, wish: Wish, maker: Maker, clock: Clock, progress: Progress) -> None:
        self._data_dir = data_dir
        self._wish = wish
        self._maker = maker
        self._clock = clock
        self._progress = progress

    def make(self, folder: Path, *, zipped: bool = False) -> PackageManifest:
        """The package in ``folder``, which is new, and beside it ``folder.zip``; whole, or nothing is there.

        Raises SliceError, PackageError, OSError, WrongUse; NothingRecorded where nothing is of then.
        """
        if not folder.name or folder.name == "..":
            raise WrongUse(f"'{folder}' names no new folder: name one")
        zip_file = zip_of(folder)
        if zipped and zip_file.exists():
            raise PackageError(f"{zip_file} is there already; move it away, or name another folder")
        partial_zip = zip_file.with_name(zip_file.name + PARTIAL)
        with made_whole(folder) as fresh:
            try:
                manifest = self._fill(fresh)
                if zipped:
                    self._zip(fresh, partial_zip)
            except BaseException:  # Ctrl+C too: half a zip must not stay beside the folder
                partial_zip.unlink(missing_ok=True)
                raise
        if zipped:
            partial_zip.rename(zip_file)
        return manifest

    def _fill(self, folder: Path) -> PackageManifest:
        wish = self._wish
        key = site_key(self._data_dir)
        self._progress.begin("taking the log", wish.to_n - wish.from_n)
        database = self._data_dir / DATABASE
        told = write_slice_into(database, wish.from_n, wish.to_n, folder, self._progress.did)
        video, asked = self._data_dir / VIDEO, wish.asked
        to_ms = until_ms(asked, self._clock.now_ms())  # before: what is written meanwhile is no part of it
        taken = take_movies(video, asked.cameras, wish.span, folder, self._progress)
        silent = unlogged_of(folder, asked.from_ms, to_ms)
        _check_some(wish, taken)
        contents = Contents(
            schema=SCHEMA,
            made_at_ms=self._clock.now_ms(),
            operator=self._maker.operator,
            reason=self._maker.reason,
            asked=asked,
            clock_offset_ms=clock_offset_ms(),
            movies=tuple(ended_before(one, to_ms) for one in taken.movies),
            left_out=(*silent, *taken.left_out, *holes_of(taken.movies, asked.from_ms, to_ms)),
            files={},
            others=others_recorded(video, asked.cameras, wish.span),
            recorded_ms=recorded_times(video, asked.from_ms, self._clock.now_ms()),
        )
        manifest = PackageManifest(**msgspec.structs.asdict(told), package=contents)
        (folder / README).write_text(readme_of(manifest), encoding="utf-8")
        (folder / MANIFEST).unlink()
        contents = msgspec.structs.replace(contents, files=self._digests(folder))
        manifest = msgspec.structs.replace(manifest, package=contents)
        body = encode_manifest(manifest)
        signature = key.sign(body)
        (folder / MANIFEST).write_bytes(body)
        (folder / SIGNATURE).write_bytes(signature)
        (folder / SUMS).write_bytes(sums_of(contents.files, body, signature))
        return manifest

    def _digests(self, folder: Path) -> dict[str, FileDigest]:
        tree = FolderTree(folder)
        names = sorted(tree.names())
        self._progress.begin("making sums", sum(tree.size(name) for name in names))
        return {name: digest_of(name, counted_pieces(tree.pieces(name), self._progress)) for name in names}

    def _zip(self, folder: Path, file: Path) -> None:
        tree = FolderTree(folder)
        names = sorted(tree.names())
        waiting = [Waiting(name, tree.size(name), _pieces_of(tree, name)) for name in names]
        self._progress.begin("zipping", sum(one.size for one in waiting))
        with file.open("wb") as opened:
            write_zip(opened, waiting, self._progress.did)
            opened.flush()
            os.fsync(opened.fileno())


def zip_of(folder: Path) -> Path:
    """The zip beside a package's folder."""
    return folder.with_name(f"{folder.name}.zip")


def _check_some(wish: Wish, taken: Taken) -> None:
    """A time without any picture is a mistake. A recording has its part of the log to tell of, where it came
    to the disk."""
    asked = wish.asked
    if taken.movies or (asked.recording is not None and wish.is_logged):
        return
    whose = f" of {few_of(asked.cameras)}" if asked.cameras else ""
    lost = "".join(f"; {one.what}: {one.why}" for one in taken.left_out if one.what not in asked.cameras)
    raise NothingRecorded(f"nothing is recorded {_times_words(asked)}{whose}{lost}; {_advice(asked)}")


def _times_words(asked: Asked) -> str:
    begin = zoned_time(asked.from_ms)
    return f"since {begin}" if asked.to_ms is None else f"between {begin} and {zoned_time(asked.to_ms)}"


def _advice(asked: Asked) -> str:
    if asked.recording is None:
        return "what is: sightline ctl record list"
    return f"the log ends before {asked.recording} began; see what is wrong: sightline ctl status"


def _pieces_of(tree: FolderTree, name: str) -> Callable[[], Iterator[bytes]]:
    return partial(tree.pieces, name)
