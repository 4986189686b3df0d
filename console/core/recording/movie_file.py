"""One file of a movie: whether somebody writes it, and when its last packet came. No link is followed."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from console.protocol.movie_index import PacketRecord
from console.protocol.movie_names import DAMAGED_SUFFIX, INDEX_SUFFIX, begun_ms, index_name, movie_name
from console.protocol.unreadable import UNREADABLE

YOUNG_MS = 60_000
"""A file that was written to within this time may be somebody's who writes it: fragments come each 2 s."""

TAIL_BYTES = 4_096
"""The last packets of an index lie within these."""

READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""A pipe in a movie's place is not waited for."""

_packet = msgspec.json.Decoder(PacketRecord)


@contextmanager
def opened_folder(folder: Path) -> Iterator[int]:
    """Its descriptor. Raises OSError, for a link too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def is_index(name: str) -> bool:
    """Whether it is named as the index of a movie is."""
    is_one = name.removesuffix(DAMAGED_SUFFIX).endswith(INDEX_SUFFIX)
    return is_one and begun_ms(movie_name(name)) is not None


def is_near(now_ms: int, written_ns: int) -> bool:
    """Whether a file was just written, by wall time. One from ahead was written before the clock was set."""
    return abs(now_ms - written_ns // 1_000_000) < YOUNG_MS


def last_packet_ms(folder: Path, name: str) -> int | None:
    """The wall time of a movie's last packet, by the end of its index; None where that does not say."""
    try:
        with opened_folder(folder) as descriptor:
            file = os.open(index_name(name), READ, dir_fd=descriptor)
        try:
            size = os.fstat(file).st_size
            tail = os.pread(file, TAIL_BYTES, max(0, size - TAIL_BYTES))
        finally:
            os.close(file)
    except OSError:
        return None
    for line in reversed(tail.split(b"\n")):
        with suppress(*UNREADABLE):
            return _packet.decode(line).arrival_wall_ms
    return None


def is_at_rest(file: int, now_ms: int) -> bool:
    """Whether nobody writes this plain file; it stays locked as long as it is open."""
    about = os.fstat(file)
    if not stat.S_ISREG(about.st_mode) or is_near(now_ms, about.st_mtime_ns):
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network file systems know no locks
        return True
    return True
