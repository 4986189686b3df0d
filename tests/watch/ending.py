"""Whether a ZeroMQ context comes to its end: one whose sockets wait for a reader never does."""

import threading

import zmq


def ends(context: "zmq.Context[zmq.Socket[bytes]]", within_s: float = 5.0) -> bool:
    """Whether it ends soon."""
    thread = threading.Thread(target=context.term, daemon=True)
    thread.start()
    thread.join(within_s)
    return not thread.is_alive()
