"""Solid models of vehicles: convex parts with faces, panes and lamps painted on the faces."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scenes.view import Floats

XZ = tuple[float, float]


@dataclass
class Face:
    """Corners in the vehicle's frame (x ahead from its front, y to its left, z up), in metres."""

    corners: Floats
    material: str
    normal: Floats
    part: int
    decals: list[tuple[Floats, str]] = field(default_factory=list)


@dataclass
class Model:
    """Convex parts in drawing order, and where the wheels and lamps are."""

    length_m: float
    width_m: float
    height_m: float
    faces: list[Face] = field(default_factory=list)
    wheels: list[tuple[float, float, float]] = field(default_factory=list)  # x, half track, radius
    head_lamps: Floats = field(default_factory=lambda: np.zeros((0, 3), np.float32))
    tail_lamps: Floats = field(default_factory=lambda: np.zeros((0, 3), np.float32))

    def part(
        self, profile: Sequence[XZ], half_widths: Sequence[float], side: str, strips: Sequence[str]
    ) -> list[Face]:
        """A convex part from a side profile (front, top, rear, bottom), its half widths and materials.

        Returns the left side, the right side, then one face a profile edge."""
        index = self.faces[-1].part + 1 if self.faces else 0
        left = np.array([(x, w, z) for (x, z), w in zip(profile, half_widths, strict=True)], np.float32)
        right = left * np.array([1, -1, 1], np.float32)
        middle = (left.mean(0) + right.mean(0)) / 2
        added = [_face(left, side, middle, index), _face(right, side, middle, index)]
        for at, material in enumerate(strips):
            after = (at + 1) % len(profile)
            added.append(
                _face(np.stack([left[at], left[after], right[after], right[at]]), material, middle, index)
            )
        self.faces += added
        return added


def _face(corners: Floats, material: str, middle: Floats, part: int) -> Face:
    normal = np.zeros(3, np.float32)
    for at in range(len(corners)):  # Newell's method: sound for slightly bent polygons
        here, after = corners[at], corners[(at + 1) % len(corners)]
        normal += np.cross(here, after)
    normal /= max(1e-6, float(np.linalg.norm(normal)))
    if normal @ (corners.mean(0) - middle) < 0:
        normal = -normal
    return Face(corners, material, normal, part)


def _inset(face: Face, left: float, right: float, bottom: float, top: float) -> Floats:
    """A quad within a four-cornered face, as shares of its edges."""
    a, b, c, d = face.corners
    near, far = (lambda s: a + (b - a) * s), (lambda s: d + (c - d) * s)
    return np.stack(
        [_mix(near(s), far(s), t) for s, t in ((bottom, left), (top, left), (top, right), (bottom, right))]
    )


def _mix(first: Floats, second: Floats, share: float) -> Floats:
    return first + (second - first) * share


def _side_quad(x0: float, x1: float, y: float, z0: float, z1: float, y_top: float | None = None) -> Floats:
    top = y if y_top is None else y_top
    return np.array([(x0, y, z0), (x1, y, z0), (x1, top, z1), (x0, top, z1)], np.float32)


