"""Keeps one thing that can't be drawn from taking the rest of its window with it."""

import logging
from collections.abc import Callable
from typing import TypeVar

log = logging.getLogger("sightline.ui")

FAILURES = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""What wording and drawing a fact may raise, whatever the fact is."""

MOST_TOLD = 1000

Result = TypeVar("Result")


def unshown_words(name: str) -> str:
    """What stands where the thing would be."""
    return f"can't be shown: {name}"


class DrawingGuard:
    """For one sort of thing, such as "incident": a failure is logged once for each id, then ``otherwise``."""

    def __init__(self, sort: str) -> None:
        self._sort = sort
        self._told: set[tuple[str, str]] = set()

    def attempt(self, name: str, draw: Callable[[], Result], otherwise: Callable[[], Result]) -> Result:
        """Do ``draw``; where it fails, ``otherwise``."""
        try:
            return draw()
        except FAILURES as error:
            self._tell(name, error)
            return otherwise()

    def _tell(self, name: str, error: Exception) -> None:
        told = (name, repr(error))
        if told in self._told:
            return
        if len(self._told) >= MOST_TOLD:
            self._told.clear()
        self._told.add(told)
        log.error("%s %s can't be shown, the others are: %r", self._sort, name, error)
