"""The kinds of light that the scenes have; blue, green, red, linear."""

from scenes.light import Light


def sun(azimuth_deg: float, elevation_deg: float = 38, exposure: float = 1.55) -> Light:
    """A clear day. The azimuth is clockwise from the camera's way (the world's y axis) towards the sun."""
    return Light(
        sun=(1.35, 1.6, 1.75),
        sky=(0.52, 0.44, 0.38),
        sun_azimuth_deg=azimuth_deg,
        sun_elevation_deg=elevation_deg,
        exposure=exposure,
        horizon=(0.95, 0.85, 0.76),
        zenith=(0.85, 0.55, 0.34),
        haze_m=900,
        noise=1.8,
    )


def low_sun(azimuth_deg: float, elevation_deg: float = 17) -> Light:
    """Late afternoon: long shadows, warm."""
    return Light(
        sun=(0.52, 0.92, 1.35),
        sky=(0.46, 0.38, 0.35),
        sun_azimuth_deg=azimuth_deg,
        sun_elevation_deg=elevation_deg,
        exposure=1.7,
        horizon=(0.72, 0.85, 1.0),
        zenith=(0.72, 0.55, 0.45),
        haze_m=1100,
        noise=2.0,
    )


def overcast(exposure: float = 1.25) -> Light:
    """Even, shadowless light."""
    return Light(
        sun=(0, 0, 0),
        sky=(0.93, 0.88, 0.85),
        exposure=exposure,
        horizon=(0.98, 0.96, 0.95),
        zenith=(0.8, 0.78, 0.76),
        haze_m=620,
        noise=2.0,
    )


def dusk() -> Light:
    """After sunset: blue, lamps on."""
    return Light(
        sun=(0, 0, 0),
        sky=(0.25, 0.17, 0.125),
        exposure=1.8,
        horizon=(0.28, 0.3, 0.42),
        zenith=(0.36, 0.2, 0.11),
        haze_m=900,
        night=True,
        noise=3.0,
    )


def night() -> Light:
    """Next to nothing but lamps and windows."""
    return Light(
        sun=(0, 0, 0),
        sky=(0.03, 0.026, 0.026),
        exposure=2.3,
        horizon=(0.03, 0.04, 0.055),
        zenith=(0.016, 0.013, 0.012),
        haze_m=2000,
        night=True,
        noise=3.6,
    )
