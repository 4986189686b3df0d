"""Which stretches of a frame file are free. Pure; offsets and lengths in bytes."""


class FreeSpace:
    """First fit over sorted free stretches, neighbours joined again."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._stretches: list[tuple[int, int]] = [(0, size)]

    def take(self, length: int) -> int | None:
        """The offset of a stretch that is the caller's now, None if no free one is long enough."""
        for index, (offset, free) in enumerate(self._stretches):
            if free >= length:
                rest = [(offset + length, free - length)] if free > length else []
                self._stretches[index : index + 1] = rest
                return offset
        return None

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is taken."""
        return self._stretches == [(0, self._size)]

    def give(self, offset: int, length: int) -> None:
        """Give a taken stretch back."""
        joined: list[tuple[int, int]] = []
        for start, free in sorted([*self._stretches, (offset, length)]):
            if joined and sum(joined[-1]) == start:
                joined[-1] = (joined[-1][0], joined[-1][1] + free)
            else:
                joined.append((start, free))
        self._stretches = joined
