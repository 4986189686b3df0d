"""The operator's window: cameras, map, alerts, wall control."""
