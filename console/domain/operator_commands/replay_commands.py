"""Commands of a replay, as mpv's. In a replay their keys come before a live site's, which has none."""

from console.domain.operator_commands.command import REPLAY, About, OperatorCommand, Role

CTL = "sightline ctl replay"


def _row(
    name: str,
    title: str,
    key: str,
    does: str,
    ctl: str = "",
    *,
    hint: str = "",
    family: str = "",
    once: bool = False,
) -> OperatorCommand:
    return OperatorCommand(
        f"replay-{name}",
        title,
        (key,),
        REPLAY,
        About.REPLAY,
        does,
        Role.VIEWER,
        hint=hint,
        ctl=f"{CTL} {ctl}" if ctl else "",
        family=family,
        once=once,
    )


SHORT, LONG = "5 s back, or on", "1 min back, or on"
EVENT = "to the next event, or the one before"
PICTURE = "stand one picture further, or back"
AGAIN = "from here on you decide again; once more: as it was"
SPEED = "slower, faster: 0.25 to 8 times"

REPLAY_COMMANDS = (
    _row("play", "Play, or stand still", "Space", "play, or stand still", "play", hint="play", once=True),
    _row("back", "5 s back", "Left", "5 s back", hint="5 s", family=SHORT),
    _row("on", "5 s on", "Right", "5 s on", family=SHORT),
    _row("far-back", "1 min back", "Down", "1 min back", family=LONG),
    _row("far-on", "1 min on", "Up", "1 min on", family=LONG),
    _row("event", "Next event", "E", "to the next event", "step event", hint="event", family=EVENT),
    _row("event-back", "Event before", "Shift+E", "to the event before", "step event --back", family=EVENT),
    _row("frame", "One picture on", ".", "stand one picture further", "step", hint="picture", family=PICTURE),
    _row("frame-back", "One picture back", ",", "stand one picture back", "step --back", family=PICTURE),
    _row("slower", "Slower", "[", "slower, down to 0.25 times", "rate TIMES", hint="speed", family=SPEED),
    _row("faster", "Faster", "]", "faster, up to 8 times", "rate TIMES", family=SPEED),
    _row("again", "Decide again from here on", "G", AGAIN, "again", hint="again", once=True),
    _row(
        "loop", "Loop, or not", "L", "begin again at the end, or stand there", "loop", hint="loop", once=True
    ),
    _row("begin", "To the beginning", "Home", "to the beginning", "seek 0"),
)
