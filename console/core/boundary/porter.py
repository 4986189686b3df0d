"""Answers at the command boundary while core isn't ready: its status, and why all else must wait."""

from dataclasses import dataclass
from typing import Any

from console.core.log.take_up import Progress
from console.protocol.core_messages import GetStatus, Request
from console.protocol.reply import Refusal
from console.protocol.responder import Responder


@dataclass(frozen=True, slots=True)
class NotReady:
    """Why core isn't ready: a code for programs ("starting", "newer_log"), a text for people."""

    code: str
    text: str
    progress: Progress | None = None


def taking_up(progress: Progress) -> NotReady:
    """Core reads its log."""
    share = f"{100 * progress.done // max(1, progress.total)} % of {progress.total:,} inputs"
    left = f", about {max(1, round(progress.left_s))} s left" if progress.left_s is not None else ""
    return NotReady("starting", f"core is reading its log: {share}{left}", progress)


class Porter:
    """One thread only: the loop's."""

    def __init__(self, responder: Responder[Request], site: str, boot: str) -> None:
        self._responder = responder
        self._site = site
        self._boot = boot

    def answer(self, why: NotReady) -> None:
        """Answer what was asked until now."""
        for asked in self._responder.receive():
            if isinstance(asked.request.command, GetStatus):
                self._responder.reply(asked, self._status(why))
            else:
                self._responder.reply(asked, refused=Refusal(why.code, why.text))

    def _status(self, why: NotReady) -> dict[str, Any]:
        status: dict[str, Any] = {
            "site": self._site,
            "state": why.code,
            "problems": [why.text],
            "boot": self._boot,
        }
        if why.progress is not None:
            left_s = why.progress.left_s
            status["starting"] = {
                "done": why.progress.done,
                "total": why.progress.total,
                "left_s": None if left_s is None else round(left_s, 1),
            }
        return status
