"""Ports for a site that is made for a while.

The system's own choice would be among those it gives to outgoing connections: one of them, or a sender that
waits for another site's core to come back, could have the port while this site's core is away.
"""

import random
import socket
from collections.abc import Iterator

FIRST, LAST = 10_000, 32_000
"""Below net.ipv4.ip_local_port_range as Linux has it (32768 to 60999)."""


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody uses at this moment, none given twice by this process.

    Raises OSError if there are not so many.
    """
    found: list[int] = []
    for _ in range(FIRST, LAST):
        if len(found) == count:
            return found
        if _is_free(port := next(_NUMBERS)):
            found.append(port)
    raise OSError(f"no {count} ports of 127.0.0.1 from {FIRST} to {LAST} are free")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError:
            return False
    return True


def _round_and_round(port: int) -> Iterator[int]:
    while True:
        yield port
        port = port + 1 if port < LAST else FIRST


_NUMBERS = _round_and_round(random.randrange(FIRST, LAST))
