"""``sightline screens``: what a site file may say of each screen of this desktop."""

import json
import os
from typing import Any

from console.app.ctl.output import exit_codes, print_json
from console.app.ctl.root import AsJson
from console.app.display_probe import missing_display
from console.app.screen_places import ask_screen_list
from console.app.terminal import say
from console.app.window_platform import platform_words, settle_window_platform
from console.domain.errors import SightlineError

EDID_FIELDS = ("manufacturer", "model", "serial")


def screens(as_json: AsJson = False) -> None:
    """List the screens that are switched on as [[monitor]] tables for a site file."""
    with exit_codes():
        settle_window_platform(os.environ)
        if missing := missing_display(os.environ):
            raise SightlineError(missing)
        found = ask_screen_list("--identities")
        if as_json:
            print_json(found)
            return
        if words := platform_words(os.environ):
            say(words, error=True)
        for number, screen in enumerate(found, 1):
            say("\n".join(monitor_lines(number, screen)))


def monitor_lines(number: int, screen: dict[str, Any]) -> list[str]:
    """The table of one; its place is a comment, as the surer identity finds it wherever it lies."""
    place = screen["geometry"]
    lines = ["[[monitor]]", f'id = "wall-{number}"']
    lines += [f"{one} = {json.dumps(screen[one], ensure_ascii=False)}" for one in EDID_FIELDS if screen[one]]
    lines += [f"connector = {json.dumps(screen['connector'])}"] if screen["connector"] else []
    geometry = f"geometry = [{place['x']}, {place['y']}, {place['width']}, {place['height']}]"
    return [*lines, geometry if len(lines) == 2 else f"# {geometry}", ""]
