"""What is said of an alert whose input can't be written down."""

from console.core.boundary.acknowledgements import Acknowledgements
from console.core.boundary.alert_sockets import Sender
from console.protocol.alert_messages import AlertAcknowledged, AlertRejected


def test_a_void_alert_is_rejected_and_those_beside_it_are_acknowledged() -> None:
    sender, waiting = Sender(b"peer", delimited=False), Acknowledgements()
    for token in range(1, 5):
        waiting.expect(("reader", f"read-{token}"), sender, token, token)
    released, refused = waiting.release(3, 0, {2: "OverflowError: too large"})
    assert released == 2
    assert refused == [
        (sender, AlertRejected(error="it can't be written down: OverflowError: too large", id="read-2"))
    ]
    told = [answer for _, answer in waiting.leaving(0)]
    assert [answer.ack for answer in told if isinstance(answer, AlertAcknowledged)] == ["read-1", "read-3"]
    assert waiting.release(4, 0, {}) == (1, [])


def test_an_alert_that_comes_again_before_it_is_on_disk_is_answered_each_time() -> None:
    one, other = Sender(b"one", delimited=False), Sender(b"other", delimited=False)
    waiting = Acknowledgements()
    waiting.expect(("reader", "read-1"), one, 1, 1)
    for sender in (one, other, one):
        waiting.repeat(("reader", "read-1"), sender, 1, 0)
    assert waiting.release(1, 0) == (1, [])
    assert [sender for sender, _ in waiting.leaving(0)] == [one, one, other, one]
