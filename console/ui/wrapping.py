"""Breaks a text into lines that fit its room: a sign's on the wall, a card's on the desk. Pure, no Qt."""

from collections.abc import Callable

SEPARATOR = " · "


def wrapped(text: str, room_px: int, advance: Callable[[str], int], most: int) -> tuple[str, ...]:
    """At most so many lines, broken between parts (at " · ") if they fit, else between words.

    A line may still be too long, by one long word or as the last of too many: who draws it cuts it.
    """
    parts = [part for part in text.split(SEPARATOR) if part]
    lines = _filled(parts, SEPARATOR, room_px, advance)
    if any(advance(line) > room_px for line in lines) or len(lines) > most:
        lines = _filled(text.split(), " ", room_px, advance)
    return (*lines[: most - 1], " ".join(lines[most - 1 :])) if len(lines) > most else tuple(lines)


def _filled(pieces: list[str], between: str, room_px: int, advance: Callable[[str], int]) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]}{between}{piece}" if lines else piece
        if lines and advance(longer) <= room_px:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines
