"""Cameras lock an account after a few wrong passwords: who was refused twice leaves it alone. Pure."""

from console.domain.picture import LostCause

CAUSES = (LostCause.UNAUTHORISED, LostCause.UNSUPPORTED_AUTHENTICATION)
MOST_REFUSALS = 2
LOCK_OUT_S = 600
"""So long nobody tries this account after that."""
