"""Makes other people's bytes: random ones, and valid ones that were changed a little."""

import random
from collections.abc import Callable, Iterator

NUMBERS = (b"-1", b"0", b"1e400", b"-0.0", b"9223372036854775808", b"18446744073709551616", b"NaN", b"1e-320")
TEXTS = (
    b'"\\ud800"',
    b'"\\u0000"',
    b'"\xff"',
    b'"\x1b[2J"',
    b'"' + b"x" * 3_000 + b'"',
    b'""',
    b"null",
    b"{}",
)
NESTED = (b"[" * 100_000, b'{"a":' * 50_000, b'{"id":"' * 1_000)


class Mutations:
    """The same seed, the same bytes. ``valid`` are whole messages of the boundary that is tried."""

    def __init__(self, seed: int, valid: list[bytes]) -> None:
        self._chance = random.Random(seed)
        self._valid = valid
        self._ways: tuple[Callable[[bytes], bytes], ...] = (
            self._noise,
            self._flipped,
            self._cut,
            self._doubled,
            self._other_value,
            self._other_value,
            self._inserted,
            self._without_part,
        )

    def bodies(self, count: int) -> Iterator[bytes]:
        """So many; now and then a deeply nested one."""
        for number in range(count):
            if number % 2_000 == 999:
                yield self._chance.choice(NESTED)
                continue
            body = self._chance.choice(self._valid)
            for _ in range(self._chance.choice((1, 1, 1, 2, 5))):
                body = self._chance.choice(self._ways)(body)
            yield body

    def _place(self, body: bytes) -> int:
        return self._chance.randrange(len(body)) if body else 0

    def _noise(self, body: bytes) -> bytes:
        return self._chance.randbytes(self._chance.randrange(200))

    def _flipped(self, body: bytes) -> bytes:
        changed = bytearray(body)
        for _ in range(self._chance.randrange(1, 4)):
            if changed:
                changed[self._place(body)] ^= 1 << self._chance.randrange(8)
        return bytes(changed)

    def _cut(self, body: bytes) -> bytes:
        return body[: self._place(body)]

    def _doubled(self, body: bytes) -> bytes:
        at = self._place(body)
        return body[:at] + body[at // 2 :]

    def _inserted(self, body: bytes) -> bytes:
        at = self._place(body)
        return body[:at] + self._chance.randbytes(self._chance.randrange(1, 5)) + body[at:]

    def _without_part(self, body: bytes) -> bytes:
        start, end = sorted((self._place(body), self._place(body)))
        return body[:start] + body[end:]

    def _other_value(self, body: bytes) -> bytes:
        """Another value behind one of the colons."""
        colons = [at for at, byte in enumerate(body) if byte == ord(":")]
        if not colons:
            return body
        at = self._chance.choice(colons) + 1
        ends = [end for mark in b",}" if (end := body.find(mark, at)) >= 0]
        return body[:at] + self._chance.choice(NUMBERS + TEXTS) + body[min(ends, default=len(body)) :]
