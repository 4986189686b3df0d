"""The watch over painted tiles (console/app/bench/tile_truth.py) on a test's running site."""

from pathlib import Path

from console.app.bench.tile_truth import TileTruth, is_bright, shown_age_s
from console.protocol.endpoints import Endpoints
from tests.end2end.running_site import RunningSite

__all__ = ["TileWatch", "is_bright", "shown_age_s"]


class TileWatch(TileTruth):
    """Looks at every display of a site whose simulator is its own."""

    def __init__(self, site: RunningSite, folder: Path, without: str = "") -> None:
        assert not site.are_slow, "a slow camera's picture does not tell its age"
        endpoints = Endpoints(site.run_dir)
        super().__init__(endpoints, endpoints.simulator, folder, without)
