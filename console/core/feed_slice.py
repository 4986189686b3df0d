"""The feeds' slice of the state: how each feed's picture is, as far as decisions need it."""

from console.core.tables import Ledger, Table
from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.protocol.core_messages import FeedState


class FeedTable(Table[FeedId, FeedState]):
    """Feeds by id; ``lost`` are those whose picture is LOST, which are never switched up."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self.lost: set[FeedId] = set()

    def _moved(self, key: FeedId, before: FeedState | None, now: FeedState | None) -> None:
        if now is not None and now.state is PictureState.LOST:
            self.lost.add(key)
        else:
            self.lost.discard(key)
