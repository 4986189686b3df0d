"""What is edited: a layout as a value, and from where it came."""

from dataclasses import dataclass

from console.domain.layout import Layout

NEW_NAME = "new layout"
"""What a layout is called in here that has no name yet."""


@dataclass(frozen=True, slots=True)
class Document:
    """A layout on its way. ``begun_ms``, when it was opened (wall time), names it and its draft."""

    layout: Layout
    begun_ms: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: the stored layout of that name and version, 0 for none.

    ``layout`` is it as it was opened or saved last; None for a draft that is continued. ``name`` "" for one
    that has none yet; ``words`` say it for people: "night", "what wall-1 shows".
    """

    name: str
    version: int
    layout: Layout | None
    words: str