def car(length: float = 4.4, height: float = 1.47, width: float = 1.8, estate: bool = False) -> Model:
    """A hatchback, or an estate with a long roof."""
    model = Model(length, width, height)
    w, rear = width / 2, -length
    belt = 0.62 * height
    hood = -1.25 if length > 4 else -1.0
    body = [
        (0.0, 0.32),
        (-0.02, 0.55),
        (-0.22, 0.72),
        (hood + 0.1, belt - 0.02),
        (rear + 0.25, belt),
        (rear + 0.03, belt - 0.12),
        (rear, 0.5),
        (rear + 0.1, 0.26),
        (-0.2, 0.22),
    ]
    widths = [w * 0.84, w * 0.9, w * 0.94, w, w * 0.97, w * 0.9, w * 0.9, w * 0.9, w * 0.92]
    strips = ["paint", "paint", "paint", "paint", "paint", "paint", "trim", "dark", "trim"]
    left, right, *edges = model.part(body, widths, "paint", strips)
    for face, y in ((left, w * 0.97), (right, -w * 0.97)):
        face.decals += [
            (_side_quad(rear + 0.3, -0.35, y, 0.22, 0.36), "trim"),
            (_side_quad(hood - 1.02, hood - 0.99, y, 0.36, belt - 0.04), "seam"),
            (_side_quad(hood - 2.02, hood - 1.99, y, 0.36, belt - 0.04), "seam"),
        ]
    front, slope = edges[0], edges[1]
    front.decals += [
        (_inset(front, 0.18, 0.82, 0.15, 0.85), "trim"),
        (_inset(front, 0.38, 0.62, 0.35, 0.8), "plate"),
    ]
    slope.decals += [
        (_inset(slope, 0.03, 0.27, 0.1, 0.85), "head"),
        (_inset(slope, 0.73, 0.97, 0.1, 0.85), "head"),
    ]
    back = edges[5]
    back.decals += [
        (_inset(back, 0.02, 0.2, 0.02, 0.7), "tail"),
        (_inset(back, 0.8, 0.98, 0.02, 0.7), "tail"),
    ]
    back.decals += [(_inset(back, 0.36, 0.64, 0.2, 0.65), "plate")]
    _cabin(model, w, belt, height, hood, rear, estate)
    model.wheels = [(-0.82, w - 0.02, 0.33), (rear + 0.82, w - 0.02, 0.33)]
    model.head_lamps = np.array([(-0.1, w * 0.74, 0.64), (-0.1, -w * 0.74, 0.64)], np.float32)
    model.tail_lamps = np.array([(rear, w * 0.76, 0.76), (rear, -w * 0.76, 0.76)], np.float32)
    return model


def _cabin(
    model: Model, w: float, belt: float, height: float, hood: float, rear: float, estate: bool
) -> None:
    back_top = rear + (0.42 if estate else 0.85)
    base, roof = w * 0.93, w * 0.7
    profile = [
        (hood + 0.15, belt),
        (hood - 0.68, height - 0.03),
        (hood - 1.1, height),
        (back_top, height - 0.04),
        (rear + 0.18, belt),
    ]
    widths = [base, roof, roof, roof, base]
    left, right, *edges = model.part(profile, widths, "paint", ["paint", "paint", "paint", "paint"])
    screen, window = edges[0], edges[3]
    screen.decals.append((_inset(screen, 0.05, 0.95, 0.05, 0.93), "screen"))
    window.decals.append((_inset(window, 0.08, 0.92, 0.12, 0.85), "screen"))
    low, high = belt + 0.05, height - 0.1

    def at(z: float) -> float:
        return base + (roof - base) * (z - belt) / (height - belt)

    middle = hood - 1.0
    panes = [
        (hood - 0.05, middle + 0.05, hood - 0.6, middle + 0.05),
        (middle - 0.05, middle - 0.95, middle - 0.05, middle - 0.9),
        (middle - 1.03, rear + 0.42, middle - 1.0, back_top + 0.12),
    ]
    for face, sign in ((left, 1), (right, -1)):
        for x0, x1, x2, x3 in panes:
            if x0 - x1 > 0.15:
                quad = np.array(
                    [(x0, at(low), low), (x1, at(low), low), (x3, at(high), high), (x2, at(high), high)],
                    np.float32,
                )
                face.decals.append((quad * np.array([1, sign, 1], np.float32), "glass"))


