"""Taking pictures of tiles: at once as they are seen, and as large as their camera sends them."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from console.domain.camera import Camera, Profile
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.media import Demand, Priority
from console.domain.picture import shown_state
from console.domain.zoom_part import ZoomPart
from console.protocol.clock import Clock
from console.protocol.slots import SlotPicture, SlotReader
from console.ui.declared_demands import DeclaredDemands
from console.ui.frames import Frames, FrameSource, image_over
from console.ui.snapshot_file import SnapshotFacts, write_snapshot

PART = "snapshots"
AWAITED_NS = 4_000_000_000
"""So long the camera's own size is waited for: a main stream comes with its next keyframe."""
TRIES = 3
"""A picture that its writer replaces meanwhile is taken anew."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what a picture is wanted."""

    feed: FeedId
    camera: Camera | None
    monitor: MonitorId
    cell: CellIndex
    state: str
    delay_ms: int = 0
    part: ZoomPart | None = None

    @property
    def profile(self) -> Profile:
        """Of the camera's largest stream."""
        profiles = self.camera.profiles if self.camera is not None else ()
        return Profile.MAIN if Profile.MAIN in profiles else Profile.SUB

    @property
    def words(self) -> str:
        """What people call it."""
        return f"camera {self.camera.number}" if self.camera is not None else str(self.feed)


@dataclass(slots=True)
class _Awaited:
    subject: Subject
    source: FrameSource
    seen: tuple[int, int]
    until_ns: int


class Snapshots(QObject):
    """``said``: words for people, whether bad. ``machine`` is its clock, ``pictures`` the pictures' own."""

    said = Signal(str, bool)

    def __init__(
        self,
        frames: Frames,
        demands: DeclaredDemands,
        machine: Clock,
        pictures: Clock,
        folder: Path,
        by: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._frames = frames
        self._demands = demands
        self._machine = machine
        self._pictures = pictures
        self._folder = folder
        self._by = by
        self._awaited: list[_Awaited] = []
        self._writing: list[tuple[str, Future[Path]]] = []
        self._writer: ThreadPoolExecutor | None = None

    def take(self, subject: Subject, reader: SlotReader | None = None) -> None:
        """At once what is seen (``reader``, else the freshest picture); then what is larger, if it comes."""
        source = self._frames.source(subject.feed, 0, 0, None, subject.delay_ms)
        seen = reader if reader is not None else source.current
        size = self._keep(subject, seen)
        if size is None:
            self.said.emit(f"There is no picture of {subject.words} to keep", True)
            return
        source.close()
        wanted = self._frames.zoomable_size(subject.feed, subject.camera.profiles if subject.camera else ())
        if wanted[0] > size[0] or wanted[1] > size[1]:
            larger = self._frames.source(subject.feed, *wanted, None, subject.delay_ms)
            until_ns = self._machine.monotonic_ns() + AWAITED_NS
            self._awaited.append(_Awaited(subject, larger, size, until_ns))
            self._declare()

    def tick(self) -> None:
        """Call often: keeps what has come, says what is written."""
        if self._awaited:
            self._look_for_larger()
        for words, future in [one for one in self._writing if one[1].done()]:
            self._writing.remove((words, future))
            error = future.exception()
            if error is None:
                self.said.emit(f"Picture of {words} kept: {future.result()}", False)
            else:
                why = (error.strerror if isinstance(error, OSError) else "") or error
                self.said.emit(f"The picture of {words} could not be kept in {self._folder}: {why}", True)

    def _look_for_larger(self) -> None:
        now_ns = self._machine.monotonic_ns()
        for one in list(self._awaited):
            subject, source = one.subject, one.source
            profiles = subject.camera.profiles if subject.camera is not None else ()
            source.width, source.height = self._frames.zoomable_size(subject.feed, profiles)
            self._frames.find(source)
            reader = source.current
            if reader is not None and self._is_largest(subject, source, reader):
                self._keep(subject, reader)
            elif now_ns < one.until_ns:
                continue
            self._awaited.remove(one)
            source.close()
        self._declare()

    def _is_largest(self, subject: Subject, source: FrameSource, reader: SlotReader) -> bool:
        key = reader.place.key
        sized = (key.width, key.height) == (source.width, source.height)
        return sized and key.profile is subject.profile and key.delay_ms == subject.delay_ms

    def _declare(self) -> None:
        wanted = {
            (one.source.feed, one.source.width, one.source.height, one.source.delay_ms)
            for one in self._awaited
        }
        demands = (
            Demand(feed, width, height, priority=Priority.FOCUS, delay_ms=delay_ms)
            for feed, width, height, delay_ms in sorted(wanted)
        )
        self._demands.change(tuple(demands), PART)

    # --- keeping

    def _keep(self, subject: Subject, reader: SlotReader | None) -> tuple[int, int] | None:
        """Copy the picture and have it written; its size, None where there is none."""
        taken = _copied(reader) if reader is not None else None
        if taken is None or reader is None:
            return None
        image, picture = taken
        facts = self._facts(subject, reader, picture)
        if self._writer is None:
            self._writer = ThreadPoolExecutor(1, "snapshot")
        job: Callable[[], Path] = partial(write_snapshot, self._folder, image, facts)
        self._writing.append((subject.words, self._writer.submit(job)))
        return picture.width, picture.height

    def _facts(self, subject: Subject, reader: SlotReader, picture: SlotPicture) -> SnapshotFacts:
        written, now_ns = reader.written(), self._pictures.monotonic_ns()
        age_ms = (now_ns - picture.arrival_ns) // 1_000_000
        past_ms = age_ms + written.behind_ms
        rewound = shown_state(written, now_ns, subject.delay_ms).word
        camera, part = subject.camera, subject.part
        return SnapshotFacts(
            feed=str(subject.feed),
            number=camera.number if camera is not None else None,
            name=camera.name if camera is not None else "",
            agency=camera.agency if camera is not None else "",
            monitor=str(subject.monitor),
            cell=int(subject.cell),
            pictured_at=_utc(self._pictures.now_ms() - past_ms),
            state=rewound if subject.delay_ms else subject.state,
            behind_s=past_ms / 1000 if subject.delay_ms else 0.0,
            profile=reader.place.key.profile.value,
            width=picture.width,
            height=picture.height,
            shown_part=(part.left, part.top, part.width, part.height) if part is not None else None,
            taken_by=self._by,
            taken_at=_utc(self._machine.now_ms()),
        )

    def stop(self) -> None:
        """What was taken is written; nothing more is waited for."""
        for one in self._awaited:
            one.source.close()
        self._awaited.clear()
        if self._writer is not None:
            self._writer.shutdown()


def _utc(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _copied(reader: SlotReader) -> tuple[QImage, SlotPicture] | None:
    """A whole picture, no longer in the slot's memory."""
    for _ in range(TRIES):
        picture = reader.picture()
        if picture is None:
            continue
        image = image_over(picture).copy()
        if reader.still_whole(picture):
            return image, picture
    return None
