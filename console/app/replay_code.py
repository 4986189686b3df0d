"""Exit codes of ``sightline replay``, beside those of every command."""

from enum import IntEnum


class ReplayCode(IntEnum):
    """What playing, checking and comparing end with. UNREADABLE also of what is not as it was signed."""

    PARTED = 3
    UNREADABLE = 4
