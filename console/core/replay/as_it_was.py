"""What each monitor showed, as core wrote it down then: not what this program would decide today."""

from collections.abc import Mapping, Sequence

from console.core.wall.view_changes import Changes, apply
from console.domain.ids import MonitorId
from console.domain.wall import MonitorView

KEPT_EVERY = 500
"""Inputs: a look back applies at most as many."""

Views = dict[MonitorId, MonitorView]


class AsItWas:
    """``begins`` is what was shown before the first input; ``changes`` what each input changed of it."""

    def __init__(self, begins: Mapping[MonitorId, MonitorView], changes: Sequence[Changes]) -> None:
        self._changes = changes
        self._kept: list[Views] = [dict(begins)]
        self._index = 0
        self._views: Views = dict(begins)

    def after(self, inputs: int) -> Views:
        """What was shown after so many inputs. Not to be changed."""
        if inputs < self._index:
            kept = min(inputs // KEPT_EVERY, len(self._kept) - 1)
            self._index, self._views = kept * KEPT_EVERY, dict(self._kept[kept])
        while self._index < inputs:
            apply(self._views, self._changes[self._index])
            self._index += 1
            if self._index == len(self._kept) * KEPT_EVERY:
                self._kept.append(dict(self._views))
        return self._views
