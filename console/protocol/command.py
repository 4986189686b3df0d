"""The root of what can be asked of core."""

from msgspec import Struct


class Command(Struct, frozen=True, tag_field="command", forbid_unknown_fields=True):
    """Root of everything that can be asked of core."""
