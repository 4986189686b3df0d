"""SHA-256 of a package's files, and of each MiB of those that are large and of worth: video and log."""

import hashlib
from collections.abc import Iterable

from console.app.package.manifest import LOG, UNLISTED, VIDEO, FileDigest

BLOCK_BYTES = 1024 * 1024
_IN_BLOCKS = (f"{VIDEO}/", f"{LOG}/")


def has_blocks(name: str) -> bool:
    """Whether a file's blocks have sums of their own."""
    return name.startswith(_IN_BLOCKS)


def digest_of(name: str, pieces: Iterable[bytes]) -> FileDigest:
    """Of a file that comes in pieces of BLOCK_BYTES, the last one smaller."""
    whole, size, blocks = hashlib.sha256(), 0, []
    for piece in pieces:
        whole.update(piece)
        size += len(piece)
        if has_blocks(name):
            blocks.append(hashlib.sha256(piece).hexdigest())
    return FileDigest(size, whole.hexdigest(), tuple(blocks))


def changed_blocks(wanted: FileDigest, found: FileDigest) -> tuple[int, ...]:
    """Numbers, from 0, of the blocks that differ or are there in one of them alone."""
    both = min(len(wanted.blocks), len(found.blocks))
    changed = [at for at in range(both) if wanted.blocks[at] != found.blocks[at]]
    return (*changed, *range(both, max(len(wanted.blocks), len(found.blocks))))


def sums_file(files: dict[str, str]) -> bytes:
    """``SHA256SUMS`` of these names and sums, as ``sha256sum -c`` reads it."""
    return "".join(f"{files[name]}  {name}\n" for name in sorted(files)).encode()


def sums_of(files: dict[str, FileDigest], manifest: bytes, signature: bytes) -> bytes:
    """What a package's ``SHA256SUMS`` says: every file but itself."""
    sums = {name: digest.sha256 for name, digest in files.items()}
    for name, body in zip(UNLISTED, (manifest, signature), strict=False):
        sums[name] = hashlib.sha256(body).hexdigest()
    return sums_file(sums)


def read_sums(body: bytes) -> dict[str, str]:
    """Names and sums of the lines that are ones."""
    lines = (line.split("  ", 1) for line in body.decode("utf-8", "replace").splitlines())
    return {line[1]: line[0] for line in lines if len(line) == 2 and len(line[0]) == 64}
