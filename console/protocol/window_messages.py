"""What a window (display or desk) can be asked directly."""

from msgspec import Struct

from console.protocol.question import Question

LONGEST_NUMBER_S = 60.0
NUMBER_S = 10.0


class WindowCommand(Struct, frozen=True, tag_field="command"):
    """Base of all that a window is asked."""


class TakeShot(WindowCommand, frozen=True, tag="take_shot"):
    """Save what the window shows as a PNG at this absolute path.

    Answered with {"width", "height", "taken_ns"}: CLOCK_MONOTONIC when it was taken, as writing takes longer.
    """

    path: str


class ShowNumber(WindowCommand, frozen=True, tag="show_number"):
    """A monitor's window shows its number and what it is, for so long; 0 ends it.

    Answered with {"number", "monitor", "screen", "found_by"}; the desk refuses it.
    """

    for_s: float = NUMBER_S


class GetShown(WindowCommand, Question, frozen=True, tag="get_shown"):
    """Answered with {"monitors": [MonitorView]}: a monitor's window tells what its tiles show, the desk how
    it knows each monitor. To be compared with what core says; none before core was heard.
    """


AnyWindowCommand = TakeShot | ShowNumber | GetShown


class WindowRequest(Struct, frozen=True):
    """One request to a window; answered with console.protocol.reply.Reply."""

    id: str
    by: str
    command: AnyWindowCommand
