"""``sightline package``: the modules that add its commands."""

from console.app.package import create_command, export_command, show_command, verify_command
from console.app.package.root import package

COMMAND_MODULES = (create_command, verify_command, show_command, export_command)
"""Imported for the commands that they add."""

__all__ = ["COMMAND_MODULES", "package"]
