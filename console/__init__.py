"""Sightline: a video-wall operator console for real-time crime centers."""
