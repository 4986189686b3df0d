"""A clock that stands until a test moves it."""


class HeldClock:
    """``pass_s`` moves both times on."""

    def __init__(self, mono_s: float = 1000.0, wall_ms: int = 1_700_000_000_000) -> None:
        self._mono_ns = round(mono_s * 1e9)
        self._wall_ms = wall_ms

    def now_ms(self) -> int:
        return self._wall_ms

    def monotonic_ns(self) -> int:
        return self._mono_ns

    def pass_s(self, seconds: float) -> None:
        self._mono_ns += round(seconds * 1e9)
        self._wall_ms += round(seconds * 1e3)
