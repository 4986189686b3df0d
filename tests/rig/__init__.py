"""Screens as a center has them, without hardware."""
