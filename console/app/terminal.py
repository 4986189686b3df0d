"""What goes to a terminal: control characters of other people are shown and not obeyed; any can show it."""

import codecs
import contextlib
import re
import sys
import unicodedata

from console.domain.wording import visible

_ASCII = {"…": "...", "·": "-", "–": "-", "—": "-", "→": "->", "▶": ">", "×": "x", "°": " deg", "µ": "u"}
_ASCII |= {"“": '"', "”": '"', "‘": "'", "’": "'"}
HANDLER = "sightline-readable"


def say(text: str, *, error: bool = False) -> None:
    """A message, line by line, to standard output or standard error.

    One that takes nothing (a full disk, a terminal that was closed) is no reason to end.
    """
    stream = sys.stderr if error else sys.stdout
    with contextlib.suppress(OSError):
        print("\n".join(visible(line) for line in text.split("\n")), file=stream, flush=True)


def prepare_streams() -> None:
    """A terminal without UTF-8 gets readable ASCII instead of an error."""
    codecs.register_error(HANDLER, _readable)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=HANDLER)


def escaped_json(text: str) -> str:
    """The same JSON, with what a terminal would obey or hide as escapes."""
    return re.sub(r"[^\n\x20-\x7e]", _json_escape, text)


def _json_escape(found: re.Match[str]) -> str:
    character = found.group()
    if visible(character) == character:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{int.from_bytes(units[at : at + 2], 'big'):04x}" for at in range(0, len(units), 2))


def _readable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_as_ascii, error.object[error.start : error.end])), error.end


def _as_ascii(character: str) -> str:
    if character in _ASCII:
        return _ASCII[character]
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or f"\\u{ord(character):04x}"
