"""All that core knows: one slice for each family, changed in place by steps alone."""

from collections.abc import Mapping

from msgspec import Struct

from console.core.answers import AnswerTable
from console.core.feed_slice import FeedTable
from console.core.incidents.incident_slice import IncidentSlice
from console.core.log.input_log import SiteLoaded
from console.core.recording.recording_slice import RecordingSlice
from console.core.tables import Fact, Ledger, Table, ToldTable
from console.core.timers import TimerTable
from console.core.wall.wall_slice import WallSlice
from console.domain.camera import Camera
from console.domain.ids import FeedId, MonitorId
from console.domain.layout import StoredLayout
from console.domain.policies.camera_field import CameraField
from console.domain.tour import StoredTour
from console.domain.wall_preset import StoredPreset
from console.protocol.process_config import DirectorConfig

NO_SITE = SiteLoaded(site="", cameras=(), monitors=(), director=DirectorConfig(), shipped={}, stored={})


class SetAside(Struct, frozen=True):
    """Entries of the log that could not be read: number ``n``, to ``last_n`` if that is not 0; and why."""

    n: int
    reason: str
    last_n: int = 0


class Site:
    """The site's facts, and what follows from them. ``loaded`` is the fact, the rest is made from it."""

    def __init__(self, ledger: Ledger) -> None:
        self._loaded = Fact(ledger, NO_SITE)
        self._made_of = NO_SITE
        self._feeds: frozenset[FeedId] = frozenset()
        self._cameras: dict[FeedId, Camera] = {}
        self._field = CameraField(())
        self._order: dict[MonitorId, int] = {}

    @property
    def loaded(self) -> SiteLoaded:
        """The site as core was told it."""
        return self._loaded.value

    def load(self, site: SiteLoaded) -> None:
        """The site is this one now."""
        self._loaded.put(site)

    @property
    def feeds(self) -> frozenset[FeedId]:
        """All feeds of the site."""
        self._make()
        return self._feeds

    @property
    def cameras(self) -> Mapping[FeedId, Camera]:
        """All cameras of the site."""
        self._make()
        return self._cameras

    @property
    def field(self) -> CameraField:
        """Its cameras as the director looks for them."""
        self._make()
        return self._field

    @property
    def order(self) -> dict[MonitorId, int]:
        """Each monitor's place in the order of the wall."""
        self._make()
        return self._order

    def _make(self) -> None:
        if self._made_of is not self.loaded:
            self._made_of = self.loaded
            self._order = {spec.monitor: index for index, spec in enumerate(self.loaded.monitors)}
            self._cameras = {camera.feed: camera for camera in self.loaded.cameras}
            self._feeds = frozenset(self._cameras)
            self._field = CameraField(self.loaded.cameras)


class State:
    """The state after input ``n`` at ``at_ms`` (log time) and ``wall_ms`` (what people are shown).

    A step writes through ``ledger`` alone, so that it is undone as a whole or stands as a whole.
    """

    def __init__(self, ledger: Ledger | None = None) -> None:
        self.ledger = ledger or Ledger()
        self.n = 0
        self.at_ms = 0
        self.wall_ms = 0
        self.site = Site(self.ledger)
        self.feeds = FeedTable(self.ledger)
        self.stored: ToldTable[str, StoredLayout] = ToldTable(self.ledger)
        self.owns_layouts = Fact(self.ledger, False)
        self.presets: ToldTable[str, StoredPreset] = ToldTable(self.ledger)
        self.replaced_presets: Table[int, StoredPreset] = Table(self.ledger)
        self.tours: ToldTable[str, StoredTour] = ToldTable(self.ledger)
        self.incidents = IncidentSlice(self.ledger)
        self.wall = WallSlice(self.ledger, self.incidents.table)
        self.recordings = RecordingSlice(self.ledger)
        self.timers = TimerTable(self.ledger)
        self.answers = AnswerTable(self.ledger)
        self.set_aside: Table[int, SetAside] = Table(self.ledger)

    def forget_touched(self) -> None:
        """Clients know all, or there are none yet."""
        self.incidents.table.touched.clear()
        self.recordings.table.touched.clear()
        self.stored.touched.clear()
        self.presets.touched.clear()
        self.tours.touched.clear()
        self.wall.spots.refresh(self.site.order)
        self.wall.spots.touched.clear()

    def monitors(self) -> tuple[MonitorId, ...]:
        """The wall's monitors, in their order."""
        return tuple(self.site.order)
