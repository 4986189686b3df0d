"""Which inputs the state pins."""

import pytest

from console.core.log import pins
from console.core.log.pins import pins_of
from console.core.log.saved_state import checkpoint_of
from console.domain.ids import IncidentId
from console.protocol.core_messages import AcknowledgeIncident, CloseIncident
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder


def test_an_incident_pins_what_was_before_it_until_it_is_closed() -> None:
    feeder = InputFeeder()
    feeder.alert(alert_message(1))
    opened_n = feeder.state.n
    feeder.alert(alert_message(2, at_camera=9))
    feeder.command(AcknowledgeIncident(IncidentId("i-000001")))
    assert pins_of(feeder.state) == (opened_n - 1, opened_n) == checkpoint_of(feeder.state).pins
    feeder.command(CloseIncident(IncidentId("i-000001")))
    assert pins_of(feeder.state) == (opened_n,)


def test_another_family_pins_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    feeder = InputFeeder()
    feeder.alert(alert_message(1))
    monkeypatch.setattr(pins, "PINNING", (*pins.PINNING, lambda state: [state.n, 1]))
    assert pins_of(feeder.state) == (1, 2), "each once, in order"
