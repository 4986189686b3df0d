"""What can't be drawn: said in its place and once in the log, and everything beside it is drawn.

No one incident, camera, layout or alert stops a window: whatever is raised while it is drawn is its own.
"""

import logging

log = logging.getLogger("sightline.ui")

MOST_NAMED = 200


class Unshown:
    """Of one window part."""

    def __init__(self) -> None:
        self._named: set[str] = set()

    def note(self, what: str, error: Exception) -> str:
        """The words in place of ``what``, such as "incident i-000007"."""
        words = f"{what} can't be shown"
        if what not in self._named and len(self._named) < MOST_NAMED:
            self._named.add(what)
            log.error("%s (%s)", words, type(error).__name__, exc_info=error)
        return words
