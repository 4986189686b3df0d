"""A tour: cameras that one cell shows one after the other."""

from dataclasses import dataclass

from console.domain.errors import SightlineError
from console.domain.ids import FeedId

LEAST_DWELL_S, LONGEST_DWELL_S = 2, 3600
MAX_STEPS = 500
DEFAULT_DWELL_S = 10


class TourError(SightlineError):
    """A tour is not possible: no step, too short a dwell."""


@dataclass(frozen=True, slots=True)
class TourStep:
    """A camera, and how long it is shown."""

    feed: FeedId
    dwell_s: int = DEFAULT_DWELL_S


@dataclass(frozen=True, slots=True)
class Tour:
    """``shuffled``: each round in another order. Cameras that are LOST are passed over.

    Raises TourError.
    """

    name: str
    steps: tuple[TourStep, ...]
    shuffled: bool = False

    def __post_init__(self) -> None:
        """Check it once, where it is made."""
        if not 1 <= len(self.steps) <= MAX_STEPS:
            raise TourError(f"tour {self.name!r}: a tour has 1 to {MAX_STEPS} steps")
        for step in self.steps:
            if not LEAST_DWELL_S <= step.dwell_s <= LONGEST_DWELL_S:
                raise TourError(
                    f"tour {self.name!r}: {step.feed} dwells {step.dwell_s} s; {LEAST_DWELL_S} to "
                    f"{LONGEST_DWELL_S} s are possible"
                )


@dataclass(frozen=True, slots=True)
class StoredTour:
    """A tour as it is kept under its name: see StoredLayout."""

    tour: Tour
    version: int
    by: str = ""
    at_ms: int = 0
