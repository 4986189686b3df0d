"""A package's folder to read from: itself, or what a zip holds, unpacked for as long as it is needed."""

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath

from console.app.package.errors import UnreadablePackage
from console.app.package.progress import Progress, counted_pieces
from console.app.package.tree import Tree, opened
from console.app.temporary_home import UNPACKED, temporary_home


@contextmanager
def unpacked(path: Path, beside: Path | None, progress: Progress) -> Iterator[Path]:
    """``beside``: the folder in which a zip is unpacked, None for the usual one for temporary files.

    Raises OSError, UnreadablePackage.
    """
    if path.is_dir():
        yield path
        return
    with opened(path) as tree, _room(beside) as made:
        folder = Path(made) / path.stem
        progress.begin("unpacking", sum(tree.size(name) for name in tree.names()))
        for name in sorted(tree.names()):
            _unpack(tree, name, folder, progress)
        yield folder


def _room(beside: Path | None) -> AbstractContextManager[Path | str]:
    if beside is None:
        return temporary_home(UNPACKED)
    return tempfile.TemporaryDirectory(prefix=".sightline-", dir=beside)


def _unpack(tree: Tree, name: str, folder: Path, progress: Progress) -> None:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name or "\0" in name:
        raise UnreadablePackage(
            f"the zip names a file outside of itself ({name!r}): it is none of Sightline's"
        )
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        for piece in counted_pieces(tree.pieces(name), progress):
            file.write(piece)
