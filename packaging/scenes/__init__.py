"""Renderer of the simulated cameras' pictures: places in metres, a pinhole camera each, short loops."""
