"""What is saved, in place of what, and what becomes of it."""

from msgspec import Struct
from PySide6.QtWidgets import QApplication

from console.domain.ids import MonitorId
from console.protocol.command_sender import Became, CommandSender, Outcome
from console.protocol.layout_messages import ImportLayout, LayoutHead, LoadLayout
from console.ui.desk.done_acts import Conflict
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.selection import Selection
from console.ui.layouts.document import Document, Origin
from console.ui.layouts.saving import LayoutSaving
from tests.fakes.held_clock import HeldClock
from tests.ui.layouts.editing import A, B, grid
from tests.ui.test_drawing_guard import view_of

OPENED = grid(2, 1, A)
ORIGIN = Origin("night", 41, OPENED, "night")
DOCUMENT = Document(grid(2, 1, A, B), 1000)


class Core:
    """Takes commands; says what becomes of the last one."""

    def __init__(self) -> None:
        self.taken: list[Struct] = []
        self.view = view_of(layouts=(LayoutHead("night", 41),))
        self.acts = OperatorActs(self.view, Selection(), CommandSender(self, HeldClock()))
        self.acts._commands.control_lost = False
        self.saving = LayoutSaving(self.view, self.acts)
        self.kept: list[tuple[object, ...]] = []
        self.conflicts: list[tuple[Conflict, int]] = []
        self.said: list[tuple[str, bool]] = []
        self.saving.kept.connect(lambda *given: self.kept.append(given))
        self.saving.conflict.connect(lambda conflict, begun_ms: self.conflicts.append((conflict, begun_ms)))
        self.saving.said.connect(lambda *given: self.said.append(given))

    def send(self, command: Struct, request_id: str | None = None, until_mono_ns: int = 0) -> str:
        self.taken.append(command)
        return request_id or f"r-{len(self.taken)}"

    def answers(self, became: Became, n: int = 0, code: str = "", why: str = "") -> None:
        command = next(one for one in reversed(self.taken) if isinstance(one, ImportLayout))
        self.acts.came_out(Outcome(became, "saved", why, code=code, n=n, command=command))


def test_it_replaces_the_version_that_was_opened_and_no_other_name(qapp: QApplication) -> None:
    core = Core()
    core.saving.save(DOCUMENT, ORIGIN, "night", "why")
    core.saving.save(DOCUMENT, ORIGIN, "other", "")
    first, second = core.taken
    assert first == ImportLayout(DOCUMENT.layout, replace=True, over=41, note="why")
    assert isinstance(second, ImportLayout) and (second.layout.name, second.over) == ("other", 0)
    core.answers(Became.DONE, n=60)
    assert core.kept == [(grid(2, 1, A, B, name="other"), 1000, 60)]
    assert core.said[-1] == ("Saved as other. Every desk has it now.", False)


def test_what_is_as_it_was_keeps_its_version(qapp: QApplication) -> None:
    core = Core()
    core.saving.save(Document(OPENED, 1000), ORIGIN, "night", "")
    core.answers(Became.DONE, n=60)
    assert core.kept == [(OPENED, 1000, 41)]


def test_it_is_loaded_only_once_it_is_saved(qapp: QApplication) -> None:
    core = Core()
    wall_2 = MonitorId("wall-2")
    core.saving.save(DOCUMENT, ORIGIN, "night", "", wall_2)
    assert len(core.taken) == 1
    core.answers(Became.UNKNOWN)
    assert len(core.taken) == 1 and core.kept == []
    core.answers(Became.DONE_AFTER_ALL, n=60)
    assert core.taken[1] == LoadLayout(wall_2, "night", keep_incidents=True)


def test_a_conflict_is_asked_about_and_may_be_replaced(qapp: QApplication) -> None:
    core = Core()
    core.saving.save(DOCUMENT, ORIGIN, "night", "why")
    core.answers(Became.REFUSED, code="layout_changed", why="saved meanwhile by ana")
    ((conflict, begun_ms),) = core.conflicts
    assert (
        begun_ms == DOCUMENT.begun_ms
        and conflict.name == "night"
        and conflict.words == "saved meanwhile by ana"
    )
    core.view.layouts = (LayoutHead("night", 44, "ana"),)
    core.saving.save_all_the_same("another command")
    core.saving.save_all_the_same(conflict.wanted)
    assert core.taken[1:] == [ImportLayout(DOCUMENT.layout, replace=True, over=44, note="why")]


def test_what_cannot_be_saved_is_not_sent(qapp: QApplication) -> None:
    core = Core()
    core.saving.save(DOCUMENT, ORIGIN, " night", "")
    core.saving.save(DOCUMENT, ORIGIN, "night", "two\nlines")
    assert core.taken == [] and [bad for _, bad in core.said] == [True, True]
    core.saving.save(DOCUMENT, ORIGIN, "night", "")
    core.answers(Became.REFUSED, code="locked_layout", why="it is locked")
    assert core.conflicts == [] and core.said[-1] == ("Refused: it is locked (not done: saved)", True)
