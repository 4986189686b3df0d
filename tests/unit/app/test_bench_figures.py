"""A bench's figures from samples, its layouts, and the limit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.app.bench.commands import WALL_COLUMNS, figure_at
from console.app.bench.decode_limit import decode_share, limit_of, mean_limit
from console.app.bench.grid_layout import grid_layout, halves
from console.app.bench.switch_run import switch_figures
from console.app.bench.wall_run import Watched, figures_of
from console.app.process_samples import Sample
from console.domain.errors import SightlineError
from console.domain.ids import FeedId


def feeds(count: int) -> list[FeedId]:
    return [FeedId(f"cam-{number:03d}") for number in range(1, count + 1)]


@given(st.integers(1, 576))
def test_a_grid_has_a_cell_for_each_feed_and_at_most_one_row_to_spare(count: int) -> None:
    layout = grid_layout("bench", feeds(count))
    assert [cell.feed for cell in layout.cells] == feeds(count)
    assert layout.columns * layout.rows - count < layout.columns
    assert abs(layout.columns - layout.rows) <= 1


@pytest.mark.parametrize("count", [0, 577])
def test_an_impossible_grid_says_so(count: int) -> None:
    with pytest.raises(SightlineError, match="1 to 576 tiles"):
        grid_layout("bench", feeds(count))


def test_two_monitors_share_all_feeds() -> None:
    first, second = halves(feeds(5))
    assert [*first, *second] == feeds(5)
    assert len(first) == 3


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


def test_the_limit_is_for_two_cores_and_15_pictures_a_second() -> None:
    limit = mean_limit([limit_of(0.4, 1000), limit_of(0.6, 1000)])
    assert limit.ms_per_picture == pytest.approx(0.5)
    assert limit.feeds == pytest.approx(2000 / (0.5 * 15))


def test_nothing_decoded_is_an_error() -> None:
    with pytest.raises(SightlineError, match="decoded nothing"):
        limit_of(1.0, 0)


def test_a_share_decodes_its_streams_in_turn() -> None:
    told = decode_share([0, 1, 13], 0.05)
    assert told["pictures"] >= 3
    assert told["pictures"] % 3 == 0
    assert told["cpu_s"] > 0


def test_switches_that_never_came_are_counted_apart() -> None:
    figures = switch_figures([float(ms) for ms in range(1, 21)], times=22)
    assert figures == {"switches": 22, "missed": 2, "switch_ms": {"p50": 11, "p95": 20, "max": 20}}
    assert switch_figures([], times=1)["switch_ms"]["p95"] == 0
