"""Public keys as people hand them on: one a line, with the name of whose it is."""

import base64
import hashlib
from pathlib import Path

from console.app.package.errors import PackageError

KIND = "sightline-ed25519"
KEY_BYTES = 32
_MOST_BYTES = 64 * 1024


def key_line(public: bytes, name: str) -> str:
    """A public key as others keep it in their list of trusted ones."""
    return f"{KIND} {base64.b64encode(public).decode()} {name}".rstrip()


def key_print(public: bytes) -> str:
    """Short for people to compare: the first half of its SHA-256, in fours."""
    digits = hashlib.sha256(public).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def read_key_line(line: str) -> tuple[bytes, str]:
    """The key and its name. Raises ValueError."""
    kind, text, *name = line.split(maxsplit=2)
    public = base64.b64decode(text, validate=True)
    if kind != KIND or len(public) != KEY_BYTES:
        raise ValueError(kind)
    return public, (name[0].strip() if name else "")


def read_trusted(file: Path) -> dict[bytes, str]:
    """Names of the trusted public keys; one a line, ``#`` begins a remark. Raises PackageError, OSError."""
    with file.open("rb") as opened:
        body = opened.read(_MOST_BYTES)
    found = {}
    for number, line in enumerate(body.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            public, name = read_key_line(line)
        except ValueError as error:
            raise PackageError(
                f"{file}:{number}: this is no public key; write one as sightline package key prints it"
            ) from error
        found[public] = name
    if not found:
        raise PackageError(f"{file} holds no key; sightline package key prints a site's")
    return found
