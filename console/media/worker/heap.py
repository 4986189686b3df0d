"""Gives memory that was freed back to the system.

WORKAROUND: glibc keeps freed memory below what is still in use. Rings and decoders of many cameras come
and go in all sizes, so that a worker grows though nothing is kept (measured: 100 cameras with reconnects,
420 MB a worker, of which 82 MB were packets). Other C libraries have no such call: nothing happens there.
"""

import ctypes

TRIM_INTERVAL_NS = 60_000_000_000


def trim_heap() -> bool:
    """Whether anything was given back. Other threads go on, but for those that want memory at this moment."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return bool(trim(0)) if trim is not None else False
