"""A wall's figures from samples."""

from typing import Any

from console.app.bench.commands import WALL_COLUMNS, figure_at
from console.app.bench.decode_limit import limit_of
from console.app.bench.wall_run import Watched, figures_of
from console.app.process_samples import Sample


def display(name: str, **stats: float) -> dict[str, Any]:
    return {"name": name, "kind": "display", "cores": 0.1, "pss_mb": 80.0, "stats": stats}


def sample(rate: float, live: int = 10, key: int = 0) -> Sample:
    ticks = {"ui_tick_p50_ms": 4.0, "ui_tick_p99_ms": 9.0}
    one = display("display-wall-1", tiles=10, pictures_per_s_mean=rate, pictures_per_s_min=rate - 1, **ticks)
    other = display("display-wall-2", tiles=10, pictures_per_s_mean=rate, pictures_per_s_min=rate - 2)
    one["stats"] |= {"tiles_live": live, "tiles_key": key}
    other["stats"] |= {"tiles_live": 10}
    worker = {"name": "worker-0", "kind": "worker", "cores": 0.5, "pss_mb": 100.0, "stats": {}}
    return [one, other, worker]


def test_cpu_per_picture_is_all_cpu_over_all_painted_pictures() -> None:
    samples = [sample(15), [], sample(15, live=8, key=1), sample(15)]
    watched = Watched(samples, cpu_s=3.0, seconds=10.0, pss_mb=260.0, oldest_s=0.1)
    figures = figures_of(watched, limit_of(0.5, 1000), tiles=20)
    assert figures["pictures_per_s_all"] == 300
    assert figures["cpu_ms_per_picture"] == 1.0
    assert figures["ratio_to_limit"] == 2.0
    assert figures["pictures_per_s_min"] == 13
    assert figures["tiles_live"] == 19
    assert figures["cores"] == 0.3
    assert figure_at(figures, "ui_tick_ms.p99") == 9.0


def test_a_wall_that_painted_nothing_has_figures_too() -> None:
    figures = figures_of(Watched([[], []], 1.0, 2.0, 0.0, 0.0), limit_of(0.5, 1000), tiles=20)
    assert figures["ratio_to_limit"] == 0
    assert figures["tiles_live"] == 0


def test_every_column_names_a_figure() -> None:
    figures = figures_of(Watched([sample(15)], 3.0, 10.0, 1.0, 0.1), limit_of(0.5, 1000), tiles=20)
    missing = [name for _, name in WALL_COLUMNS if figure_at(figures | {"all_live_s": 2.0}, name) is None]
    assert not missing
