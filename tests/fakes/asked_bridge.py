"""A bridge to a core that answers when a test says so."""

from types import SimpleNamespace

from PySide6.QtCore import QObject, Signal

from console.domain.errors import NoAnswer


class AskedBridge(QObject):
    """What of a bridge is heard and asked. The n-th question's id is "question n"."""

    core_said, replied = Signal(object), Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[object] = []
        self.is_away = False
        self.core = SimpleNamespace(requester=SimpleNamespace(send=self._send))

    def _send(self, command: object) -> str:
        if self.is_away:
            raise NoAnswer("gone")
        self.asked.append(command)
        return f"question {len(self.asked)}"
