"""Renders the simulated cameras' pictures into resources/scenes.

    python packaging/render_scenes.py [--only 3,4] [--out resources/scenes] [--still 40 --png FOLDER]

Needs what the product needs (numpy, OpenCV, PyAV with libx264), nothing else. Every run gives the same
pictures.
With --still, single frames are written as PNG files for looking at, and no scene file.
"""

import argparse
import json
import sys
from contextlib import ExitStack
from pathlib import Path

import cv2

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scenes.catalogue import SCENES  # noqa: E402
from scenes.encode import LoopWriter  # noqa: E402
from scenes.film import Film  # noqa: E402
from scenes.place import Place  # noqa: E402
from scenes.texture import Codes  # noqa: E402
from scenes.traffic import FPS, LOOP_FRAMES  # noqa: E402
from scenes.view import HEIGHT_PX, WIDTH_PX  # noqa: E402

from console.sim.frame_strip import draw as draw_strip  # noqa: E402

SUB_SIZE = (640, 360)
SUB_BITS_PER_S = 345_000
MAIN_BITS_PER_S = 1_130_000


def main() -> None:
    """Renders the scenes asked for, then writes the catalogue."""
    options = parse_options()
    cv2.setNumThreads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    for number in options.only or sorted(SCENES):
        place = SCENES[number]()
        if options.still:
            write_stills(place, options.still, options.png)
        else:
            render(place, options.out)
    if not options.still:
        write_catalogue(options.out)


def parse_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Render the simulated cameras' scenes.")
    numbers = {"type": lambda text: [int(part) for part in text.split(",")], "default": []}
    parser.add_argument("--only", help="scene numbers, separated by commas", **numbers)
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "scenes")
    parser.add_argument("--still", help="frame numbers to write as PNG instead of files", **numbers)
    parser.add_argument("--png", type=Path, default=Path())
    return parser.parse_args()


def write_stills(place: Place, frames: list[int], folder: Path) -> None:
    """Single frames (1280 x 720, without the strip) into a folder."""
    film = Film(place)
    for frame in frames:
        cv2.imwrite(str(folder / f"scene-{place.number:02d}-{frame:03d}.png"), film.frame(frame))
        report(f"scene {place.number:2d}: still {frame}")


def render(place: Place, out: Path) -> None:
    """Writes the sub file, and the main file where the place has one."""
    film = Film(place)
    stem = out / f"scene-{place.number:02d}"
    with ExitStack() as stack:
        sub = stack.enter_context(LoopWriter(stem.with_suffix(".sub.mp4"), *SUB_SIZE, SUB_BITS_PER_S))
        full: LoopWriter | None = None
        if place.has_main:
            full = stack.enter_context(
                LoopWriter(stem.with_suffix(".main.mp4"), WIDTH_PX, HEIGHT_PX, MAIN_BITS_PER_S)
            )
        for index, picture in enumerate(film.frames()):
            sub.add(
                stripped(cv2.resize(picture, SUB_SIZE, interpolation=cv2.INTER_AREA), place.number, index)
            )
            if full:
                full.add(stripped(picture, place.number, index))
            if (index + 1) % 100 == 0:
                report(f"scene {place.number:2d} {place.title}: {index + 1} of {LOOP_FRAMES} frames")


def stripped(picture: Codes, scene: int, frame: int) -> Codes:
    """The picture with the strip that tells scene and frame."""
    draw_strip(picture, scene, frame)
    return picture


def write_catalogue(out: Path) -> None:
    """scenes.json: what there is of the scenes whose files lie in `out`."""
    entries = []
    for number in sorted(SCENES):
        profiles = [name for name in ("sub", "main") if (out / f"scene-{number:02d}.{name}.mp4").exists()]
        if profiles:
            place = SCENES[number]()
            period = "night" if place.light.night else "day"
            entries.append(
                {
                    "number": number,
                    "title": place.title,
                    "kind": place.kind,
                    "light": period,
                    "profiles": profiles,
                }
            )
    content = {"schema_version": 1, "frames": LOOP_FRAMES, "fps": FPS, "scenes": entries}
    (out / "scenes.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def report(line: str) -> None:
    """Progress, to standard error."""
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
