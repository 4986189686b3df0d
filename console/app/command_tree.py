"""The whole tree of ``sightline``'s commands, but for ``bench``, which brings OpenCV."""

from console.app.commands import app
from console.app.ctl import (  # noqa: F401, for the commands that they add to ``ctl``
    cover_commands,
    elsewhere_command,
    fault_commands,
    health_commands,
    incident_commands,
    layout_commands,
    log_commands,
    media_commands,
    preset_commands,
    record_commands,
    replay_commands,
    site_commands,
    tour_commands,
    wall_commands,
    window_commands,
)
from console.app.ctl.root import ctl
from console.app.package.commands import package

app.add_typer(ctl, name="ctl")
app.add_typer(package, name="package")
