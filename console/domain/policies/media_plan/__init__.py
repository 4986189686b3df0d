"""The one plan: which stream, tier and slot serves which demand, within what the machine can do."""
