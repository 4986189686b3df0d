"""Turns a place into frames: the still backdrop once, then what moves, weather, lens and sensor."""

from collections.abc import Iterator

import cv2
import numpy as np

from scenes import person, vehicle
from scenes.canvas import Canvas
from scenes.model import LENGTHS_M
from scenes.person import Figure
from scenes.place import Place
from scenes.stage import Shade, Stage
from scenes.texture import Codes, fractal
from scenes.traffic import FPS, LOOP_FRAMES
from scenes.vehicle import Placed
from scenes.view import HEIGHT_PX, WIDTH_PX, Floats
from scenes.weather import Rain, Ripples, Snowfall, Sparkle

LENS_BARREL = 0.045
VIGNETTE = 0.26
SENSOR_FIELDS = 12


class Film:
    """Frames of 1280 x 720 of one place; `frame(k)` depends on k alone."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._shade = Shade(place.light, place.boxes, place.balls)
        stage = Stage(place.view, place.light, self._shade, place.rng)
        for surface in [place.ground.surface(), place.surroundings(), *place.surfaces]:
            stage.cast(surface)
        for _, card in sorted(place.cards, key=lambda entry: -entry[0]):
            stage.cast(card)
        self._backdrop = stage.finish(place.wet)
        self._park()
        self._shine_lamps()
        for flow in place.flows:
            flow.settle(LENGTHS_M)
        self._ripples = Ripples(place.view, self._backdrop, place.water) if place.water else None
        self._sparkle = [Sparkle(fountain, place.rng) for fountain in place.fountains]
        self._rain = Rain() if place.falling == "rain" else None
        self._snow = Snowfall(place.rng) if place.falling == "snow" else None
        self._lens = _lens_maps()
        self._vignette = _vignette()
        self._noise = _sensor_noise(place.rng, place.light.noise)

    def frames(self) -> Iterator[Codes]:
        return (self.frame(index) for index in range(LOOP_FRAMES))

    def frame(self, index: int) -> Codes:
        canvas = self._canvas(self._backdrop.picture.copy())
        if self._ripples:
            self._ripples.draw(canvas, index)
        placed = self._vehicles(index)
        figures = self._figures(index)
        self._draw_on_ground(canvas, placed, figures)
        self._draw_bodies(canvas, placed, figures, index)
        self._draw_signals(canvas, index)
        if self._rain:
            self._rain.draw(canvas.picture, index)
        if self._snow:
            self._snow.draw(canvas.picture, index)
        return self._sense(canvas.picture, index)

    def _canvas(self, picture: Codes) -> Canvas:
        return Canvas(picture, self._place.view, self._place.light, self._shade, self._backdrop)

    def _vehicles(self, index: int) -> list[Placed]:
        return [
            piece
            for flow in self._place.flows
            for moving in flow.moving(index)
            for piece in vehicle.pieces(moving)
        ]

    def _figures(self, index: int) -> list[Figure]:
        umbrellas = self._place.falling == "rain"
        found = []
        for walker in self._place.walkers:
            for s_m, walks in walker.strides(index):
                x, y = walker.path.at(s_m)
                ahead = walker.path.at(s_m + 0.3)
                gait = s_m if walks else None
                found.append(
                    Figure(
                        x,
                        y,
                        (ahead[0] - x, ahead[1] - y),
                        walker.seed,
                        gait,
                        0.0,
                        umbrellas and walker.seed % 3 > 0,
                    )
                )
        for stander in self._place.standers:
            sway = float(np.sin(2 * np.pi * (index / LOOP_FRAMES * (2 + stander.seed % 3)) + stander.seed))
            turn = np.radians(stander.heading_deg + 9 * sway)
            heading = (float(np.sin(turn)), float(np.cos(turn)))
            x, y = stander.x_m + 0.02 * sway, stander.y_m
            found.append(Figure(x, y, heading, stander.seed, None, sway, umbrellas and stander.seed % 3 > 0))
        return found

    def _draw_on_ground(self, canvas: Canvas, placed: list[Placed], figures: list[Figure]) -> None:
        for piece in placed:
            vehicle.draw_shadow(canvas, piece)
        for figure in figures:
            person.draw_shadow(canvas, figure)
        if self._place.light.night:
            for piece in placed:
                vehicle.draw_beam(canvas, piece)

    def _draw_bodies(self, canvas: Canvas, placed: list[Placed], figures: list[Figure], index: int) -> None:
        view = self._place.view
        things: list[tuple[float, object]] = [(view.distance_to(*piece.middle), piece) for piece in placed]
        things += [(view.distance_to(figure.x_m, figure.y_m), figure) for figure in figures]
        things += [(view.distance_to(jet.fountain.x_m, jet.fountain.y_m), jet) for jet in self._sparkle]
        for _, thing in sorted(things, key=lambda entry: -entry[0]):
            if isinstance(thing, Placed):
                vehicle.draw(canvas, thing)
                if self._place.light.night:
                    vehicle.draw_lights(canvas, thing, self._place.wet)
            elif isinstance(thing, Figure):
                person.draw(canvas, thing)
            elif isinstance(thing, Sparkle):
                thing.draw(canvas, index)

    def _draw_signals(self, canvas: Canvas, index: int) -> None:
        loop_s = LOOP_FRAMES / FPS
        for signal in self._place.signals:
            pixels, depth = self._place.view.project(np.array(signal.lenses, np.float32))
            until_red = (signal.stop.red_s - index / FPS) % loop_s
            if signal.stop.closed(index):
                lens, colour = 0, (40, 40, 255)
            elif until_red < 1.5:
                lens, colour = 1, (40, 200, 255)
            else:
                lens, colour = 2, (150, 230, 60)
            radius = max(1.2, 0.11 * self._place.view.focal_px / float(depth[lens]))
            centre = np.round(pixels[lens] * 16).astype(int).tolist()
            cv2.circle(canvas.picture, centre, round(radius * 16), colour, -1, cv2.LINE_AA, 4)
            canvas.glow(
                pixels[lens], radius * (5 if self._place.light.night else 2.5), colour, float(depth[lens])
            )

    def _park(self) -> None:
        """Parked vehicles become part of the backdrop, with their depths."""
        canvas = self._canvas(self._backdrop.picture)
        view = self._place.view
        ordered = sorted(self._place.parked, key=lambda p: -view.distance_to(*p.front))
        placed = [
            (Placed(vehicle.MODELS[p.kind][0], p.kind, p.seed, p.front, p.rear, lights_on=False), p)
            for p in ordered
        ]
        for piece, _ in placed:
            vehicle.draw_shadow(canvas, piece)
        for piece, _ in placed:
            before = canvas.picture.copy()
            vehicle.draw(canvas, piece)
            changed = (canvas.picture != before).any(2)
            distance = view.project(np.array([[*piece.middle, 0.7]], np.float32))[1][0]
            self._backdrop.depth[changed] = np.minimum(self._backdrop.depth[changed], distance)
            self._backdrop.ground[changed] = 0

    def _shine_lamps(self) -> None:
        if not self._place.light.night:
            return
        canvas = self._canvas(self._backdrop.picture)
        for lamp in self._place.light.lamps:
            if lamp.power < 10:
                continue
            pixels, depth = self._place.view.project(np.array([[lamp.x_m, lamp.y_m, lamp.z_m]], np.float32))
            if depth[0] > 2:
                radius = max(6.0, 1.5 * self._place.view.focal_px / float(depth[0]))
                colour = np.array(lamp.colour) * 235
                canvas.glow(pixels[0], min(radius, 130), colour * 0.7, float(depth[0]) - 1)
                canvas.glow(pixels[0], min(radius, 130) * 0.3, colour + 20, float(depth[0]) - 1)

    def _sense(self, picture: Codes, index: int) -> Codes:
        bent = cv2.remap(picture, *self._lens, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        cv2.multiply(bent, self._vignette, bent, scale=1 / 255)
        field = self._noise[index % SENSOR_FIELDS]
        rng = np.random.default_rng(index)
        top, left = rng.integers(0, 40, 2)
        return cv2.add(bent, field[top : top + HEIGHT_PX, left : left + WIDTH_PX], dtype=cv2.CV_8U)


def _lens_maps() -> tuple[Floats, Floats]:
    """A cheap wide lens's barrel distortion."""
    ys, xs = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    dx, dy = (xs - WIDTH_PX / 2) / (WIDTH_PX / 2), (ys - HEIGHT_PX / 2) / (WIDTH_PX / 2)
    squared = dx**2 + dy**2
    factor = (1 + LENS_BARREL * squared) / (1 + LENS_BARREL * 1.32)
    columns = WIDTH_PX / 2 + dx * factor * WIDTH_PX / 2
    rows = HEIGHT_PX / 2 + dy * factor * WIDTH_PX / 2
    return cv2.convertMaps(columns, rows, cv2.CV_16SC2)  # type: ignore[return-value]


def _vignette() -> Codes:
    ys, xs = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    out = np.hypot((xs - WIDTH_PX / 2) / (WIDTH_PX / 2), (ys - HEIGHT_PX / 2) / (WIDTH_PX / 2))
    level = np.clip(255 * (1 - VIGNETTE * np.clip(out, 0, 1.2) ** 2.6), 0, 255).astype(np.uint8)
    return cv2.merge([level, level, level])


def _sensor_noise(rng: np.random.Generator, sigma: float) -> list[np.ndarray]:
    """Fields of grain, softened as a camera's denoiser leaves it, with a little colour."""
    fields = []
    for _ in range(SENSOR_FIELDS):
        grey = fractal(rng, HEIGHT_PX + 40, WIDTH_PX + 40, [(1, sigma * 1.4), (2, sigma * 0.9)])
        tint = fractal(rng, HEIGHT_PX + 40, WIDTH_PX + 40, [(6, sigma * 0.3)])
        fields.append(np.stack([grey + tint, grey, grey - tint], 2).astype(np.int16))
    return fields
