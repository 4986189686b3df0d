"""What is wrong with core's data folder, in the operator's words."""

from pathlib import Path


def unread_words(folder: Path, why: str) -> str:
    """At the start it could not be read, and can't yet."""
    return (
        f"The data folder {folder} can't be read ({why}): what core knew before is missing until it can be; "
        "alerts are acted on but not acknowledged"
    )


def unwritten_words(folder: Path, why: str) -> str:
    """It can't be written now."""
    return (
        f"The data folder {folder} can't be written ({why}): alerts are acted on, but not acknowledged; "
        "free space or mend its rights"
    )


def damaged_words(why: str, aside: str) -> str:
    """The database was damaged while core ran; ``aside`` is the name under which it is kept."""
    return (
        f"Core's database was damaged while it ran ({why}) and is set aside as {aside}: nothing is lost; a "
        "new one was begun from what core knows"
    )
