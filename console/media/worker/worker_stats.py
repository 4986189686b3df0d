"""A worker's figures for its heartbeat, from its streams' counts."""

from collections.abc import Iterable

from console.media.worker.decoder import StreamCounts


class WorkerStats:
    """Turns running counts into rates between two looks. Counts of streams that were closed drop out."""

    def __init__(self) -> None:
        self._looked_ns = 0
        self._drawn = 0
        self._threads_ns = 0
        self.decode_cores = 0.0
        self.wait_ms = 0.0

    def figures(
        self, counts: Iterable[StreamCounts], threads_ns: int, wait_ms: float, now_ns: int
    ) -> dict[str, float]:
        """Rates since the last call, totals since the start.

        ``threads_ns``: the decode threads' CPU time; ``wait_ms``: how long work waited for one of them.
        """
        self.wait_ms = wait_ms
        known = list(counts)
        drawn = sum(one.drawn for one in known)
        span_s = (now_ns - self._looked_ns) / 1e9 if self._looked_ns else 0.0
        self.decode_cores = (threads_ns - self._threads_ns) / 1e9 / span_s if span_s else 0.0
        figures = {
            "decode_cores": self.decode_cores,
            "decode_wait_ms": wait_ms,
            "pictures_per_s": max(0, drawn - self._drawn) / span_s if span_s else 0.0,
            "gpu_pictures": float(sum(one.gpu_pictures for one in known)),
            "dropped_pictures": float(sum(one.undrawn for one in known)),
            "skipped_packets": float(sum(one.skipped_packets for one in known)),
            "unscaled_pictures": float(sum(one.unscaled for one in known)),
            "broken_packets": float(sum(one.broken_packets for one in known)),
        }
        self._looked_ns, self._drawn, self._threads_ns = now_ns, drawn, threads_ns
        return figures
