"""Whether a folder may be played as what it says: looked at in a moment, not byte by byte."""

from pathlib import Path

import msgspec

from console.app.package.errors import UnreadablePackage
from console.app.package.exporting import ChangedPackage
from console.app.package.manifest import MANIFEST, SIGNATURE, PackageManifest
from console.app.package.signing import is_by, read_signature
from console.app.package.verification import manifest_of

MOST_NAMED = 3


def check_playable(folder: Path, name: Path) -> None:
    """Signature, and every file there in its size; a part of a log, which is no package, has none of these.

    Bytes that are others in a file of the same size are found by ``package verify`` alone. ``name`` is what
    people call it. Raises UnreadablePackage, for a newer one too, and ChangedPackage.
    """
    if not _is_package(folder):
        return
    found = [*_unsigned(folder), *_other_files(folder, manifest_of(folder))]
    if found:
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        raise ChangedPackage(
            f"{name} is not as it was signed: {'; '.join(found[:MOST_NAMED])}{more}. "
            "`sightline package verify` names everything; --changed-too plays what is left"
        )


def _is_package(folder: Path) -> bool:
    try:
        return "package" in msgspec.json.decode((folder / MANIFEST).read_bytes())
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError, TypeError):
        return False  # who reads it as a log says why it can't be


def _unsigned(folder: Path) -> list[str]:
    try:
        signature = read_signature((folder / SIGNATURE).read_bytes())
        signed = is_by(signature, (folder / MANIFEST).read_bytes())
    except (OSError, UnreadablePackage):
        signed = False
    return [] if signed else [f"{MANIFEST} or {SIGNATURE} is changed"]


def _other_files(folder: Path, manifest: PackageManifest) -> list[str]:
    found = []
    for name, wanted in sorted(manifest.package.files.items()):
        try:
            size = (folder / name).stat().st_size
        except OSError:
            found.append(f"{name} is missing")
            continue
        if size != wanted.size:
            found.append(f"{name} has {size} bytes, not {wanted.size}")
    return found
