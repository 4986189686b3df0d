"""The files of a package, in a folder or in a zip, by their names; read only."""

import os
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from console.app.package.digests import BLOCK_BYTES
from console.app.package.errors import UnreadablePackage
from console.app.package.zip_form import Stored, stored_files, strange_byte

UNREADABLE_ZIP = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    OverflowError,
    struct.error,
    LookupError,
    RuntimeError,
)
"""What zipfile raises for bytes that are no zip."""

MOST_READ = 256 * 1024 * 1024
"""Of a file that is taken into memory: more is no manifest."""


class Tree(Protocol):
    """``strange``: what belongs to no package, and what it is."""

    strange: dict[str, str]

    def names(self) -> frozenset[str]:
        """Its plain files."""

    def size(self, name: str) -> int:
        """A file's bytes. Raises OSError."""

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file in blocks. Raises OSError."""


def read(tree: Tree, name: str) -> bytes:
    """A small file. Raises OSError, UnreadablePackage."""
    if tree.size(name) > MOST_READ:
        raise UnreadablePackage(f"{name} has {tree.size(name)} bytes, too many for what it should be")
    return b"".join(tree.pieces(name))


@contextmanager
def opened(path: Path) -> Iterator[Tree]:
    """A folder's files, or a zip's. Raises OSError, UnreadablePackage."""
    if path.is_dir():
        yield FolderTree(path)
        return
    with path.open("rb") as file:
        try:
            tree = ZipTree(file)
        except UNREADABLE_ZIP as error:
            raise UnreadablePackage(
                f"{path} is neither a package's folder nor a zip that can be read: {error}"
            ) from error
        yield tree


class FolderTree:
    """Links and other things that are no plain files are strange: they may be changed from elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.strange: dict[str, str] = {}
        self._names: set[str] = set()
        below = [""]
        while below:
            below += self._look(below.pop())

    def _look(self, below: str) -> list[str]:
        """The folders in it."""
        with os.scandir(self._folder / below) as entries:
            found = list(entries)
        if not found and below:
            self.strange[below] = "an empty folder"
        folders = []
        for entry in found:
            name = below + entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{name}/")
            elif entry.is_file(follow_symlinks=False):
                self._names.add(name)
            else:
                self.strange[name] = "no plain file"
        return folders

    def names(self) -> frozenset[str]:
        """Its plain files."""
        return frozenset(self._names)

    def size(self, name: str) -> int:
        """A file's bytes."""
        return (self._folder / name).stat().st_size

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file in blocks."""
        with (self._folder / name).open("rb") as file:
            while piece := file.read(BLOCK_BYTES):
                yield piece


class ZipTree:
    """A zip as this program writes it: stored, not deflated, each byte of it known."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._stored: dict[str, Stored] = {}
        self.strange: dict[str, str] = {}
        files = stored_files(file)
        for one in files:
            if one.name in self._stored:
                self.strange[one.name] = "there twice"
            self._stored[one.name] = one
        at = strange_byte(file, files)
        if at is not None:
            self.strange["the zip itself"] = f"not as it was written, at byte {at}"

    def names(self) -> frozenset[str]:
        """Its files."""
        return frozenset(self._stored)

    def size(self, name: str) -> int:
        """A file's bytes."""
        return self._stored[name].size

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file in blocks."""
        one = self._stored[name]
        left, at = one.size, one.start
        while left:
            self._file.seek(at)
            piece = self._file.read(min(left, BLOCK_BYTES))
            if not piece:
                raise OSError(f"{name} ends too early")
            yield piece
            left, at = left - len(piece), at + len(piece)
