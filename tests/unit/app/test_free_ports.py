import socket

from console.app.free_ports import FIRST, LAST, free_ports


def test_no_port_is_given_twice_nor_one_that_is_taken() -> None:
    first = free_ports(3)
    taken = first[-1] + 1
    with socket.create_server(("127.0.0.1", taken)):
        further = free_ports(3)
    assert not {taken, *first} & set(further)
    assert all(FIRST <= port <= LAST for port in (*first, *further))
