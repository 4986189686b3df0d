"""Ids as distinct types, so that a monitor is never passed where a feed is meant."""

from typing import NewType

FeedId = NewType("FeedId", str)
"""One camera viewpoint that the operator knows by name, such as ``cam-017``."""

MonitorId = NewType("MonitorId", str)
"""A physical display and its place on the wall, such as ``wall-1``."""

CellIndex = NewType("CellIndex", int)
"""Index of a cell in its layout's ``cells``, in reading order, from 0."""

IncidentId = NewType("IncidentId", str)
"""An operator-level case, such as ``i-000012``."""

RecordingId = NewType("RecordingId", str)
"""What is kept of some cameras from one moment to another, such as ``r-000012``."""
