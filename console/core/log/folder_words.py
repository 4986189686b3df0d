"""What is wrong with core's data folder, in the operator's words."""

from collections.abc import Sequence
from pathlib import Path

from console.core.state import SetAside

NAMED = 3
"""Set-aside inputs that are named in one line; ``sightline ctl status`` lists all."""


def aside_words(aside: SetAside) -> str:
    """Which inputs."""
    return f"inputs {aside.n} to {aside.last_n}" if aside.last_n else f"input {aside.n}"


def set_aside_words(all_aside: Sequence[SetAside]) -> str:
    """Some of the log could not be read at a start."""
    named = "; ".join(f"{aside_words(one)} ({one.reason})" for one in all_aside[:NAMED])
    more = len(all_aside) - NAMED
    others = f"; and {more} more, which `sightline ctl status` lists" if more > 0 else ""
    return f"Core's log could not be read everywhere; set aside, all else is there: {named}{others}"


def unread_words(folder: Path, why: str) -> str:
    """At the start it could not be read, and can't yet."""
    return (
        f"The data folder {folder} can't be read ({why}): what core knew before is missing until it can be; "
        "what is done until then joins it; alerts are acted on but not acknowledged"
    )


def unwritten_words(folder: Path, why: str) -> str:
    """It can't be written now."""
    return (
        f"The data folder {folder} can't be written ({why}): alerts are acted on, but not acknowledged; "
        "free space or mend its rights"
    )


def pinned_words(keep_mb: int, pinned_n: int) -> str:
    """The log is too large, and nothing of it may go."""
    return (
        f"Core's log is larger than its {keep_mb} MB (keep_mb of the site file): everything from input "
        f"{pinned_n} on is kept for an incident that is not closed, or for a recording; close what is done "
        "with, or give it more room"
    )


def damaged_words(why: str, aside: str, textless: int) -> str:
    """The database was damaged while core ran; ``aside`` is the name under which it is kept.

    ``textless``: alerts that are known by their ids alone.
    """
    lost = "nothing is lost"
    if textless:
        lost = f"every alert is known and none is taken twice, but what {textless} of them said is lost"
    return (
        f"Core's database was damaged while it ran ({why}) and is set aside as {aside}: {lost}; a new one "
        "was begun from what core knows"
    )