def van() -> Model:
    """A delivery van, 5.6 m."""
    model = Model(5.6, 2.0, 2.45)
    w, rear = 1.0, -5.6
    body = [
        (0, 0.32),
        (-0.05, 0.85),
        (-0.75, 1.2),
        (-1.45, 2.35),
        (-1.8, 2.45),
        (rear + 0.05, 2.45),
        (rear, 0.35),
        (-0.2, 0.25),
    ]
    widths = [0.88, 0.95, 0.97, 0.86, 0.86, 0.88, 0.97, 0.95]
    left, right, *edges = model.part(
        body, widths, "paint", ["paint", "paint", "screen", "paint", "paint", "paint", "dark", "trim"]
    )
    for face, s in ((left, 1), (right, -1)):
        face.decals += [
            (
                np.array(
                    [
                        (-0.95, s * w * 0.95, 1.3),
                        (-2.2, s * w * 0.95, 1.3),
                        (-2.2, s * w * 0.9, 2.1),
                        (-1.45, s * w * 0.9, 2.1),
                    ],
                    np.float32,
                ),
                "glass",
            ),
            (_side_quad(rear + 0.2, -0.3, s * w * 0.97, 0.28, 0.5), "trim"),
            (_side_quad(-2.33, -2.3, s * w * 0.97, 0.5, 2.2, s * w * 0.88), "seam"),
            (_side_quad(-3.7, -3.67, s * w * 0.97, 0.5, 2.2, s * w * 0.88), "seam"),
        ]
    edges[0].decals += [
        (_inset(edges[0], 0.2, 0.8, 0.1, 0.7), "trim"),
        (_inset(edges[0], 0.38, 0.62, 0.2, 0.4), "plate"),
    ]
    edges[0].decals += [
        (_inset(edges[0], 0.02, 0.2, 0.6, 0.95), "head"),
        (_inset(edges[0], 0.8, 0.98, 0.6, 0.95), "head"),
    ]
    back = edges[5]
    back.decals += [
        (_inset(back, 0.08, 0.48, 0.06, 0.38), "screen"),
        (_inset(back, 0.52, 0.92, 0.06, 0.38), "screen"),
    ]
    back.decals += [
        (_inset(back, 0.02, 0.1, 0.5, 0.75), "tail"),
        (_inset(back, 0.9, 0.98, 0.5, 0.75), "tail"),
    ]
    back.decals += [(_inset(back, 0.495, 0.505, 0.05, 0.95), "seam")]
    model.wheels = [(-0.95, w - 0.02, 0.35), (rear + 1.1, w - 0.02, 0.35)]
    model.head_lamps = np.array([(-0.05, 0.8, 0.75), (-0.05, -0.8, 0.75)], np.float32)
    model.tail_lamps = np.array([(rear, 0.9, 1.0), (rear, -0.9, 1.0)], np.float32)
    return model


def bus() -> Model:
    """A city bus, 12 m, doors on its right."""
    model = Model(12.0, 2.55, 3.1)
    w, rear = 1.27, -12.0
    body = [(0, 0.35), (0, 1.2), (-0.18, 2.75), (-0.5, 3.05), (rear + 0.2, 3.05), (rear, 2.7), (rear, 0.35)]
    widths = [w * 0.97, w, w, w * 0.94, w * 0.94, w, w]
    left, right, *edges = model.part(
        body, widths, "livery", ["livery", "screen", "trim", "roof", "livery", "livery", "dark"]
    )
    for face, s in ((left, 1), (right, -1)):
        y = s * w
        face.decals.append((_side_quad(rear + 0.3, -0.25, y, 1.25, 2.45), "cabin"))
        for x in np.arange(-1.8, rear + 0.8, -1.45):
            face.decals.append((_side_quad(x, x - 0.09, y, 1.25, 2.45), "trim"))
        face.decals.append((_side_quad(rear + 0.05, -0.05, y, 0.35, 0.62), "trim"))
        face.decals.append((_side_quad(rear + 0.05, -0.05, y, 2.6, 2.85), "livery2"))
        if s < 0:
            for x in (-0.6, -5.6, -9.6):
                face.decals += [
                    (_side_quad(x, x - 1.25, y, 0.4, 2.5), "cabin"),
                    (_side_quad(x - 0.6, x - 0.66, y, 0.4, 2.5), "trim"),
                ]
    front = edges[0]
    front.decals += [
        (_inset(front, 0.04, 0.2, 0.3, 0.6), "head"),
        (_inset(front, 0.8, 0.96, 0.3, 0.6), "head"),
    ]
    front.decals += [
        (_inset(front, 0.05, 0.95, 0.0, 0.2), "trim"),
        (_inset(front, 0.4, 0.6, 0.3, 0.45), "plate"),
    ]
    edges[1].decals += [(_inset(edges[1], 0.2, 0.8, 0.8, 0.97), "sign")]
    back = edges[5]
    back.decals += [
        (_inset(back, 0.12, 0.88, 0.04, 0.36), "screen"),
        (_inset(back, 0.2, 0.8, 0.6, 0.85), "trim"),
    ]
    back.decals += [
        (_inset(back, 0.03, 0.1, 0.5, 0.75), "tail"),
        (_inset(back, 0.9, 0.97, 0.5, 0.75), "tail"),
    ]
    model.wheels = [(-2.7, w - 0.02, 0.48), (rear + 3.2, w - 0.02, 0.48)]
    model.head_lamps = np.array([(0, 1.05, 0.75), (0, -1.05, 0.75)], np.float32)
    model.tail_lamps = np.array([(rear, 1.15, 1.2), (rear, -1.15, 1.2)], np.float32)
    return model


