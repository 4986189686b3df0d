"""What is typed into a window that is no text field: a camera's number, the letters of a cell.

While something is begun it has the keys first.
"""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from console.domain.typed_keys import TypedLetters, TypedNumber, is_forgotten
from console.protocol.clock import Clock

NS_PER_MS = 1_000_000
LOOKS_EACH_MS = 250
HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MODIFIERS = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta),
    *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock),
)


class KeyEntry(QObject):
    """``changed``: ``number`` or ``letters`` are others, perhaps None now. ``clock`` is the machine's.

    ``number_given``: a number was ended with Enter; ``label_given``: index of the label that was typed;
    ``refused``: a letter with which no label goes on.
    """

    changed = Signal()
    number_given = Signal(int)
    label_given = Signal(int)
    refused = Signal(str)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.number: TypedNumber | None = None
        self.letters: TypedLetters | None = None
        self._looks = QTimer(self)
        self._looks.setInterval(LOOKS_EACH_MS)
        self._looks.timeout.connect(self._forget_old)

    @property
    def is_begun(self) -> bool:
        """Whether it has the keys now."""
        return self.number is not None or self.letters is not None

    def begin_number(self, digit: str) -> None:
        """The first digit was typed."""
        self._set(TypedNumber(digit, self._now_ms()), None)

    def begin_letters(self, labels: tuple[str, ...]) -> None:
        """One of these is to be typed; nothing begins where there are none."""
        self._set(None, TypedLetters(labels, "") if labels else None)

    def end(self) -> None:
        """Forget what was typed."""
        if self.is_begun:
            self._set(None, None)

    def _now_ms(self) -> int:
        return self._clock.monotonic_ns() // NS_PER_MS

    def _set(self, number: TypedNumber | None, letters: TypedLetters | None) -> None:
        self.number, self.letters = number, letters
        if number is not None:
            self._looks.start()
        else:
            self._looks.stop()
        self.changed.emit()

    def _forget_old(self) -> None:
        if self.number is not None and is_forgotten(self.number, self._now_ms()):
            self.end()

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a press would be taken: then no shortcut may have it."""
        self._forget_old()
        if not self.is_begun or event.modifiers() & HELD:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace) or key in MODIFIERS:
            return True
        if self.number is not None:
            return Qt.Key.Key_0 <= key <= Qt.Key.Key_9 or key in ENDS
        return Qt.Key.Key_A <= key <= Qt.Key.Key_Z

    def take(self, event: QKeyEvent) -> bool:
        """Whether the press was for what is being typed; any other ends that and is what it always is."""
        if not self.wants(event):
            self.end()
            return False
        key, now_ms = event.key(), self._now_ms()
        if key in MODIFIERS:
            return True
        if key == Qt.Key.Key_Escape:
            self.end()
        elif self.number is not None:
            self._take_in_number(self.number, key, now_ms)
        elif self.letters is not None:
            self._take_in_letters(self.letters, key)
        return True

    def _take_in_number(self, typed: TypedNumber, key: int, now_ms: int) -> None:
        if key in ENDS:
            self.end()
            self.number_given.emit(typed.number)
        elif key == Qt.Key.Key_Backspace:
            self._set(typed.without_last(now_ms), None)
        else:
            self._set(typed.and_digit(chr(key), now_ms), None)

    def _take_in_letters(self, typed: TypedLetters, key: int) -> None:
        if key == Qt.Key.Key_Backspace:
            self._set(None, TypedLetters(typed.labels, typed.letters[:-1]))
            return
        then = typed.and_letter(chr(key))
        if then is None:
            self.refused.emit(typed.letters + chr(key))
        elif then.chosen is not None:
            self.end()
            self.label_given.emit(then.chosen)
        else:
            self._set(None, then)
