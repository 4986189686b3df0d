"""What the supervisor is told by its children's beats, and what it can be asked."""

from msgspec import Struct

from console.domain.ids import MonitorId
from console.protocol.question import Question


class Beat(Struct, frozen=True, tag_field="command", tag="beat"):
    """A child's main loop (for windows: the GUI thread) runs. ``stats`` are figures for ``ctl processes``.

    ``notice``: what people at the terminal have to know, "" of nothing. ``on_screen``: false for a display
    that has no screen to stand on.

    A beat is not answered. The request's ``by`` is the child's name.
    """

    pid: int
    stats: dict[str, float]
    notice: str = ""
    on_screen: bool = True


class GetProcesses(Struct, Question, frozen=True, tag_field="command", tag="get_processes"):
    """Answered with {"processes": [ProcessStatus]}."""


class StopSite(Struct, frozen=True, tag_field="command", tag="stop_site"):
    """Stop all processes and the supervisor."""


class CloseWindow(Struct, frozen=True, tag_field="command", tag="close_window"):
    """Close a display or the desk; it stays closed.

    Answered with {"known": bool, "windows": [str]}: the processes of all its windows.
    """

    name: str


class OpenWindow(Struct, frozen=True, tag_field="command", tag="open_window"):
    """Start a window that was closed. Answered as CloseWindow."""

    name: str


class LendWindow(Struct, frozen=True, tag_field="command", tag="lend_window"):
    """Let a display show monitor ``shows`` of another site (a replay) that runs in ``run_dir``, from now on.

    Asked again twice a second under the same ``lease``, which ends when nobody asks. Answered with
    {"why": str, "life": str}: why not, or ""; and another life for each start of the supervisor.
    ``not_as_signed`` as in ProcessConfig.
    """

    name: str
    lease: str
    site: str
    run_dir: str
    shows: MonitorId
    not_as_signed: str = ""


class TakeBackWindow(Struct, frozen=True, tag_field="command", tag="take_back_window"):
    """Have a display that is lent show the site's own wall again.

    Answered with {"known": bool, "lent": [MonitorId]}: which monitors were lent.
    """

    name: str


class ProcessStatus(Struct, frozen=True):
    """One supervised process. ``cores`` over the last seconds, ``pss_mb`` with its descendants'.

    ``state``: starting, running, waiting (for its next start), closed (by a person). ``trouble``: why it
    waits, or what it said last before it ended twice in a row. ``window``: the address at which a window
    takes ``window_messages``, of another site while its monitor is lent to that (``lent_to``).
    """

    name: str
    kind: str
    pid: int
    state: str
    restarts: int
    cores: float
    pss_mb: float
    cpu_s: float
    stats: dict[str, float]
    last_exit: str = ""
    trouble: str = ""
    window: str = ""
    lent_to: str = ""


class SupervisorRequest(Struct, frozen=True):
    """One request; answered with console.protocol.reply.Reply."""

    id: str
    by: str
    command: GetProcesses | StopSite | CloseWindow | OpenWindow | LendWindow | TakeBackWindow | Beat
