"""The order in which people look for names: L1, L2, L10, and lower case beside upper case. Pure."""

import re

_NUMBER = re.compile(r"([0-9]+)")

NameOrder = tuple[tuple[tuple[int, str], ...], str]


def name_order(name: str) -> NameOrder:
    """The key to sort names by. Numbers count by their value; names alike but for case stand side by side."""
    pieces = _NUMBER.split(name.casefold())
    return tuple(_number(one) if at % 2 else (0, one) for at, one in enumerate(pieces)), name


def _number(digits: str) -> tuple[int, str]:
    """As long as it is, then as text: numbers of any length, none too long for Python."""
    value = digits.lstrip("0")
    return len(value), value
