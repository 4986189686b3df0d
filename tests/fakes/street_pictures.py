"""Pictures of the demo city's streets, for slots of windows that are to be looked at."""

import functools

import av
import numpy as np

from console.domain.picture import LostCause, PictureState
from console.protocol.shipped import shipped
from console.protocol.slots import SlotWriter

SCENES = 12


@functools.cache
def street(number: int, width: int, height: int) -> np.ndarray:
    """A scene's first picture: rows x columns x BGR."""
    name = f"scene-{number % SCENES + 1:02d}.sub.mp4"
    with av.open(str(shipped("resources", "scenes", name))) as movie:
        frame = next(movie.decode(video=0))
        return frame.reformat(width=width, height=height, format="bgr24").to_ndarray()


def show_street(writer: SlotWriter, number: int, arrival_ns: int, stale_after_ms: int) -> None:
    """Publish it as a picture that arrived then."""
    key = writer.place.key
    pixels = writer.begin(key.width, key.height)[:, : key.width]
    pixels[:, :, :3] = street(number, key.width, key.height)
    pixels[:, :, 3] = 255
    writer.publish(arrival_ns, 0)
    writer.set_state(PictureState.LIVE, LostCause.NONE, stale_after_ms)
