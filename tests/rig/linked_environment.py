"""An environment with what a wheel requires and nothing else: links to the libraries that run the tests.

To install them anew takes a minute of the processor; what the wheel forgets to require is missing here, too.
"""

import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement


def linked_environment(folder: Path, required: list[str]) -> Path:
    """Make it; returns its Python. ``required`` as in a wheel's ``Requires-Dist``."""
    venv.create(folder, with_pip=False, symlinks=True)
    (place,) = folder.glob("lib/python*/site-packages")
    for library in _with_what_they_require(required):
        for name in {file.parts[0] for file in library.files or ()} - {"..", "__pycache__"}:
            if not (place / name).exists():
                (place / name).symlink_to(Path(str(library.locate_file(name))))
    return folder / "bin" / "python"


def _with_what_they_require(required: list[str]) -> list[Distribution]:
    found: dict[str, Distribution] = {}
    waiting = [Requirement(line) for line in required]
    while waiting:
        one = waiting.pop()
        if one.name in found or (one.marker is not None and not one.marker.evaluate({"extra": ""})):
            continue
        found[one.name] = distribution(one.name)
        waiting += [Requirement(line) for line in found[one.name].requires or ()]
    return list(found.values())
