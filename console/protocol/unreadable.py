"""What decoding the bytes of a stranger may raise."""

from typing import Final

import msgspec

UNREADABLE: Final[tuple[type[Exception], ...]] = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""Not JSON or not what was expected; not UTF-8 inside a string; brackets nested too deep for the stack."""
