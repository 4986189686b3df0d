"""Which tests concern a module, those nearest to it first."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

NEAR = 1
"""Steps of imports between a test and what it is there for: itself, or by a fake that runs it."""

SLOW = ("tests/end2end/", "tests/fuzz/", "tests/integration/test_media_", "tests/integration/test_sim_")
FOLDERS = ("tests/unit/", "tests/ui/", "tests/integration/")
"""In the order of how long they take."""


class RelatedTests:
    """Reads once who imports whom in ``console`` and ``tests`` below ``root``."""

    def __init__(self, root: Path) -> None:
        self._importers: dict[str, set[str]] = defaultdict(set)
        files = [*root.glob("console/**/*.py"), *root.glob("tests/**/*.py")]
        names = {_module(path.relative_to(root)): str(path.relative_to(root)) for path in files}
        for name, file in names.items():
            for imported in _imports(root / file):
                if imported in names and imported != name:
                    self._importers[names[imported]].add(file)

    def of(self, file: str) -> tuple[list[str], list[str]]:
        """The tests near to it, and all others that come to it at all."""
        distance = {file: 0}
        layer = [file]
        while layer:
            layer = [one for each in layer for one in self._importers[each] if one not in distance]
            layer = list(dict.fromkeys(layer))
            farther = max(distance.values()) + 1
            distance.update(dict.fromkeys(layer, farther))
        tests = {
            one: steps
            for one, steps in distance.items()
            if Path(one).name.startswith("test_") and one.startswith(FOLDERS) and not one.startswith(SLOW)
        }
        ordered = sorted(tests, key=lambda one: self._nearness(one, file, tests[one]))
        near = [one for one in ordered if tests[one] <= NEAR or _mirrors(one, file)]
        if not near:
            near = ordered[:3]
        return near, [one for one in ordered if one not in near]

    @staticmethod
    def _nearness(test: str, file: str, steps: int) -> tuple[bool, int, int, str]:
        folder = next(k for k, name in enumerate(FOLDERS) if test.startswith(name))
        return not _mirrors(test, file), steps, folder, test


def _mirrors(test: str, file: str) -> bool:
    stem = Path(file).stem
    return Path(test).stem.removeprefix("test_").startswith(stem)


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names)
            case ast.ImportFrom(module=str() as module, names=names):
                yield module
                yield from (f"{module}.{one.name}" for one in names)
