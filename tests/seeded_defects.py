"""Seeds defects into a copy of the program, one at a time, and says which of them its tests catch.

    python -m tests.seeded_defects --count 50 --seed 1

A defect is one small change in core, protocol or ui: an operator swapped, a condition negated, a statement
left out, a small number one off, an empty value returned. The tests near to the changed module run first,
then all others that import it on some way. A catch counts only if the test that failed passes without it.
"""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.seeding.places import Place, Places
from tests.seeding.related_tests import RelatedTests

ROOT = Path(__file__).parent.parent
PACKAGES = ("console/core", "console/protocol", "console/ui")
NOT_COPIED = (".git", ".venv", "__pycache__", ".*_cache", "demo-output", "dist", "build")
STOP_WITHIN_S = 10.0
ONE_TEST_S = 40
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
NO_END = "no end"
PYTEST_OK, PYTEST_FAILED, PYTEST_INTERRUPTED, PYTEST_NONE = 0, 1, 2, 5


@dataclass(frozen=True, slots=True)
class Defect:
    """A place of a file."""

    file: str
    place: Place


def chosen(count: int, seed: int) -> list[Defect]:
    """So many defects, each package's share by its lines; each line with places is as likely as another."""
    chance = random.Random(seed)
    sources = {
        package: {
            str(path.relative_to(ROOT)): path.read_bytes() for path in sorted((ROOT / package).rglob("*.py"))
        }
        for package in PACKAGES
    }
    lines = {package: sum(text.count(b"\n") for text in files.values()) for package, files in sources.items()}
    shares = [round(count * lines[package] / sum(lines.values())) for package in PACKAGES]
    shares[0] += count - sum(shares)
    found: list[Defect] = []
    for package, share in zip(PACKAGES, shares, strict=True):
        by_line: dict[tuple[str, int], list[Place]] = {}
        for file, source in sources[package].items():
            for place in Places(source).found():
                by_line.setdefault((file, place.line), []).append(place)
        for file, line in chance.sample(sorted(by_line), min(share, len(by_line))):
            found.append(Defect(file, chance.choice(by_line[file, line])))
    return found


class Copy:
    """A copy of the tree, in which one defect stands at a time, and its tests run."""

    def __init__(self, root: Path, limit_s: float) -> None:
        self._root = root
        self._limit_s = limit_s
        self._sound: dict[str, bool] = {}

    def seed(self, defect: Defect) -> str:
        """Write the defect; the change as a diff of one line."""
        before = (ROOT / defect.file).read_bytes()
        after = defect.place.seeded(before)
        self._write(defect.file, after)
        line = defect.place.line - 1
        old, new = (text.splitlines()[line].decode().strip() for text in (before, after))
        return f"- {old}\n    + {new}"

    def heal(self, defect: Defect) -> None:
        """As it was."""
        self._write(defect.file, (ROOT / defect.file).read_bytes())

    def _write(self, file: str, text: bytes) -> None:
        path = self._root / file
        path.write_bytes(text)
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
            compiled.unlink()  # it is told from a newer one by its size and second alone

    def failing(self, tests: Sequence[str]) -> str:
        """The first of these tests that fails, "" for none; NO_END when the limit is over before."""
        options = ("-x", "-q", "-rfE", "--tb=no", "--no-header", f"--timeout={ONE_TEST_S}")
        command = [sys.executable, "-P", "-m", "pytest", "-p", "no:cacheprovider", *options, *tests]
        with tempfile.TemporaryFile() as said:
            environment = {**os.environ, "PYTHONPATH": str(self._root)}
            process = subprocess.Popen(
                command, cwd=self._root, env=environment, stdout=said, stderr=said, start_new_session=True
            )
            status: int | None = None
            try:
                status = process.wait(self._limit_s)
            except subprocess.TimeoutExpired:
                pass  # what has failed by now is said all the same: a defect may leave threads that never end
            finally:
                _end(process)
            said.seek(0)
            text = said.read().decode(errors="replace")
        if status in (PYTEST_OK, PYTEST_NONE):
            return ""
        if named := FAILED.search(text):
            return named[1]
        if status is None:
            return NO_END
        if status in (PYTEST_FAILED, PYTEST_INTERRUPTED) or status < 0 or status > PYTEST_NONE:
            return tests[0]  # their process died, or could not even begin
        raise SystemExit(f"pytest could not be run: {text[-2000:]}")

    def passes_without(self, test: str) -> bool:
        """Whether a test passes in the copy as it is now; each is asked once."""
        if test not in self._sound:
            self._sound[test] = self.failing([test]) == ""
        return self._sound[test]


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of a run stays: first as Ctrl+C does, so that tests take down what they started."""
    with suppress(ProcessLookupError):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOP_WITHIN_S)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def is_caught(copy: Copy, related: RelatedTests, defect: Defect, *, near_only: bool) -> bool:
    """Seed it, run what concerns it, say how it went."""
    begun_s = time.monotonic()
    print(f"    {copy.seed(defect)}", flush=True)
    near, others = related.of(defect.file)
    test = copy.failing(near)
    if not test and others and not near_only:
        test = copy.failing(others)
    copy.heal(defect)
    took = f"{time.monotonic() - begun_s:.0f} s"
    if test in ("", NO_END):
        print(f"    SURVIVED ({took}){', not all tests ended in time' if test else ''}", flush=True)
        return False
    if not copy.passes_without(test):
        print(f"    NOT COUNTED ({took}): {test} fails without the defect, too", flush=True)
        return False
    print(f"    caught by {test} ({took})", flush=True)
    return True


def main() -> int:
    """Read the options, run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=50, help="how many defects (50)")
    parser.add_argument(
        "--seed", type=int, default=1, help="which: the same seed of the same tree, the same (1)"
    )
    parser.add_argument("--least", type=int, help="how many must be caught (96 %% of them)")
    parser.add_argument("--limit", type=float, default=180.0, help="seconds for a run of tests (180)")
    parser.add_argument("--only", type=int, nargs="+", metavar="N", help="of these defects the N-th only")
    parser.add_argument("--near", action="store_true", help="only the tests nearest to each module")
    parser.add_argument("--list", action="store_true", help="show where they would stand, run nothing")
    options = parser.parse_args()
    defects = list(enumerate(chosen(options.count, options.seed), 1))
    if options.only:
        defects = [(number, defect) for number, defect in defects if number in options.only]
    least = options.least if options.least is not None else round(0.96 * len(defects))
    caught = 0
    with tempfile.TemporaryDirectory(prefix="sl-seeded-") as name:
        copy = Copy(Path(name) / "tree", options.limit)
        shutil.copytree(ROOT, Path(name) / "tree", ignore=shutil.ignore_patterns(*NOT_COPIED))
        related = RelatedTests(Path(name) / "tree")
        for number, defect in defects:
            print(f"{number:3} {defect.file}:{defect.place.line} {defect.place.kind}", flush=True)
            if options.list:
                print(f"    {copy.seed(defect)}")
                copy.heal(defect)
            else:
                caught += is_caught(copy, related, defect, near_only=options.near)
    if options.list:
        return 0
    print(f"{caught} of {len(defects)} caught")
    return 0 if caught >= least else 1


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):  # what a shell put behind it would not hear Ctrl+C
        signal.signal(number, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
