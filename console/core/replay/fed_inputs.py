"""What a replay decided on the inputs that it fed since its last leap: as recorded, or not."""

from console.core.decisions import AnyDecision, DecisionDigest
from console.protocol.replay_messages import Fed


class FedInputs:
    """``hear`` each input in turn."""

    def __init__(self) -> None:
        self._decisions = DecisionDigest()
        self._first_n = self._last_n = 0

    def hear(self, n: int, decisions: tuple[AnyDecision, ...]) -> None:
        """Input ``n`` was fed, and this was decided on it."""
        self._first_n = self._first_n or n
        self._last_n = n
        self._decisions.add(n, decisions)

    def told(self) -> Fed:
        """All of them."""
        return Fed(self._first_n, self._last_n, self._decisions.text())
