"""Names in a script that no font of this machine can draw, and the package that brings one.

Fontconfig is asked, as Qt does. The product's own font (Inter) has Latin, Greek and Cyrillic.
"""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from typing import NamedTuple

ASK_S = 2.0


class Script(NamedTuple):
    """Characters from first to last, both included; the package is Debian's and Ubuntu's."""

    name: str
    first: str
    last: str
    package: str


CJK, NOTO, EMOJI = "fonts-noto-cjk", "fonts-noto-core", "fonts-noto-color-emoji"
SCRIPTS = (
    Script("Hebrew", "\u0590", "\u05ff", NOTO),
    Script("Arabic", "\u0600", "\u06ff", NOTO),
    Script("Devanagari", "\u0900", "\u097f", NOTO),
    Script("Bengali", "\u0980", "\u09ff", NOTO),
    Script("Tamil", "\u0b80", "\u0bff", NOTO),
    Script("Thai", "\u0e00", "\u0e7f", NOTO),
    Script("Georgian", "\u10a0", "\u10ff", NOTO),
    Script("Japanese", "\u3040", "\u30ff", CJK),
    Script("Chinese", "\u3400", "\u9fff", CJK),
    Script("Korean", "\uac00", "\ud7af", CJK),
    Script("emoji", "\U0001f300", "\U0001faff", EMOJI),
)
"""Blocks of https://www.unicode.org/Public/UCD/latest/ucd/Blocks.txt that names are written in, in order."""


def font_warnings(texts: Mapping[str, str]) -> Iterator[str]:
    """One for each script that these texts need and no font has; none where fontconfig can't be asked.

    Each text comes with where it stands.
    """
    met: dict[Script, tuple[str, str]] = {}
    for text in texts:
        for character in text:
            if character >= SCRIPTS[0].first and (script := _script_of(character)) is not None:
                met.setdefault(script, (character, text))
    for script, (character, text) in met.items():
        if not _can_be_drawn(character):
            yield (
                f"{texts[text]}: {text!r}: no font of this machine has {script.name} letters, they are "
                f"shown as boxes; install one: apt-get install {script.package}"
            )


def _script_of(character: str) -> Script | None:
    return next((script for script in SCRIPTS if script.first <= character <= script.last), None)


def _can_be_drawn(character: str) -> bool:
    """Whether some font has it; True where nobody can say."""
    asked = shutil.which("fc-list")
    if asked is None:
        return True
    try:
        command = [asked, f":charset={ord(character):x}", "family"]
        done = subprocess.run(command, capture_output=True, timeout=ASK_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return True
    return bool(done.stdout.strip())
