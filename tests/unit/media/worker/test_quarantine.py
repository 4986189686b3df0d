from pathlib import Path

import pytest

from console.media.worker.quarantine import NO_MARK, Death, Quarantine, mark_of, quarantined
from tests.watch.logs import ExpectedLog

SECOND_NS = 1_000_000_000


@pytest.mark.parametrize(
    ("at_s", "held"),
    [((0, 10, 59), True), ((0, 10, 61), False), ((0, 10), False), ((0, 50, 100, 105, 108), True)],
)
def test_three_deaths_within_a_minute(at_s: tuple[int, ...], held: bool) -> None:
    deaths = [Death("cam-1/sub", at * SECOND_NS) for at in at_s]
    others = [Death("cam-2/sub", at * SECOND_NS) for at in (0, 1)]
    assert quarantined([*others, *deaths]) == ({"cam-1/sub"} if held else frozenset())


def life(folder: Path, boot: str, at_s: int) -> Quarantine:
    quarantine = Quarantine(folder, "worker-0", boot)
    quarantine.start(at_s * SECOND_NS)
    return quarantine


def test_next_life_knows_what_the_last_ones_died_of(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("left out until the site is started anew")
    for boot in range(3):
        dying = life(tmp_path, f"b{boot}", boot)
        assert not dying.holds("cam-1/sub")
        dying.mark(0, mark_of("cam-2/sub"))
        dying.mark(0, NO_MARK)
        dying.mark(1, mark_of("cam-1/sub"))
    last = life(tmp_path, "b3", 3)
    assert last.holds("cam-1/sub")
    assert not last.holds("cam-2/sub")
    last.stop()
    assert life(tmp_path, "b4", 500).holds("cam-1/sub")  # until the site is started anew


def test_end_in_order_is_nobodys_death(tmp_path: Path) -> None:
    for boot in range(5):
        quarantine = life(tmp_path, f"b{boot}", boot)
        quarantine.mark(0, mark_of("cam-1/sub"))
        quarantine.stop()
    assert list(tmp_path.iterdir()) == []


def test_unreadable_deaths_are_forgotten(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("could not be read and is forgotten")
    (tmp_path / "worker-0.deaths").write_bytes(b"[{")
    assert not life(tmp_path, "b", 1).holds("cam-1/sub")


def test_a_folder_without_room_is_said_and_ends_nothing(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("a stream that ends this process can't be told .*: free space in ")
    quarantine = life(tmp_path / "not there", "b", 1)
    quarantine.mark(0, mark_of("cam-1/sub"))
    assert not quarantine.holds("cam-1/sub")
    quarantine.stop()
