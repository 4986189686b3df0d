"""Everything that was not made safe is lost, as by a power cut: what is left opens, and says what is not."""

import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from console.media.worker.segments.movie import index_of
from console.media.worker.segments.repair import Outcome, repair_left_over
from console.protocol.movie_index import CRASH, REPAIRED, GapRecord, read_index
from tests.integration.test_media_segments import MOST_LOST_NS, Writer, check_movie, writing
from tests.watch.figures import Figure
from tests.watch.waiting import wait_until

STREAMS = 3
BLOCK = 4096

Loss = Callable[[bytes, random.Random], bytes]
"""What is there, after a power cut, of bytes that were written and not made safe."""


def cut_off(_: bytes, __: random.Random) -> bytes:
    """The file ends with what was safe."""
    return b""


def never_written(unsafe: bytes, _: random.Random) -> bytes:
    """The file has its length, and holds nothing there."""
    return bytes(len(unsafe))


def in_any_order(unsafe: bytes, chance: random.Random) -> bytes:
    """Some blocks were written, of a file that may be shorter."""
    blocks = [unsafe[at : at + BLOCK] for at in range(0, len(unsafe), BLOCK)]
    kept = [block if chance.random() < 0.5 else bytes(len(block)) for block in blocks]
    return b"".join(kept)[: chance.randrange(len(unsafe) + 1)]


LOSSES: tuple[Loss, ...] = (cut_off, never_written, in_any_order)


def cut_power(folder: Path, writer: Writer, loss: Loss, chance: random.Random) -> int:
    """Bring every file to what a power cut leaves; how many bytes that took."""
    lost = 0
    for path in sorted(folder.glob("*/*")):
        body, safe = path.read_bytes(), writer.safe.get(str(path), 0)
        left = body[:safe] + loss(body[safe:], chance)
        lost += sum(one != other for one, other in zip(body[safe:], left[safe:], strict=False))
        lost += len(body) - len(left)
        if safe:
            path.write_bytes(left)
        else:
            path.unlink()  # not even its name was safe
    return lost


def all_unsafe(folder: Path, writer: Writer) -> bool:
    return all(path.stat().st_size > writer.safe.get(str(path), 0) for path in folder.glob("*/*.mp4"))


def cut_and_repair(folder: Path, loss: Loss, chance: random.Random, after_s: float) -> tuple[float, int]:
    """Seconds of video that a power cut took of the stream that lost most, and bytes of all."""
    with writing(folder, STREAMS) as writer:
        wait_until(lambda: len(list(folder.glob("*/*.jsonl"))) == STREAMS, 30, "all movies are begun")
        threading.Event().wait(after_s)
        if not after_s:
            wait_until(lambda: all_unsafe(folder, writer), 20, "something of each movie is not safe yet")
    last_ns = max(writer.arrivals_ns.values())
    lost_bytes = cut_power(folder, writer, loss, chance)
    done = repair_left_over(folder, "none")
    assert {one.outcome for one in done} <= {Outcome.REPAIRED, Outcome.REMOVED}
    assert repair_left_over(folder, "none") == (), "once is enough"
    assert not list(folder.glob("*/*.damaged"))
    lost_ns = [0]
    for path in folder.glob("*/*.mp4"):
        index = check_movie(path, writer)
        assert index.end is not None and index.end.how == REPAIRED, "that it was cut is stated"
        assert index.packets[0].number == 1
        lost_ns.append(last_ns - index.packets[-1].arrival_ns)
        assert lost_ns[-1] <= MOST_LOST_NS
    assert len(lost_ns) == STREAMS + 1, "none is gone that was on disk for a while"
    return max(lost_ns) / 1e9, lost_bytes


def count_begun(folder: Path) -> int:
    return sum(bool(path.stat().st_size and read_index(path).packets) for path in folder.glob("*/*.jsonl"))


def check_stated(folder: Path) -> None:
    """The next life says in its movies what is missing before them."""
    before = {path.parent.name: read_index(index_of(path)) for path in folder.glob("*/*.mp4")}
    with writing(folder, STREAMS):
        wait_until(lambda: count_begun(folder) == 2 * STREAMS, 30, "its movies have pictures")
    repair_left_over(folder, "none")
    for path in folder.glob("*/*.mp4"):
        index, first = read_index(index_of(path)), read_index(index_of(path)).packets[0]
        last_ns = before[path.parent.name].packets[-1].arrival_ns
        if first.arrival_ns > last_ns:
            assert index.gaps == (GapRecord(CRASH, 0, 1, last_ns, first.arrival_ns),)


@pytest.mark.parametrize("loss", [cut_off, in_any_order], ids=lambda loss: loss.__name__)
def test_a_power_cut_takes_the_last_seconds_alone_and_it_is_stated(
    tmp_path: Path, loss: Loss, figure: Figure
) -> None:
    lost_s, lost_bytes = cut_and_repair(tmp_path, loss, random.Random(4), 0.0)
    assert lost_bytes > 0, "something was not safe yet"
    figure(f"video lost by a power cut, {loss.__name__}", lost_s, "s", "7 s")
    check_stated(tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
@pytest.mark.parametrize("turn", range(7))
def test_a_power_cut_at_any_moment_takes_the_last_seconds_alone(
    tmp_path: Path, loss: Loss, turn: int, figure: Figure
) -> None:
    chance = random.Random(f"{loss.__name__} {turn}")
    lost_s, _ = cut_and_repair(tmp_path, loss, chance, chance.uniform(1.0, 14.0))
    figure(f"video lost by a power cut, {loss.__name__} {turn}", lost_s, "s", "7 s")
