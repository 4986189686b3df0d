"""Rows beside the log's entries, met in the order of their inputs."""

from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar


class Numbered(Protocol):
    """It belongs to input ``n``."""

    @property
    def n(self) -> int: ...


R = TypeVar("R", bound=Numbered)


class ByNumber(Generic[R]):
    """``of`` each input in turn; ``left`` is a row that belongs to none of those that were asked for."""

    def __init__(self, rows: Iterable[R]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)
        self.left: R | None = None

    def of(self, n: int) -> list[R]:
        """The rows of input ``n``; those of inputs before it are passed over."""
        found: list[R] = []
        while self._next is not None and self._next.n <= n:
            if self._next.n == n:
                found.append(self._next)
            else:
                self.left = self._next
            self._next = next(self._rows, None)
        return found

    def end(self) -> None:
        """There are no more inputs."""
        self.left = self.left or self._next
