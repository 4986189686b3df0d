"""Sensor formats in, field relay out: processes of their own that speak only the protocol."""
