"""Core's voice: what clients are told."""
