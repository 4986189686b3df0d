"""What every test shares: options, a virtual display, a runtime folder, the watch over logs and leaks."""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from console.app.virtual_display import VirtualDisplay

pytest_plugins = ["tests.watch.logs", "tests.watch.leaks", "tests.watch.figures"]

_display: VirtualDisplay | None = None

# How long an example takes says how busy the machine is, not whether the product is right.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.register_profile("long", deadline=None, max_examples=500)
hypothesis.settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run soak, fuzz and fault runs of many minutes")


def pytest_configure(config: pytest.Config) -> None:
    global _display
    if config.option.long:
        hypothesis.settings.load_profile("long")
    # What programs make once for a person stays, as for a person's second start, and is nobody's own.
    os.environ["XDG_CACHE_HOME"] = f"{tempfile.gettempdir()}/sightline-tests-{os.getuid()}-cache"
    if os.environ.get("SIGHTLINE_TEST_DISPLAY") is None and not config.option.collectonly:
        _display = VirtualDisplay()
        _display.__enter__()
    if os.geteuid() == 0:
        # WORKAROUND: Chromium refuses to start its sandbox as root (crbug.com/638180).
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"


def pytest_unconfigure() -> None:
    if _display is not None:
        _display.__exit__(None, None, None)


def pytest_collection_finish() -> None:
    """What is loaded stays: the collector need not look at it at every turn of a window's many objects."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    skip = pytest.mark.skip(reason="many minutes; run with --long")
    no_footage = pytest.mark.skip(reason="no footage: SIGHTLINE_TEST_DATA names none")
    for item in items:
        if "long" in item.keywords and not config.getoption("--long"):
            item.add_marker(skip)
        elif "footage" in item.keywords and not os.environ.get("SIGHTLINE_TEST_DATA"):
            item.add_marker(no_footage)


@pytest.fixture
def run_dir() -> Iterator[Path]:
    """A runtime folder with a short name: ipc names end at 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="sl-") as name:
        yield Path(name)
