"""A drag by a real pointer that leaves the program time between its steps, as a hand does."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QCursor

from tests.rig.keyboard_and_mouse import DRAG_STEPS, KeyboardAndMouse

STEP_MS = 15
PATIENCE_STEPS = 1_300
"""Then it lets go in any case: a drag that nobody ends is a loop of its own, which no time limit ends."""
DRAG_WITHIN_MS = 40_000
"""For a test that waits for the drop: its wait goes on only when the drag is over, after 20 s at most."""


Place = Callable[[], QPoint]
"""On the screen, where it is now."""


class PacedDrag:
    """From ``begin`` to ``end``. Its steps go on while the program waits for the drop.

    It lets go once ``is_seen``: that the program shows where it would go; ``is_done``: it has. Until then it
    stirs at its end, as a hand does: a slow program may have begun the drag only after the last step. It
    goes after an end that moves, as a hand does, too: a line that comes up pushes down what is below it.
    ``meanwhile`` is done at every step: whatever the test's own loop keeps going, which stands still now.
    """

    def __init__(
        self,
        hands: KeyboardAndMouse,
        begin: Place,
        end: Place,
        is_seen: Callable[[], bool],
        *,
        meanwhile: Callable[[], None],
    ) -> None:
        self.is_done = False
        self._hands = hands
        self._stood = QCursor.pos()
        self._acts = _acts(hands, begin, end)
        self._end = end
        self._waited = 0
        self._is_seen = is_seen
        self._meanwhile = meanwhile
        self._timer = QTimer()
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        self._meanwhile()
        act = next(self._acts, None)
        if act is not None:
            act()
        elif self._is_seen():
            self._let_go()
            self.is_done = True
        elif self._waited == PATIENCE_STEPS:
            self._let_go()
        else:
            self._waited += 1
            self._hands.move(self._end().x() + self._waited % 2, self._end().y())

    def _let_go(self) -> None:
        self._timer.stop()
        self._hands.hold(down=False)
        self._hands.move(self._stood.x(), self._stood.y())  # else it hovers over the next test's windows


def _acts(hands: KeyboardAndMouse, begin: Place, end: Place) -> Iterator[Callable[[], None]]:
    start = begin()
    yield lambda: hands.move(start.x(), start.y())
    yield lambda: hands.hold(down=True)
    for step in range(1, DRAG_STEPS + 1):
        place = start + (end() - start) * step / DRAG_STEPS
        yield lambda place=place: hands.move(place.x(), place.y())  # type: ignore[misc]
