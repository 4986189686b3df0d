"""The boundaries between the desk's panels that an operator moved, by the names of what they part."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSplitter, QWidget


class Boundaries(QObject):
    """``moved``: a person moved one; ``given``: a splitter's parts got the pixels that were kept."""

    moved = Signal()
    given = Signal(str, dict)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._names: dict[QWidget, str] = {}
        self._splitters: dict[str, QSplitter] = {}
        self._kept: dict[str, dict[str, int]] = {}

    def name(self, part: QWidget, name: str) -> None:
        """What stands in a splitter has this name there."""
        self._names[part] = name

    def add(self, name: str, splitter: QSplitter) -> None:
        """Its sizes are kept from when one of its boundaries is moved."""
        self._splitters[name] = splitter
        self.name(splitter, name)
        splitter.splitterMoved.connect(lambda: self._note(name))

    def splitters(self) -> tuple[QSplitter, ...]:
        """All of them."""
        return tuple(self._splitters.values())

    def _note(self, name: str) -> None:
        """What is seen; what is hidden or away keeps what it had."""
        sizes = zip(self._parts(name), self._splitters[name].sizes(), strict=True)
        now = {part: px for part, px in sizes if part and px}
        self._kept[name] = self._kept.get(name, {}) | now
        self.moved.emit()

    def _parts(self, name: str) -> list[str]:
        """What stands in the splitter now, by name; "" for what has none."""
        splitter = self._splitters[name]
        widgets = (splitter.widget(index) for index in range(splitter.count()))
        return [self._names.get(widget, "") if widget is not None else "" for widget in widgets]

    def sizes(self) -> dict[str, dict[str, int]]:
        """Of the splitters that a person changed, in pixels."""
        return {name: dict(self._kept[name]) for name in sorted(self._kept)}

    def take(self, sizes: Mapping[str, Mapping[str, int]]) -> None:
        """As it was some other day; splitters that this desk does not have are passed over."""
        self._kept = {name: dict(parts) for name, parts in sizes.items() if name in self._splitters}

    def forget(self) -> None:
        """As if nobody had moved any."""
        self._kept.clear()

    def give(self) -> None:
        """Each part has its pixels again, as far as it is there."""
        for name, kept in self._kept.items():
            splitter = self._splitters[name]
            now = zip(self._parts(name), splitter.sizes(), strict=True)
            splitter.setSizes([kept.get(part, px) for part, px in now])
            self.given.emit(name, kept)
