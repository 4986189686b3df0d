"""What a window (display or desk) can be asked directly."""

from msgspec import Struct


class TakeShot(Struct, frozen=True, tag_field="command", tag="take_shot"):
    """Save what the window shows as a PNG at this absolute path; answered with {"width", "height"}."""

    path: str


class WindowRequest(Struct, frozen=True):
    """One request to a window; answered with console.protocol.core_messages.Reply."""

    id: str
    by: str
    command: TakeShot
