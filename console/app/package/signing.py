"""A site's key and its signatures: Ed25519 over a manifest's bytes.

The key is made at first use and never leaves its folder. A signature proves that whoever had the key made the
package; whose key it is, only a list of trusted keys can say.
"""

import base64
import binascii
import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from console.app.package.errors import PackageError, UnreadablePackage
from console.app.package.trusted_keys import KEY_BYTES, key_line, read_key_line

KEY_FILE = "keys/package.key"

_ADVICE = {
    errno.ENOSPC: "make room on the disk of the site's data folder",
    errno.EDQUOT: "make room in the quota of the site's data folder",
    errno.EROFS: "the disk of the site's data folder is read-only, look at it",
    errno.EACCES: "give this user the right to write to the site's data folder",
    errno.EPERM: "give this user the right to write to the site's data folder",
}


class Signature(NamedTuple):
    """By the holder of this public key, over some bytes."""

    public: bytes
    signature: bytes


class SiteKey:
    """The private key of a site."""

    def __init__(self, private: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, body: bytes) -> bytes:
        """The text of ``manifest.sig``."""
        return signature_file(Signature(self.public, self._key.sign(body)))


def site_key(data_dir: Path) -> SiteKey:
    """The key below a site's data folder, made where there is none. Raises PackageError, OSError.

    A key that can't be kept signs nothing: the next package would be of another signer.
    """
    file = data_dir / KEY_FILE
    if not file.exists():
        try:
            _make_key(file)
        except OSError as error:
            advice = _ADVICE.get(error.errno or 0, "see why it takes no file")
            raise PackageError(
                f"the site's signing key can't be kept in {file}: {error.strerror or error}; without it no "
                f"package can be made: {advice} ({data_dir})"
            ) from error
    mode = file.stat().st_mode & 0o777
    if mode & 0o077:
        raise PackageError(
            f"{file}: others than its owner may read this key (mode {mode:o}), so that it proves nothing; "
            "remove it, and a new one is made, or chmod 600 it if you know that nobody did"
        )
    private = file.read_bytes()
    if len(private) != KEY_BYTES:
        raise PackageError(f"{file}: this is no key; bring it back from a copy, or remove it for a new one")
    return SiteKey(private)


def _make_key(file: Path) -> None:
    """Whole or not at all; where two make one, the first stays."""
    file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    descriptor, fresh = tempfile.mkstemp(dir=file.parent)  # its owner's alone
    try:
        os.write(descriptor, Ed25519PrivateKey.generate().private_bytes_raw())
        os.fsync(descriptor)
        with suppress(FileExistsError):
            os.link(fresh, file)
    finally:
        os.close(descriptor)
        os.unlink(fresh)


def signature_file(signature: Signature) -> bytes:
    """The one text of it, so that no byte of it can be another."""
    signed = base64.b64encode(signature.signature).decode()
    return f"{key_line(signature.public, '')}\n{signed}\n".encode()


def read_signature(body: bytes) -> Signature:
    """Raises UnreadablePackage for whatever ``signature_file`` does not write."""
    try:
        key, signed = body.decode("ascii").splitlines()
        found = Signature(read_key_line(key)[0], base64.b64decode(signed))
        if signature_file(found) == body:
            return found
    except (ValueError, binascii.Error):
        pass
    raise UnreadablePackage("it is no signature of a package")


def is_by(signature: Signature, body: bytes) -> bool:
    """Whether the key's holder signed these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(signature.public).verify(signature.signature, body)
    except (InvalidSignature, ValueError):
        return False
    return True


def signs(signature: bytes, body: bytes) -> bool:
    """Whether a signature file is one, and of these bytes, by whomever."""
    try:
        return is_by(read_signature(signature), body)
    except UnreadablePackage:
        return False