def tram_piece(nose: bool, tail: bool) -> Model:
    """One of a tram's three bodies, 8.6 m; the outer ones have a slanted end."""
    length = 8.6
    model = Model(length, 2.4, 3.4)
    w, rear = 1.2, -length
    front_cut, rear_cut = (0.75 if nose else 0.0), (0.75 if tail else 0.0)
    end_w = w * 0.82 if nose else w
    tail_w = w * 0.82 if tail else w
    body = [
        (0, 0.25),
        (0, 1.15),
        (-front_cut, 2.9),
        (-front_cut - 0.25, 3.3),
        (rear + rear_cut + 0.25, 3.3),
        (rear + rear_cut, 2.9),
        (rear, 1.15),
        (rear, 0.25),
    ]
    widths = [end_w, end_w, w * 0.97, w * 0.9, w * 0.9, w * 0.97, tail_w, tail_w]
    front_glass, rear_glass = ("screen" if nose else "dark"), ("screen" if tail else "dark")
    strips = [
        "livery" if nose else "dark",
        front_glass,
        "roof",
        "roof",
        "roof",
        rear_glass,
        "livery" if tail else "dark",
        "dark",
    ]
    left, right, *edges = model.part(body, widths, "livery", strips)
    for face, s in ((left, 1), (right, -1)):
        y = s * w * 0.99
        first, last = -front_cut - 0.5, rear + rear_cut + 0.5
        face.decals += [
            (_side_quad(last, first, y, 1.15, 2.6), "cabin"),
            (_side_quad(last - 0.4, first + 0.4, y, 2.7, 2.95), "livery2"),
            (_side_quad(last - 0.4, first + 0.4, y, 0.25, 0.5), "trim"),
        ]
        for x in np.arange(first - 1.5, last, -1.55):
            face.decals.append((_side_quad(x, x - 0.1, y, 1.15, 2.6), "trim"))
        for x in (first - 1.7, first - 4.8):
            face.decals += [
                (_side_quad(x, x - 1.35, y, 0.42, 2.6), "cabin"),
                (_side_quad(x - 0.64, x - 0.71, y, 0.42, 2.6), "trim"),
            ]
    if nose:
        edges[0].decals += [
            (_inset(edges[0], 0.05, 0.22, 0.45, 0.75), "head"),
            (_inset(edges[0], 0.78, 0.95, 0.45, 0.75), "head"),
        ]
        edges[1].decals += [(_inset(edges[1], 0.25, 0.75, 0.82, 0.96), "sign")]
        model.head_lamps = np.array([(0, 0.75, 0.8), (0, -0.75, 0.8)], np.float32)
    if tail:
        back = edges[6]
        back.decals += [
            (_inset(back, 0.05, 0.2, 0.2, 0.5), "tail"),
            (_inset(back, 0.8, 0.95, 0.2, 0.5), "tail"),
        ]
        model.tail_lamps = np.array([(rear, 0.8, 0.9), (rear, -0.8, 0.9)], np.float32)
    roof = [
        (-front_cut - 1.2, 3.3),
        (-front_cut - 1.3, 3.6),
        (rear + rear_cut + 1.3, 3.6),
        (rear + rear_cut + 1.2, 3.3),
    ]
    model.part(roof, [0.75] * 4, "trim", ["trim", "roof", "trim", "trim"])
    return model


MODELS: dict[str, list[Model]] = {
    "car": [car()],
    "small": [car(3.7, 1.5, 1.68, estate=True)],
    "estate": [car(4.7, 1.5, 1.84, estate=True)],
    "taxi": [car(4.7, 1.5, 1.84, estate=True)],
    "van": [van()],
    "bus": [bus()],
    "tram": [tram_piece(True, False), tram_piece(False, False), tram_piece(False, True)],
}
TRAM_PITCH_M = 9.0
LENGTHS_M = {name: parts[0].length_m + TRAM_PITCH_M * (len(parts) - 1) for name, parts in MODELS.items()}
