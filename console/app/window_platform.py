"""By which window system windows are shown. A wall needs X11: Wayland lets no program choose a monitor."""

from collections.abc import MutableMapping

PLATFORM = "QT_QPA_PLATFORM"
XCB = "xcb"


def settle_window_platform(environment: MutableMapping[str, str]) -> None:
    """In a Wayland session that has an X server, too (XWayland), the windows are X11's. For all children."""
    if environment.get("WAYLAND_DISPLAY") and environment.get("DISPLAY"):
        environment.setdefault(PLATFORM, XCB)


def platform_words(environment: MutableMapping[str, str]) -> str:
    """What to say of it at the start; "" on X11."""
    if not environment.get("WAYLAND_DISPLAY"):
        return ""
    if environment.get(PLATFORM, "").split(":")[0] == XCB:
        return (
            "This is a Wayland session: the windows run through XWayland (xcb), as Wayland lets no program "
            "choose the monitor of its window. For a wall log into an X11 session (docs/monitors.md)."
        )
    return (
        "This is a Wayland session without XWayland: its compositor decides where windows lie, and "
        "monitors are known by connector and geometry alone. Install xwayland, or log into an X11 session "
        "(docs/monitors.md)."
    )
