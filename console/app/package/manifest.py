"""``manifest.json`` of a package: the log slice's own, and under ``package`` what a package adds to it."""

import re
from importlib.metadata import version
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from console.app.package.errors import NewerPackage, UnreadablePackage
from console.app.package.versions import STEPS, upgraded
from console.core.replay import slice_format as form
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.unreadable import UNREADABLE

SCHEMA = 1

MANIFEST = form.MANIFEST
SIGNATURE = "manifest.sig"
SUMS = "SHA256SUMS"
README = "README.txt"
VIDEO = "video"
LOG = "log"
UNLISTED = (MANIFEST, SIGNATURE, SUMS)
"""What the manifest can't name: itself, and what is made of it."""

_NO_MANIFEST: tuple[type[Exception], ...] = (*UNREADABLE, ValueError)
_NAME = re.compile(r"[A-Za-z0-9_%~+=-][A-Za-z0-9_%~+=.-]*(/[A-Za-z0-9_%~+=-][A-Za-z0-9_%~+=.-]*)*")


class FileDigest(Struct, frozen=True):
    """``size`` in bytes; SHA-256 in hexadecimal, of the whole and of each MiB where it is video or log."""

    size: int
    sha256: str
    blocks: tuple[str, ...] = ()


class MovieFacts(Struct, frozen=True):
    """A movie, ``file`` as the manifest names it. Times are wall time of arrival, epoch milliseconds.

    ``repaired``: a crash left it, and it is there as far as it was whole. ``unfinished``: it was still being
    written, and is there up to the last whole fragment of then (before this field ``repaired`` said so, too);
    not said where nothing had come for it for a while.
    ``cut``: the site has more of it, before or after what was asked for. ``disk_failed``: it ends where the
    disk failed or was full (before this field ``repaired`` said so, too). ``gaps_ms``: how long its gaps are
    together. ``film_ms``: how long its pictures play, gaps left out, which may be longer than they took to
    arrive: cameras send the last seconds at once to whoever connects. An older program said neither.
    """

    file: str
    feed: FeedId
    profile: Profile
    codec: str
    width: int
    height: int
    begin_ms: int
    end_ms: int
    packets: int
    gaps: int
    repaired: bool = False
    cut: bool = False
    unfinished: bool | UnsetType = UNSET
    gaps_ms: int | UnsetType = UNSET
    disk_failed: bool | UnsetType = UNSET
    film_ms: int | UnsetType = UNSET


class LeftOut(Struct, frozen=True):
    """A file or a camera that was asked for and is not there, or not all the time, and why."""

    what: str
    why: str


class Asked(Struct, frozen=True):
    """What the package was asked for: a recording, or a time (epoch milliseconds) and cameras."""

    recording: str | None
    incident: str | None
    from_ms: int
    to_ms: int | None
    cameras: tuple[FeedId, ...]


RecordedTimes = dict[FeedId, dict[Profile, tuple[tuple[int, int], ...]]]
"""From and to, wall time in epoch milliseconds."""


class Contents(Struct, frozen=True):
    """What a package adds to a slice.

    ``clock_offset_ms``: by how much the machine's clock was ahead of true time, None where that is not known.
    ``others``: cameras that were recorded then and not asked for. ``recorded_ms``: when the site recorded
    each stream of its cameras around that time, in the package or not. Of an older package neither is known.
    """

    schema: int
    made_at_ms: int
    operator: str
    reason: str
    asked: Asked
    clock_offset_ms: float | None
    movies: tuple[MovieFacts, ...]
    left_out: tuple[LeftOut, ...]
    files: dict[str, FileDigest]
    others: tuple[FeedId, ...] | UnsetType = UNSET
    recorded_ms: RecordedTimes | UnsetType = UNSET


class PackageManifest(form.Manifest, frozen=True, kw_only=True):
    """A slice's manifest with ``package``."""

    package: Contents

    @property
    def is_unfinished(self) -> bool:
        """Whether what was asked for still went on when it was made."""
        asked = self.package.asked
        return asked.to_ms is None or (asked.recording is None and asked.to_ms > self.package.made_at_ms)

    @property
    def reaches_ms(self) -> int:
        """Up to when it holds what was asked for (wall time)."""
        to_ms = self.package.asked.to_ms
        if to_ms is not None and not self.is_unfinished:
            return to_ms
        return max((one.end_ms for one in self.package.movies), default=self.wall_ms[1])


def encode_manifest(manifest: PackageManifest) -> bytes:
    """As it is written and signed."""
    return msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"


def read_manifest(body: bytes, where: str) -> PackageManifest:
    """Brought up to this version. Raises NewerPackage, UnreadablePackage."""
    try:
        told = msgspec.json.decode(body, type=dict[str, Any])
        _check_versions(told, where)
        manifest = msgspec.convert(upgraded(told, STEPS, SCHEMA), PackageManifest)
    except _NO_MANIFEST as error:
        raise UnreadablePackage(f"{where}: {MANIFEST} is no manifest of a package: {error}") from error
    named = (*manifest.package.files, *(one.file for one in manifest.package.movies))
    for name in named:
        if not _NAME.fullmatch(name) or name in UNLISTED:
            raise UnreadablePackage(f"{where}: {MANIFEST} names {name!r}, which no package holds")
    return manifest


def _check_versions(told: dict[str, Any], where: str) -> None:
    package = told.get("package")
    if not isinstance(package, dict):
        raise UnreadablePackage(
            f"{where}: this is a part of a log, no package; make one with: sightline package create"
        )
    for found, known in ((package.get("schema"), SCHEMA), (told.get("schema"), form.SCHEMA)):
        if isinstance(found, int) and found > known:
            raise NewerPackage(
                f"{where} can't be read: it has schema {found}, of Sightline {told.get('program', '?')}; "
                f"this one, {version('sightline-console')}, reads up to {known}: use that one or a later"
            )
