"""What a disk that refuses is called, and what an operator can do about it."""

import errno
import os

_ADVICE = {
    errno.EROFS: "the disk is read-only: look at it, it may be failing",
    errno.EACCES: "give this user the right",
    errno.EPERM: "give this user the right",
    errno.EIO: "the disk fails: replace it",
}


def refusal_words(act: str, error: OSError) -> str:
    """``act``: what was tried, "read" or "delete"."""
    why = os.strerror(error.errno) if error.errno else str(error)
    advice = f"; {_ADVICE[error.errno]}" if error.errno in _ADVICE else ""
    return f"{error.filename!a} can't be {act if act == 'read' else act + 'd'} ({why}){advice}"
