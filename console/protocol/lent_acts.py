"""Acts on a monitor that is lent to a replay, or closed: core takes them, as they hold later, and says so.

One wording for the desk, the wall and ``ctl``.
"""

from msgspec import Struct

from console.domain.ids import MonitorId
from console.domain.wall import HIDDEN
from console.domain.wording import unseen_words
from console.protocol.core_messages import AssignFeed, ClearCell, PinCell, RewindCell
from console.protocol.layout_messages import LoadLayout
from console.protocol.tour_messages import StartTour, StepTour, StopTour
from console.protocol.wall_messages import AssignFeeds, SwapCells, ZoomCell

LENT_TO = "lent_to"
"""In the result of such an act: the replay that has the monitor, ``wall.NOBODY`` where it is closed,
``NO_SCREEN`` where it has none, ``HIDDEN`` where a person hid it."""
SHOWING = (
    AssignFeed,
    PinCell,
    ClearCell,
    LoadLayout,
    RewindCell,
    AssignFeeds,
    SwapCells,
    ZoomCell,
    StartTour,
    StepTour,
    StopTour,
)
"""Acts that are there to be seen on one monitor."""


def shown_on(command: Struct) -> MonitorId | None:
    """The monitor on which an act is to be seen; None for every other act."""
    return command.monitor if isinstance(command, SHOWING) else None


def lent_note(command: Struct, result: object) -> str:
    """What to say after "Done, " by core's result, when first; "" where everybody sees what was done."""
    to = result.get(LENT_TO) if isinstance(result, dict) else None
    monitor = shown_on(command)
    if not isinstance(to, str) or monitor is None:
        return ""
    rewinds = isinstance(command, RewindCell) and command.rewind_s > 0  # which ends by itself
    back = "shown again" if to == HIDDEN else "back"
    when = (
        f"seen only if {monitor} is {back} within a minute" if rewinds else f"shown once {monitor} is {back}"
    )
    return f"{when} (it is {unseen_words(to)})"
