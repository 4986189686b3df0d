"""The map: a generated page on an own URL scheme, fed in batches and asked for nothing from outside."""
