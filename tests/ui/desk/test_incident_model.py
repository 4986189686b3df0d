"""What each card is told to say, and when the views are told of it."""

from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from console.domain.alert import Severity
from console.domain.ids import IncidentId
from console.domain.incident import Incident, IncidentState
from console.ui.desk.incident_model import CardRole, IncidentModel, status_words
from console.ui.desk.site_view import SiteView
from tests.fakes.desk_city import city_cameras, city_incident
from tests.fakes.held_clock import HeldClock

NOW_MS = 1_800_000_000_000
HOUR_MS = 3_600_000


@dataclass
class Shown:
    """A model over incidents, at a time that stands still."""

    model: IncidentModel
    view: SiteView
    clock: HeldClock

    def take(self, *incidents: Incident) -> None:
        self.view.incidents = {one.incident: one for one in incidents}
        self.model.refresh()

    def said(self, role: int, row: int = 0) -> object:
        return self.model.data(self.model.index(row), role)


@pytest.fixture
def shown() -> Shown:
    view, clock = SiteView(), HeldClock(wall_ms=NOW_MS)
    view.cameras = {camera.feed: camera for camera in city_cameras()}
    return Shown(IncidentModel(view, clock), view, clock)


def test_a_card_says_its_source_its_details_and_each_camera_with_its_reason(shown: Shown) -> None:
    incident = city_incident(1, NOW_MS, overlays=2)
    shown.take(incident)
    origin, detail, *reasons = shown.said(CardRole.LINES)  # type: ignore[misc]
    assert origin.startswith("acoustic-west · 93% sure · ")
    assert detail == "3 rounds · rounds 3"
    assert [words.split(":")[0] for words in reasons] == ["25", "26"]
    assert shown.said(CardRole.INCIDENT) is incident
    bare = replace(incident.alert, text="", details={})
    shown.take(replace(incident, alert=bare, overlays=()))
    assert len(shown.said(CardRole.LINES)) == 1  # type: ignore[arg-type]


def test_an_undo_leaves_its_trace_on_the_card(shown: Shown) -> None:
    """Who comes next must see why no camera is switched up for it."""
    incident = replace(city_incident(1, NOW_MS, overlays=2), undone_by="ann", undone_at_ms=NOW_MS - 5_000)
    shown.take(incident)
    lines = shown.said(CardRole.LINES)
    assert lines[2].startswith("some switches undone by ann, ")  # type: ignore[index]
    shown.take(replace(incident, overlays=()))
    assert shown.said(CardRole.LINES)[-1].startswith("switches undone by ann, ")  # type: ignore[index]


def test_of_many_cameras_six_are_named_and_the_others_counted(shown: Shown) -> None:
    overlays = city_incident(1, NOW_MS, overlays=8).overlays
    for count, more in ((6, None), (7, "and 1 more"), (8, "and 2 more")):
        shown.take(replace(city_incident(1, NOW_MS), overlays=overlays[:count]))
        lines = shown.said(CardRole.LINES)
        assert len(lines) == 2 + 6 + bool(more)  # type: ignore[arg-type]
        assert more is None or lines[-1] == more  # type: ignore[index]
        tip = str(shown.said(Qt.ItemDataRole.ToolTipRole))
        assert tip.count("<br>") == 1 + 2 + count, "the tool tip names all, after headline and status"


def test_its_headline_is_what_a_screen_reader_says(shown: Shown) -> None:
    incident = city_incident(1, NOW_MS)
    shown.take(incident)
    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        assert shown.said(role) == f"GUNSHOT  {incident.alert.place}"
    assert shown.said(Qt.ItemDataRole.DecorationRole) is None
    assert status_words(incident) in str(shown.said(Qt.ItemDataRole.ToolTipRole))


def test_an_age_counts_from_when_it_was_opened(shown: Shown) -> None:
    shown.take(city_incident(1, NOW_MS, age_s=65))
    assert shown.said(CardRole.AGE) == "1 min 05 s"
    late = city_incident(1, NOW_MS)
    happened = replace(late.alert, observed_at_ms=NOW_MS - 3 * HOUR_MS)
    shown.take(replace(late, alert=happened))
    assert shown.said(CardRole.AGE) == "3 h ago"


def test_lines_are_made_once_and_again_when_they_may_say_something_else(shown: Shown) -> None:
    shown.take(city_incident(1, NOW_MS), city_incident(2, NOW_MS, Severity.MINOR))
    first = shown.said(CardRole.LINES)
    shown.model.refresh()
    assert shown.said(CardRole.LINES) is first
    shown.clock.pass_s(3600)
    assert shown.said(CardRole.LINES) is not first, "a time of yesterday carries its date"
    first = shown.said(CardRole.LINES)
    shown.view.cameras = dict(shown.view.cameras)
    assert shown.said(CardRole.LINES) is not first, "cameras may have other names"
    shown.take(city_incident(1, NOW_MS, text="4 rounds"), city_incident(2, NOW_MS, Severity.MINOR))
    assert shown.said(CardRole.LINES)[1].startswith("4 rounds")  # type: ignore[index]


def test_cards_that_keep_their_order_keep_their_place_in_the_view(shown: Shown) -> None:
    resets: list[int] = []
    changes: list[tuple[int, int, list[int]]] = []
    shown.model.modelReset.connect(lambda: resets.append(shown.model.rowCount()))
    shown.model.dataChanged.connect(lambda a, b, roles: changes.append((a.row(), b.row(), roles)))
    one, two = city_incident(1, NOW_MS), city_incident(2, NOW_MS, Severity.MINOR)
    shown.take(one, two)
    assert (resets, changes) == ([2], [])
    changed = replace(one, overlays=())
    shown.take(changed, two)
    assert (resets, changes) == ([2], [(0, 1, [])]) and shown.said(CardRole.INCIDENT) is changed
    shown.model.refresh_ages()
    assert changes[1:] == [(0, 1, [CardRole.AGE])]
    shown.take(replace(one, state=IncidentState.ACKNOWLEDGED), two)
    assert resets == [2, 2], "the other one comes first now"
    shown.take()
    shown.model.refresh_ages()
    assert resets == [2, 2, 0] and len(changes) == 2


def test_rows_are_found_by_their_incident(shown: Shown) -> None:
    shown.take(city_incident(1, NOW_MS), city_incident(2, NOW_MS, Severity.MINOR))
    assert shown.model.row_of(IncidentId("i-000002")).row() == 1
    assert not shown.model.row_of(IncidentId("i-000003")).isValid()
    assert (shown.model.rowCount(), shown.model.rowCount(shown.model.index(0))) == (2, 0)
