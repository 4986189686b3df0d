"""Errors that a caller may want to catch; each message says what was tried, on what, and what to do."""


class SightlineError(Exception):
    """Root of the product's own errors."""


class LayoutError(SightlineError):
    """A layout is not possible: a cell outside the grid, an overlap, an unknown field."""


class SiteError(SightlineError):
    """The site file is wrong; ``problems`` names file, line and field of each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class CommandRefused(SightlineError):
    """Core refused a command. ``code`` is for programs, the text for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class WrongUse(SightlineError):
    """A command was written so that it means nothing, whatever there is; the text says how to write it."""


class NoAnswer(SightlineError):
    """A process did not answer in time."""
