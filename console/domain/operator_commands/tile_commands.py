"""Commands on how a cell is looked at, zoomed and kept as a picture; and on the wall when visitors come."""

from console.domain.operator_commands.command import WINDOWS, About, OperatorCommand, Role, Where

ZOOMABLE = Where.DISPLAY | Where.MINIATURES

ZOOM_FAMILY = "zoom its picture, move the zoomed part"
VISITOR_FAMILY = "blank the wall for visitors, or show them the public preset; again: back"

TILE_COMMANDS = (
    OperatorCommand(
        "look-back",
        "The last 30 s again and again",
        ("I",),
        WINDOWS,
        About.CELL,
        "play the last 30 s again and again, from memory, for a minute; or go back to live",
        undo="I again, L, or Esc",
        ctl="sightline ctl rewind CAMERA 30 --loop",
    ),
    OperatorCommand(
        "keep-picture",
        "Keep the picture",
        ("X",),
        WINDOWS,
        About.CELL,
        "keep its picture as a file, with name, time and hash beside it",
        Role.VIEWER,
        once=True,
    ),
    OperatorCommand(
        "cell-nearer",
        "Zoom the cell",
        ("+",),
        ZOOMABLE,
        About.CELL,
        "zoom into its picture, for all who see it",
        undo="*",
        ctl="sightline ctl wall zoom MONITOR CELL 2",
        pointer="wheel on the selected cell",
        family=ZOOM_FAMILY,
    ),
    OperatorCommand(
        "cell-away",
        "Zoom the cell out",
        ("-",),
        ZOOMABLE,
        About.CELL,
        "zoom out of its picture",
        family=ZOOM_FAMILY,
    ),
    OperatorCommand(
        "cell-whole",
        "The cell's whole picture",
        ("*",),
        ZOOMABLE,
        About.CELL,
        "show its whole picture",
        family=ZOOM_FAMILY,
        ctl="sightline ctl wall zoom MONITOR CELL 1",
    ),
    *(
        OperatorCommand(
            f"cell-pan-{key.lower()}",
            f"Move the zoomed part {side}",
            (f"Shift+{key}",),
            ZOOMABLE,
            About.CELL,
            f"move the zoomed part {side}",
            undo="*",
            pointer="drag the zoomed picture on a monitor",
            family=ZOOM_FAMILY,
        )
        for key, side in (("Left", "to the left"), ("Right", "to the right"), ("Up", "up"), ("Down", "down"))
    ),
    OperatorCommand(
        "full-screen",
        "The cell over the whole monitor",
        ("F",),
        Where.DISPLAY,
        About.CELL,
        "show it over the whole monitor, and back; an incident's picture that comes ends it",
        Role.VIEWER,
        undo="F again, or Esc",
        pointer="double click on the monitor",
        once=True,
    ),
    OperatorCommand(
        "hide-names",
        "Names off or on",
        ("O",),
        Where.DISPLAY,
        About.MONITOR,
        "hide names on this monitor, or show them; states and incidents stay",
        Role.VIEWER,
        undo="O again",
        once=True,
    ),
)

VISITOR_COMMANDS = (
    OperatorCommand(
        "blank",
        "Blank the wall for visitors",
        ("Ctrl+B",),
        Where.DESK,
        About.MONITOR,
        "show nothing but a small clock on all monitors, and again everything; what is done waits beneath",
        undo="Ctrl+B again",
        ctl="sightline ctl wall blank",
        family=VISITOR_FAMILY,
        once=True,
    ),
    OperatorCommand(
        "public",
        "Public preset for visitors",
        ("Ctrl+P",),
        Where.DESK,
        About.MONITOR,
        "show the public preset on all monitors, and again everything; what is done waits beneath",
        undo="Ctrl+P again",
        ctl="sightline ctl wall public",
        family=VISITOR_FAMILY,
        once=True,
    ),
)
