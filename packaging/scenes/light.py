"""The light of a scene: sun, sky, street lamps, and how a sensor turns it into picture values."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scenes.view import Floats

Colour = tuple[float, float, float]  # blue, green, red; linear unless said otherwise

CODES = np.arange(256, dtype=np.float32) / 255.0
LINEAR_OF_CODE = np.where(CODES <= 0.04045, CODES / 12.92, ((CODES + 0.055) / 1.055) ** 2.4).astype(
    np.float32
)


def linear(code: tuple[int, int, int]) -> Floats:
    """The linear colour of sRGB codes (blue, green, red)."""
    return LINEAR_OF_CODE[list(code)]


@dataclass(frozen=True)
class Lamp:
    """A street lamp's head; it lights downwards mostly."""

    x_m: float
    y_m: float
    z_m: float
    colour: Colour = (0.45, 0.75, 1.0)
    power: float = 30.0


@dataclass(frozen=True)
class Light:
    """Directions in degrees: azimuth clockwise from the world's y axis; colours are irradiances, linear."""

    sun: Colour
    sky: Colour
    sun_azimuth_deg: float = 0.0
    sun_elevation_deg: float = 45.0
    exposure: float = 1.5
    horizon: Colour = (0.9, 0.85, 0.8)
    zenith: Colour = (0.85, 0.6, 0.42)
    haze_m: float = 500.0
    night: bool = False
    noise: float = 2.0
    lamps: list[Lamp] = field(default_factory=list)

    @cached_property
    def sun_direction(self) -> Floats:
        azimuth, elevation = np.radians([self.sun_azimuth_deg, self.sun_elevation_deg])
        flat = np.cos(elevation)
        return np.array([np.sin(azimuth) * flat, np.cos(azimuth) * flat, np.sin(elevation)], np.float32)

    @property
    def sunny(self) -> bool:
        return max(self.sun) > 0.05

    def irradiance(self, points: Floats, normal: Floats, sunlit: Floats | float) -> Floats:
        """What falls on points (N, 3) that face `normal`; `sunlit` 0..1 is how much of the sun they see."""
        upward = 0.62 + 0.38 * float(normal[2])
        total = np.empty((len(points), 3), np.float32)
        total[:] = np.array(self.sky, np.float32) * upward
        towards_sun = max(0.0, float(normal @ self.sun_direction))
        if towards_sun and self.sunny:
            total += np.multiply.outer(np.broadcast_to(sunlit, len(points)), np.array(self.sun) * towards_sun)
        for lamp in self.lamps:
            total += self._from_lamp(lamp, points, normal)
        return total

    @staticmethod
    def _from_lamp(lamp: Lamp, points: Floats, normal: Floats) -> Floats:
        towards = np.array([lamp.x_m, lamp.y_m, lamp.z_m], np.float32) - points
        squared = np.maximum((towards**2).sum(1), 0.5)
        distance = np.sqrt(squared)
        facing = np.clip((towards @ normal) / distance * 0.8 + 0.2, 0, None)
        downward = np.clip(towards[:, 2] / distance, 0.04, 1.0)
        return np.outer(lamp.power * facing * downward / squared, np.array(lamp.colour)).astype(np.float32)

    def tone(self, radiance: Floats) -> NDArray[np.uint8]:
        """Picture codes of linear radiance: exposure, a soft shoulder, some contrast, the sRGB curve."""
        soft = 1 - np.exp(-np.maximum(radiance, 0) * self.exposure)
        soft = soft + 0.12 * (soft - 0.2) * soft * (1 - soft) * 4
        soft = np.clip(soft, 0, 1)
        return (255 * np.where(soft < 0.0031308, soft * 12.92, 1.055 * soft ** (1 / 2.4) - 0.055)).astype(
            np.uint8
        )

    def code(self, radiance: Floats) -> tuple[int, int, int]:
        """`tone` of one colour, as OpenCV's drawing functions take it."""
        blue, green, red = self.tone(np.asarray(radiance, np.float32).reshape(1, 3))[0]
        return int(blue), int(green), int(red)
