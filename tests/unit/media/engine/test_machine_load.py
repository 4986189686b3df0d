"""Idle time of the cores that are ours, from a file as the kernel writes it."""

from pathlib import Path

from console.media.engine.machine_load import MachineLoad, cpu_idle_s

STAT = """cpu  10 0 10 500 6 0 0 0 0 0
cpu0 5 0 5 100 2 0 0 40 0 0
cpu1 5 0 5 300 4 0 0 0 0 0
cpu2 0 0 0 100 0 0 0 0 0 0
intr 1 2
"""


def test_only_own_cores_count_and_what_the_host_took_is_not_idle(tmp_path: Path) -> None:
    stat = tmp_path / "stat"
    stat.write_text(STAT)
    assert cpu_idle_s(frozenset({0, 1}), stat) == (102 + 304) / 100
    assert cpu_idle_s(frozenset({0, 1}), tmp_path / "none") == 0.0


def test_the_mean_of_two_looks_is_told_and_less_at_once() -> None:
    load = MachineLoad()
    load.look(0.0, 0)
    assert load.idle_cores() is None
    for second, idle_s in ((1, 1.0), (2, 3.0)):
        load.look(idle_s, second * 10**9)
    assert load.idle_cores() == 1.5
    load.look(3.0, 3 * 10**9)
    assert load.idle_cores() == 0.0
