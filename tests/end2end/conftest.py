"""A running demo site shared by a module's tests, and one of a test's own."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from console.app.screen_places import VIRTUAL_SCREENS
from console.app.virtual_display import VirtualDisplay
from tests.end2end.recorded_incident import CAMERAS, REPLAY_SCREEN, SCREENS, RecordedIncident, record_incident
from tests.end2end.recorded_pictures import RecordedPictures
from tests.end2end.replayed_site import ReplayedSite
from tests.end2end.running_site import RunningSite

LIVE_LIMIT_S = 30.0


def _live_site(stack: ExitStack, cameras: int, **changes: Any) -> RunningSite:
    home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sl-")))
    site = RunningSite(home, cameras, **changes)
    stack.callback(site.stop)
    site.start()
    site.wait(lambda: site.tiles_live() >= site.tiles, LIVE_LIMIT_S, f"{site.tiles} tiles are live")
    return site


@pytest.fixture(scope="module")
def city(request: pytest.FixtureRequest) -> Iterator[RunningSite]:
    """12 cameras, two monitors of 2x2, the desk, its map where a module says SHOWS_MAP; all live."""
    with ExitStack() as stack:
        yield _live_site(stack, 12, shows_map=getattr(request.module, "SHOWS_MAP", False))


@pytest.fixture(scope="module")
def large_city(request: pytest.FixtureRequest) -> Iterator[RunningSite]:
    """12 cameras on two monitors of 2x2, the desk's map; with --long the demo's 64 cameras and layouts."""
    whole: dict[str, Any] = {"are_slow": False, "shows_map": True}
    with ExitStack() as stack:
        if request.config.getoption("--long"):
            screens = VIRTUAL_SCREENS
            yield _live_site(stack, 64, layouts=("4+33", "3+24"), screens=screens, **whole)
        else:
            yield _live_site(stack, 12, **whole)


@pytest.fixture
def start_city() -> Iterator[Callable[..., RunningSite]]:
    """Starts sites that end with the test."""
    with ExitStack() as stack:
        yield lambda cameras=8, **changes: _live_site(stack, cameras, **changes)


@pytest.fixture(scope="session")
def recorded(pytestconfig: pytest.Config) -> Iterator[RecordedIncident]:
    """The package of an incident of twelve cameras, and what was shown then; nothing of it runs any more."""
    with tempfile.TemporaryDirectory(prefix="sl-") as name:
        home = Path(name)
        site = RunningSite(home, CAMERAS, layouts=("3x3", "3x3"), screens=SCREENS, desk=False)
        try:
            shots = (2, 3, 3, 2) if pytestconfig.getoption("--long") else (1, 1, 1, 1)
            made = record_incident(site, home / "package", shots)
        finally:
            site.stop()
        yield made


@pytest.fixture(scope="module")
def replayed(recorded: RecordedIncident) -> Iterator[ReplayedSite]:
    """That package as it is replayed; it stands somewhere."""
    with VirtualDisplay(*REPLAY_SCREEN), tempfile.TemporaryDirectory(prefix="sl-") as home:
        site = ReplayedSite(Path(home), recorded.package, recorded.site)
        site.start()
        try:
            yield site
        finally:
            assert site.stop() == 0


@pytest.fixture(scope="module")
def pictures(recorded: RecordedIncident) -> RecordedPictures:
    """What is in it."""
    return RecordedPictures(recorded.package)
