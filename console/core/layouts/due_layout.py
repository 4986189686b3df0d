"""What is due in the shared table of layouts."""

from typing import NamedTuple

from console.domain.layout import Layout


class DueLayout(NamedTuple):
    """Under ``name`` this layout is to stand, None for nothing; ``n`` is the input that wanted it."""

    name: str
    layout: Layout | None
    n: int
