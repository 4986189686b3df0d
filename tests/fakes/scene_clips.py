"""Small scene files with the frame strip, encoded as the shipped ones are."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from console.domain.camera import Profile
from console.sim import frame_strip

GOP_FRAMES = 30


def write_scene(
    folder: Path, number: int, profile: Profile = Profile.SUB, frames: int = 60, noise: int = 12
) -> Path:
    """A clip of moving noise, 15 fps, GOP 30, no B-frames; 640x360, or 1280x720 for the main profile."""
    width, height = (640, 360) if profile is Profile.SUB else (1280, 720)
    path = folder / f"scene-{number:02d}.{profile}.mp4"
    options = {"preset": "ultrafast", "x264-params": "bframes=0:keyint=30:min-keyint=30:scenecut=0:threads=1"}
    random = np.random.default_rng(number)
    with av.open(str(path), mode="w") as container:
        stream = container.add_stream("libx264", rate=15, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = Fraction(1, 15)
        for index in range(frames):
            luma = np.full((height * 3 // 2, width), 128, np.uint8)
            grain = random.integers(-noise, noise + 1, (height // 8, width // 8))
            luma[:height] = np.kron(grain + 100 + index % 50, np.ones((8, 8))).astype(np.uint8)
            frame_strip.draw(luma[:height], number, index)
            frame = av.VideoFrame.from_ndarray(luma, format="yuv420p")
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
