"""The wall family: cells, hands, rewinds."""
