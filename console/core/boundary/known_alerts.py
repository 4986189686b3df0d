"""A proof that an alert has never come before, without asking the disk: a Bloom filter over the journal.

It never denies a key that was added; for one that was not it is unsure now and then, and the disk is asked.
Eleven bits for each key and six looks: unsure about once in 200 (B. H. Bloom, CACM 13/7, 1970).
"""

BITS_A_KEY = 11
LOOKS = 6
LEAST_KEYS = 200_000

_MIX = 0x9E3779B97F4A7C15
_WORD = (1 << 64) - 1


class KnownAlerts:
    """Made for about ``keys`` keys; more of them make it unsure more often."""

    def __init__(self, keys: int) -> None:
        self._size = max(keys, LEAST_KEYS) * BITS_A_KEY | 1
        self._bits = bytearray(self._size // 8 + 1)

    def add(self, key: tuple[str, str]) -> None:
        """This alert has come."""
        bits, size = self._bits, self._size
        at, step = _start(key)
        for _ in range(LOOKS):
            place = at % size
            bits[place >> 3] |= 1 << (place & 7)
            at += step

    def may_hold(self, key: tuple[str, str]) -> bool:
        """Whether the alert may have come; False is certain."""
        bits, size = self._bits, self._size
        at, step = _start(key)
        for _ in range(LOOKS):
            place = at % size
            if not bits[place >> 3] >> (place & 7) & 1:
                return False
            at += step
        return True


def _start(key: tuple[str, str]) -> tuple[int, int]:
    """Two numbers from one hash, which differs from process to process, as the filter does."""
    first = hash(key) & _WORD
    return first, (first * _MIX & _WORD) >> 17 | 1
