"""What a replay is asked for, by the table's names, and what it says of keys that do nothing in it."""

from enum import StrEnum

from console.domain.operator_commands.table import command_of, key_of


class ReplayAct(StrEnum):
    """What a person asks of a replay."""

    TOGGLE = "replay-play"
    FRAME = "replay-frame"
    FRAME_BACK = "replay-frame-back"
    SLOWER = "replay-slower"
    FASTER = "replay-faster"
    BACK = "replay-back"
    ON = "replay-on"
    FAR_BACK = "replay-far-back"
    FAR_ON = "replay-far-on"
    BEGIN = "replay-begin"
    LOOP = "replay-loop"
    EVENT = "replay-event"
    EVENT_BACK = "replay-event-back"
    AGAIN = "replay-again"


IN_REPLAY = (
    "This is a replay: what was done then can't be changed in it. "
    f"{key_of(ReplayAct.AGAIN)}: decide again from here on"
)
"""Said in place of what a key of a live site does."""

SEEKS_MS = {
    ReplayAct.BACK: -5_000,
    ReplayAct.ON: 5_000,
    ReplayAct.FAR_BACK: -60_000,
    ReplayAct.FAR_ON: 60_000,
}
ONCE = tuple(act for act in ReplayAct if command_of(act).once)
"""A key that is held does these only once."""
