"""Checks a package: every byte of it is as it was when it was signed, or what is not is named."""

import hashlib
from pathlib import Path

from console.app.package.digests import changed_blocks, digest_of, read_sums, sums_of
from console.app.package.errors import PackageError, UnreadablePackage
from console.app.package.manifest import (
    MANIFEST,
    SIGNATURE,
    SUMS,
    UNLISTED,
    FileDigest,
    PackageManifest,
    read_manifest,
)
from console.app.package.progress import Progress, counted_pieces
from console.app.package.signing import Signature, is_by, read_signature, signs
from console.app.package.sizes import other_sizes
from console.app.package.tree import Tree, opened, read
from console.app.package.trusted_keys import key_print
from console.app.package.verdict import Change, Verdict, changed_words

_NO_SIGNATURE = f"is no signature of this {MANIFEST}: one of them is changed"


def verify(path: Path, trusted: dict[bytes, str], progress: Progress) -> Verdict:
    """Look at every byte of a folder or a zip. Raises UnreadablePackage, of which nothing may be believed."""
    try:
        with opened(path) as tree:
            return _Verification(path, tree, trusted, progress).verdict()
    except OSError as error:
        raise UnreadablePackage(f"{path} can't be read: {error.strerror or error}") from error


class _Verification:
    def __init__(self, path: Path, tree: Tree, trusted: dict[bytes, str], progress: Progress) -> None:
        self._path = path
        self._tree = tree
        self._trusted = trusted
        self._progress = progress
        self._names = tree.names()
        if not self._names & set(UNLISTED):
            raise UnreadablePackage(f"{path} is no package: it has no {MANIFEST}")
        self._site = ""
        self._changes: list[Change] = []
        self._bodies = {name: self._body(name) for name in UNLISTED}

    def _body(self, name: str) -> bytes | None:
        """Of a file that is looked at whole; None, and noted, for one that can't be."""
        if name not in self._names:
            self._note_missing(name)
            return None
        try:
            return read(self._tree, name)
        except (OSError, PackageError) as error:
            self._changes.append(Change(name, "unreadable", f"can't be read: {error}"))
            return None

    def _note_missing(self, name: str) -> None:
        if name not in self._tree.strange:
            self._changes.append(Change(name, "missing", "is missing"))

    def verdict(self) -> Verdict:
        """After the last byte."""
        signature, body = self._signature(), self._bodies[MANIFEST]
        is_signed = signature is not None and body is not None and is_by(signature, body)
        if not is_signed:
            self._blame()
        files = self._wanted_files(is_signed=is_signed)
        self._compare(files)
        signer = signature.public if signature is not None and is_signed else None
        return Verdict(
            tuple(sorted(self._changes, key=lambda one: one.file)),
            key_print(signer) if signer else "",
            self._trusted.get(signer) if signer else None,
            len(files),
            sum(self._tree.size(name) for name in self._names),
            self._site,
        )

    def _signature(self) -> Signature | None:
        body = self._bodies[SIGNATURE]
        try:
            return None if body is None else read_signature(body)
        except UnreadablePackage as error:
            self._changes.append(Change(SIGNATURE, "changed", f"is changed: {error}"))
            return None

    def _wanted_files(self, *, is_signed: bool) -> dict[str, FileDigest]:
        """By the manifest; by the plain sums where these say that it is another. Raises UnreadablePackage."""
        body = self._bodies[MANIFEST]
        vouched = is_signed or self._bodies[SUMS] is None or self._is_as_summed(MANIFEST)
        if body is None or not vouched:
            return {name: FileDigest(-1, told) for name, told in self._sums().items() if name not in UNLISTED}
        manifest = read_manifest(body, str(self._path))
        self._site = manifest.site if is_signed else ""
        files = manifest.package.files
        wanted, found = sums_of(files, body, self._bodies[SIGNATURE] or b""), self._bodies[SUMS]
        is_as_made = found in (wanted, None)
        if not is_signed:
            is_as_made = found is None or _without_signature(wanted) == _without_signature(found)
        if not is_as_made:
            self._changes.append(Change(SUMS, "changed", "is not as it was made"))
        return files

    def _sums(self) -> dict[str, str]:
        return read_sums(self._bodies[SUMS] or b"")

    def _is_as_summed(self, name: str) -> bool:
        found = hashlib.sha256(self._bodies[name] or b"").hexdigest()
        return self._sums().get(name) == found

    def _blame(self) -> None:
        """The signature is none of this manifest: which of the two is another, the plain sums may tell."""
        named = {one.file for one in self._changes}
        for name in (MANIFEST, SIGNATURE) if self._bodies[SUMS] is not None else ():
            if self._bodies[name] is not None and name not in named and not self._is_as_summed(name):
                self._changes.append(Change(name, "changed", "is changed"))
        if not {one.file for one in self._changes} & {MANIFEST, SIGNATURE}:
            self._changes.append(Change(SIGNATURE, "changed", _NO_SIGNATURE))

    def _compare(self, files: dict[str, FileDigest]) -> None:
        for name in sorted(self._names - files.keys() - set(UNLISTED)):
            self._changes.append(Change(name, "added", "was added"))
        for name, what in self._tree.strange.items():
            kind = "changed" if name in (*files, *UNLISTED) else "added"
            self._changes.append(Change(name, kind, f"is {what}"))
        there = sorted(files.keys() & self._names)
        self._progress.begin("checking", sum(self._tree.size(name) for name in there))
        for name in sorted(files.keys() - self._names):
            self._note_missing(name)
        for name in there:
            self._look(name, files[name])

    def _look(self, name: str, wanted: FileDigest) -> None:
        try:
            found = digest_of(name, counted_pieces(self._tree.pieces(name), self._progress))
        except OSError as error:
            self._changes.append(Change(name, "unreadable", f"can't be read: {error.strerror or error}"))
            return
        if wanted.size < 0:  # known by the plain sums alone
            if found.sha256 != wanted.sha256:
                self._changes.append(Change(name, "changed", "is changed"))
        elif found != wanted:
            blocks = changed_blocks(wanted, found)
            self._changes.append(Change(name, "changed", changed_words(wanted, found, blocks), blocks))


def _without_signature(sums: bytes) -> dict[str, str]:
    return {name: told for name, told in read_sums(sums).items() if name != SIGNATURE}


def manifest_of(path: Path) -> PackageManifest:
    """What a package says of itself, unchecked. Raises UnreadablePackage."""
    try:
        with opened(path) as tree:
            return _manifest_in(tree, path)
    except OSError as error:
        raise UnreadablePackage(f"{path} can't be read: {error.strerror or error}") from error


def seen_at_a_glance(path: Path) -> tuple[PackageManifest, dict[str, str]]:
    """What a package says of itself, and by names of files what is seen to be other without reading them.

    That is: the signature is none of the manifest, files are missing or have another size.
    Raises UnreadablePackage.
    """
    try:
        with opened(path) as tree:
            manifest = _manifest_in(tree, path)
            other = other_sizes(manifest.package.files, tree.size)
            if SIGNATURE not in tree.names():
                other[SIGNATURE] = "is missing"
            elif not signs(read(tree, SIGNATURE), read(tree, MANIFEST)):
                other[SIGNATURE] = _NO_SIGNATURE
            return manifest, other
    except OSError as error:
        raise UnreadablePackage(f"{path} can't be read: {error.strerror or error}") from error


def _manifest_in(tree: Tree, path: Path) -> PackageManifest:
    if MANIFEST not in tree.names():
        raise UnreadablePackage(f"{path} is no package: it has no {MANIFEST}")
    return read_manifest(read(tree, MANIFEST), str(path))
