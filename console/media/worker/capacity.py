"""How many megapixels a second this process can decode, measured from the work it does anyway."""

FIRST_CPU_NS = 300_000_000
"""After so much CPU time of decode threads there is a first figure: a second or less for a filled wall."""

MEMORY_CPU_NS = 10_000_000_000
"""Later work changes it with the weight of so much: a wall of large pictures decodes more pixels a second."""

CHANGE = 0.1
"""A figure that moved by less is not said anew, or plans would swing."""


class Capacity:
    """From decoded pixels and the CPU time of decoding and drawing them; times are passed in."""

    def __init__(self, threads: int) -> None:
        self.mp_s = 0.0
        self._threads = threads
        self._pixels = 0.0
        self._cpu_ns = 0.0

    def worked(self, pixels: int, cpu_ns: int) -> None:
        """So much more was done. ``mp_s`` stays 0 until enough is known."""
        keep = 1.0 if self._cpu_ns < MEMORY_CPU_NS else MEMORY_CPU_NS / (self._cpu_ns + cpu_ns)
        self._pixels = self._pixels * keep + pixels
        self._cpu_ns = self._cpu_ns * keep + cpu_ns
        if self._cpu_ns < FIRST_CPU_NS:
            return
        measured = self._threads * self._pixels / self._cpu_ns * 1e3
        if abs(measured - self.mp_s) > CHANGE * self.mp_s:
            self.mp_s = round(measured, 1)
