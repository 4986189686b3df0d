"""Whether a folder may be played as what it says: looked at in a moment, byte by byte its log alone."""

import hashlib
from collections.abc import Collection
from pathlib import Path

import msgspec

from console.app.package.errors import NewerPackage, UnreadablePackage
from console.app.package.exporting import ChangedPackage
from console.app.package.manifest import LOG, MANIFEST, SIGNATURE, FileDigest, PackageManifest
from console.app.package.signing import signs
from console.app.package.sizes import other_sizes
from console.app.package.verification import manifest_of
from console.media.worker.segments.movie import index_of
from console.protocol.movie_index import MovieIndexError, told_bytes

MOST_NAMED = 3


def check_playable(folder: Path, name: Path) -> None:
    """Raises ChangedPackage where something is not as it was signed, and as ``not_as_signed``.

    ``name`` is what people call it.
    """
    if words := not_as_signed(folder):
        raise ChangedPackage(
            f"{name} is not as it was signed: {words}. "
            "`sightline package verify` names everything; --changed-too plays or compares what is left"
        )


def not_as_signed(folder: Path) -> str:
    """What is not, in words, the first few of it; "" where nothing is.

    Looked at are the signature, that every file is there in its size, every byte of the log, and that no
    index of a movie tells of more than there is. A part of a log, which is no package, has none of these.
    Bytes of movies that are others are found by ``package verify`` alone. Raises NewerPackage.
    """
    if not _is_package(folder) and not (folder / SIGNATURE).is_file():
        return ""
    found = [*_unsigned(folder), *_other_than_told(folder)]
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return "; ".join(found[:MOST_NAMED]) + more


def _other_than_told(folder: Path) -> list[str]:
    try:
        manifest = manifest_of(folder)
    except NewerPackage:
        raise
    except UnreadablePackage:
        return [f"{MANIFEST} is none of a package"]
    other = _other_files(folder, manifest)
    return [*other.values(), *_cut_movies(folder, manifest, other.keys())]


def _is_package(folder: Path) -> bool:
    try:
        return "package" in msgspec.json.decode((folder / MANIFEST).read_bytes())
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError, TypeError):
        return False  # who reads it as a log says why it can't be


def _unsigned(folder: Path) -> list[str]:
    try:
        signed = signs((folder / SIGNATURE).read_bytes(), (folder / MANIFEST).read_bytes())
    except OSError:
        signed = False
    return [] if signed else [f"{MANIFEST} or {SIGNATURE} is changed"]


def _other_files(folder: Path, manifest: PackageManifest) -> dict[str, str]:
    """By the file's name."""
    wanted = manifest.package.files
    found = other_sizes(wanted, lambda name: (folder / name).stat().st_size)
    logs = [name for name in wanted if name.startswith(f"{LOG}/") and name not in found]
    found |= {name: "is changed" for name in logs if not _has_bytes(folder / name, wanted[name])}
    return {name: f"{name} {found[name]}" for name in sorted(found)}


def _has_bytes(file: Path, wanted: FileDigest) -> bool:
    """Of what is no plain file, or can't be read, nobody knows."""
    try:
        if not file.is_file():
            return False
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == wanted.sha256
    except OSError:
        return False


def _cut_movies(folder: Path, manifest: PackageManifest, named: Collection[str]) -> list[str]:
    """Of those that are not ``named`` already: what their indexes tell of, and is not there."""
    found = []
    for movie in manifest.package.movies:
        path = folder / movie.file
        index = index_of(path)
        if {movie.file, index.relative_to(folder).as_posix()} & set(named):
            continue
        try:
            lacking_bytes = told_bytes(index) - path.stat().st_size
        except (OSError, MovieIndexError):
            found.append(f"{movie.file} has no index that can be read")
            continue
        if lacking_bytes > 0:
            found.append(f"{movie.file} lacks {lacking_bytes} bytes that its index tells of")
    return found
