"""Several runs as one."""

from console.app.bench.rounds import less_than_best, medians, peers_medians


def test_the_median_of_each_figure_and_how_far_apart() -> None:
    runs = [
        {"ratio_to_limit": ratio, "ui_tick_ms": {"p99": p99}, "errors": [], "note": "x"}
        for ratio, p99 in ((1.5, 9), (1.3, 7), (1.4, 8))
    ]
    assert medians(runs) == {
        "ratio_to_limit": 1.4,
        "ratio_to_limit_spread": [1.3, 1.5],
        "ui_tick_ms": {"p99": 8},
        "errors": [],
        "note": "x",
    }


def test_an_engine_that_failed_once_has_the_figures_of_the_other_rounds() -> None:
    there, failed = {"peer": "A", "ratio_to_limit": 2.0}, {"peer": "A", "skipped": "it ended"}
    never = {"peer": "B", "skipped": "install it"}
    first, second = peers_medians([[there, never], [failed, never]])
    assert (first["ratio_to_limit"], second) == (2.0, never)


def test_the_best_engine_is_one_that_showed_every_tile() -> None:
    peers = [
        {"tiles": 4, "tiles_live": 4, "cpu_ms_per_picture": 2.0},
        {"tiles": 4, "tiles_live": 3, "cpu_ms_per_picture": 0.5},
        {"skipped": "install it"},
    ]
    assert less_than_best({"cpu_ms_per_picture": 1.5}, peers) == 0.25
    assert less_than_best({"cpu_ms_per_picture": 1.5}, []) is None
