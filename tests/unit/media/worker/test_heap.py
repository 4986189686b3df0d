from pathlib import Path

from console.media.worker.heap import trim_heap

PIECE = 100_000  # below glibc's threshold for memory of its own


def resident_mb() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in line)
    return int(line.split()[1]) / 1024


def test_memory_freed_below_what_is_in_use_goes_back_to_the_system() -> None:
    trim_heap()
    pieces = [bytearray(PIECE) for _ in range(1000)]
    held = pieces[::50]
    full_mb = resident_mb()
    del pieces
    kept_mb = resident_mb()
    trim_heap()
    assert full_mb - resident_mb() > 60
    assert kept_mb - resident_mb() > 30, "or there was nothing to do"
    assert len(held) == 20
