"""Commands on the selected cell of the wall, and on how to select one."""

from console.domain.operator_commands.command import WINDOWS, About, OperatorCommand, Role, Where

DIGITS = tuple("0123456789")
SELECTABLE = Where.DISPLAY | Where.MINIATURES

CELL_COMMANDS = (
    OperatorCommand(
        "pin",
        "Pin the cell, or let it go",
        ("P",),
        WINDOWS,
        About.CELL,
        "pin what a cell shows, or let it go",
        undo="P again",
        hint="pin",
        ctl="sightline ctl wall pin MONITOR CELL",
    ),
    OperatorCommand(
        "clear",
        "Take the hand off the cell",
        ("Del", "Backspace"),
        WINDOWS,
        About.CELL,
        "take the hand off a cell: the incident, tour or layout below shows again",
        hint="clear",
        ctl="sightline ctl wall clear MONITOR CELL",
    ),
    OperatorCommand(
        "rewind",
        "10 s back",
        ("R",),
        WINDOWS,
        About.CELL,
        "play it 10 s behind live, from memory; again for 10 s more",
        undo="L, or Esc",
        hint="rewind",
        ctl="sightline ctl rewind CAMERA 10",
    ),
    OperatorCommand(
        "live",
        "Back to live",
        ("L",),
        WINDOWS,
        About.CELL,
        "show it live again",
        ctl="sightline ctl rewind CAMERA 0",
    ),
    OperatorCommand(
        "select-tile",
        "Select a cell by its letter",
        ("S",),
        WINDOWS,
        About.CELL,
        "show a letter on each cell of the monitor; type it to select the cell",
        Role.VIEWER,
        hint="cell by letter",
        pointer="click on a cell",
        once=True,
    ),
    *(
        OperatorCommand(
            f"select-{key.lower()}",
            f"Select the cell {side}",
            (key,),
            SELECTABLE,
            About.CELL,
            f"select the cell {side}",
            Role.VIEWER,
            family="select the cell beside it",
        )
        for key, side in (
            ("Left", "to the left"),
            ("Right", "to the right"),
            ("Up", "above"),
            ("Down", "below"),
        )
    ),
    *(
        OperatorCommand(
            f"camera-{quarter}",
            f"Camera to the {quarter}",
            (f"Alt+{key}",),
            WINDOWS,
            About.CELL,
            f"show the next camera to the {quarter}",
            undo="Del",
            hint="next camera" if quarter == "north" else "",
            family="the next camera to the north, east, south or west",
        )
        for key, quarter in (("Up", "north"), ("Right", "east"), ("Down", "south"), ("Left", "west"))
    ),
)

CAMERA_COMMANDS = (
    OperatorCommand(
        "assign",
        "Put the camera into the cell",
        ("Return", "Enter"),
        Where.CAMERA_LIST | Where.MINIATURES,
        About.CAMERA,
        "put a camera into a cell, above any incident",
        undo="Del",
        hint="assign",
        ctl="sightline ctl wall assign MONITOR CELL CAMERA",
        pointer="double click on the camera or on a cell, or drag it there",
    ),
    OperatorCommand(
        "camera-number",
        "Camera by its number",
        DIGITS,
        WINDOWS,
        About.CAMERA,
        "type a camera's number, then Enter: it comes into the selected cell",
        undo="Del",
        hint="camera by number",
    ),
    OperatorCommand(
        "record-camera",
        "Record the camera, or those chosen with it, or stop that",
        ("K",),
        Where.DESK,
        About.CAMERA,
        "record cameras from now on, or stop that; what is on disk stays",
        undo="K again",
        hint="record",
        ctl="sightline ctl record start CAMERA",
        once=True,
    ),
    OperatorCommand(
        "show-picture",
        "Large picture of the camera",
        ("V",),
        Where.DESK,
        About.CAMERA,
        "open the large picture of it, or close it",
        Role.VIEWER,
        hint="picture",
    ),
)
