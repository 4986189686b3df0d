"""One cell of the wall as this display shows it: its facts from core, its pictures, and what it says now."""

from console.domain.camera import Camera
from console.domain.picture import LostCause, PictureState, ShownState
from console.domain.wall import CellView
from console.domain.wording import empty_words, shed_words
from console.protocol.slots import SlotPicture, SlotReader
from console.ui.frames import FrameSource
from console.ui.wall.content_words import Words, content_words
from console.ui.wall.grid import Box
from console.ui.wall.statistics import PictureRate
from console.ui.wall.tile_words import public_words, ribbon_words, tile_state_words
from console.ui.wall.zoom import WHOLE

AGEING = (PictureState.STALE, PictureState.WAIT)
CLAIMED = (PictureState.LIVE, PictureState.KEY)
"""States whose words count seconds."""
EMPTY = ShownState(PictureState.CONNECTING, None)

QUIET_NS = 250_000_000
"""So long a slot that says nothing new is not judged again; ages are shown in seconds."""
LIVE_WITHIN_NS = 250_000_000
"""See ReportPainted: the picture had arrived at most so long before the end of the paint."""
HOUR_MS = 3_600_000
"""Words are looked at again each hour: a time of yesterday carries its date."""


class Tile:
    """A cell, its box, its camera and the way to its pictures (None for a cell without feed).

    ``selected``, ``zoom`` and ``letters``, by which it can be selected now, are this window's own; everything
    else is core's or the engine's word, also ``recorded``: pictures of its camera come to the disk now.
    ``empty_label`` stands in it without a camera; its window chooses which wording, the same for all of its.
    ``content``: what stands in its place where a layout or tour wants something there. ``is_public``:
    visitors see it, so it tells how its picture is and nothing else.
    ``was_painted``: since it was made, with this feed in this box. ``first_live_ns`` and ``first_rewind_ns``
    are the end of the first paint that showed it so, ``first_shown_ns`` of the first that showed any picture,
    and ``first_claimed_ns`` of the first that called it LIVE or KEY, on CLOCK_MONOTONIC; 0 before.
    """

    def __init__(
        self,
        cell: CellView,
        box: Box,
        camera: Camera | None = None,
        source: FrameSource | None = None,
        *,
        is_public: bool = False,
    ) -> None:
        self.cell = cell
        self.is_public = is_public
        self.content: Words | None = None
        self.box = box
        self.camera = camera
        self.source = source
        self.selected = self.recorded = False
        self.zoom = WHOLE
        self.letters = ""
        self.shown = EMPTY
        self.empty_label = empty_words(cell.cell)[0]  # as desk and ctl number it
        self.words: tuple[str, ...] = ()
        self.ribbon: tuple[str, ...] = ()
        self.lost_since_ms: int | None = None
        self.rate = PictureRate()
        self.must_paint = True
        self.was_painted = False
        self.shed = ""
        self.first_live_ns = self.first_rewind_ns = self.first_shown_ns = self.first_claimed_ns = 0
        self.can_be_judged = True
        self._waiting_ns = self._waited_s = 0
        self._key_interval_ms = 0
        self._said = (*_said(EMPTY, ""), 0, 0, 0)
        self._drawn: tuple[SlotReader, int] | None = None
        self._slot_said: tuple[int, ...] = ()
        self._quiet_until_ns = 0

    def judge(self, now_ns: int, now_ms: int) -> bool:
        """Bring what the tile says up to now. True when it must be painted: a new picture or new words."""
        if self.source is None:
            self._say_content(now_ms)
            return self.must_paint
        if now_ns < self._quiet_until_ns and self._is_quiet(self.source):
            return False
        self.source.advance()
        current = self.source.current
        self._slot_said = current.said() if current is not None else ()  # first: its writer goes on meanwhile
        self.shown = shown = self.source.shown(now_ns)
        waits = shown.state is PictureState.WAIT and shown.cause is not LostCause.NONE
        self._waiting_ns = (self._waiting_ns or now_ns) if waits else 0
        self._waited_s = (now_ns - self._waiting_ns) // 1_000_000_000 if waits else 0
        self.lost_since_ms = self._since_ms(self.source, now_ms) if shown.state is PictureState.LOST else None
        said = (*_said(shown, self.shed), now_ms // HOUR_MS, self._waited_s, self.lost_since_ms or 0)
        if said != self._said or self.must_paint:
            self._said = said
            self._say(shown, now_ms)
        self._note_quiet(current, now_ns)
        return self.must_paint or self._has_news(current)

    def _say_content(self, now_ms: int) -> None:
        content = content_words(self.cell, now_ms, is_public=self.is_public)
        if content != self.content:
            self.content, self.must_paint = content, True

    def _is_quiet(self, source: FrameSource) -> bool:
        """Whether the slot says what it did, and that is what is painted: most looks find nothing new."""
        if self.must_paint or source.awaited is not None or self._drawn is None:
            return False
        reader, seq = self._drawn
        return source.current is reader and seq == self._slot_said[0] and reader.said() == self._slot_said

    def look_again(self, *, has_leapt: bool = False) -> None:
        """Judge it at the next look, whatever its slot says: the time is another.

        After a leap it counts anew when it was first painted.
        """
        self._quiet_until_ns = 0
        if has_leapt:
            self.first_live_ns = self.first_rewind_ns = self.first_shown_ns = self.first_claimed_ns = 0

    def _note_quiet(self, current: SlotReader | None, now_ns: int) -> None:
        """Until when nothing but the slot can change what the tile says: ages are judged again by then."""
        self._quiet_until_ns = 0
        if current is not None:
            written = current.written()
            stale_ns = written.arrival_ns + written.stale_after_ms * 1_000_000
            self._quiet_until_ns = min(now_ns + QUIET_NS, max(now_ns, stale_ns))

    def _since_ms(self, source: FrameSource, now_ms: int) -> int | None:
        """Since when it is lost: as the engine knows, as the loss is older than this tile may be, else as it
        was seen. A replay sees no loss begin: of that what its log tells, or nothing.
        """
        told_ms = source.lost_since_ms()
        if source.is_replayed:
            return told_ms if 0 < told_ms <= now_ms else None
        return self.lost_since_ms or told_ms or now_ms

    def _say(self, shown: ShownState, now_ms: int) -> None:
        current = self.source.current if self.source else None
        interval_ms = current.key_interval_ms() if current else 0
        self.words = tile_state_words(
            shown, self.lost_since_ms, now_ms, interval_ms, self.shed, self._waited_s
        )
        if self.is_public:
            self.words = public_words(shown)
        self.ribbon = ribbon_words(self.cell.mark, now_ms) if self.cell.mark else ()
        self.must_paint = True

    def each_second(self, now_ns: int) -> None:
        """Note the rate, and what is written once a second: whether the tile gets less, keyframe interval."""
        self.rate.mark(now_ns)
        current = self.source.current if self.source else None
        shed = shed_words(*current.quality()) if current is not None else ""
        if shed != self.shed:
            self.shed, self._quiet_until_ns = shed, 0
        interval_ms = current.key_interval_ms() if current is not None else 0
        if interval_ms != self._key_interval_ms:
            self._key_interval_ms, self.must_paint = interval_ms, True

    @property
    def name(self) -> str:
        """What it is in messages: its feed, else its cell."""
        return str(self.cell.feed or f"cell {self.cell.cell}")

    @property
    def rewound(self) -> bool:
        """Whether the picture on the tile is one of the past, asked for by a person."""
        return self.source is not None and bool(self.source.shown_delay_ms())

    def _has_news(self, current: SlotReader | None) -> bool:
        if current is None:
            return self._drawn is not None
        return self._drawn is None or self._drawn[0] is not current or self._drawn[1] != current.seq()

    def painted(self, reader: SlotReader | None, picture: SlotPicture | None, *, whole: bool) -> None:
        """Note what the last paint drew; a torn picture is to be painted again."""
        self.must_paint = not whole
        self.was_painted = self.was_painted or whole
        drawn = (reader, picture.seq) if reader is not None and picture is not None else None
        if drawn is not None and drawn != self._drawn:
            self.rate.painted += 1
        self._drawn = drawn

    def paint_ended(self, drawn_age_ns: int | None, *, whole: bool, end_ns: int) -> bool:
        """Whether this paint showed it live, of which the first, and that of the past, are noted.

        ``drawn_age_ns``: how long ago the picture that was drawn had arrived.
        """
        if whole and drawn_age_ns is not None:
            self.first_shown_ns = self.first_shown_ns or end_ns
            if self.shown.state in CLAIMED:
                self.first_claimed_ns = self.first_claimed_ns or end_ns
        if whole and self.shown.state is PictureState.REWIND and not self.first_rewind_ns:
            self.first_rewind_ns = end_ns
        if drawn_age_ns is None or not whole or self.shown.behind_ms:
            return False
        if self.shown.state is PictureState.LOST or drawn_age_ns > LIVE_WITHIN_NS:
            return False
        self.first_live_ns = self.first_live_ns or end_ns
        return True

    def take(self, cell: CellView, camera: Camera | None) -> None:
        """Core changed something of this cell, but neither its feed nor its box."""
        if cell != self.cell or camera != self.camera:
            self.cell, self.camera, self.must_paint = cell, camera, True

    def say_recorded(self, recorded: bool) -> None:
        """Whether its camera is recorded now."""
        if recorded is not self.recorded:
            self.recorded, self.must_paint = recorded, True

    def close(self) -> None:
        """Let go of the pictures."""
        if self.source is not None:
            self.source.close()


def _said(shown: ShownState, shed: str) -> tuple[PictureState, LostCause, int, int, str, bool]:
    """What of a state is visible: ages count in whole seconds, and only where they are shown."""
    is_ageing = shown.state in AGEING or shown.damaged
    age_s = int(shown.age_s) if shown.age_s is not None and is_ageing else -1
    return shown.state, shown.cause, age_s, shown.behind_ms, shed, shown.damaged
