"""Whatever stands in the log's file: an entry or a checkpoint, or Unreadable with the reason."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.log.input_log import ENTRY_VERSION, LogEntry, Voided, encode_entry
from console.core.log.saved_state import STATE_VERSION, checkpoint_of, saved
from console.core.log.versions import Unreadable, read_entry, read_state
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

ENTRY = encode_entry(LogEntry(ENTRY_VERSION, 7, 1_000, 2_000, Voided("never given")))
VERSIONS = [None, True, "1", 0, -1, 1.5, 99, [], {}]


def test_an_entry_at_another_number_than_its_own_is_none() -> None:
    assert read_entry(7, ENTRY).at_ms == 1_000
    with pytest.raises(Unreadable, match="it says that it is number 7"):
        read_entry(8, ENTRY)


@pytest.mark.parametrize("version", VERSIONS, ids=repr)
def test_a_version_that_nobody_knows_is_said(version: object) -> None:
    entry = {**msgspec.json.decode(ENTRY), "v": version, "input": {"input": "of the future"}}
    with pytest.raises(Unreadable):
        read_entry(7, msgspec.json.encode(entry))


def test_an_entry_of_this_version_says_what_is_wrong_with_it() -> None:
    entry = {**msgspec.json.decode(ENTRY), "at_ms": "noon"}
    with pytest.raises(Unreadable, match="at_ms"):
        read_entry(7, msgspec.json.encode(entry))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b"[]",
        b"{}",
        b'{"v":1}',
        b'{"v":1,"input":7}',
        b'{"v":1,"n":7,"at_ms":1,"input":{}}',
        b'{"v":1,"n":7,"at_ms":1,"input":{"input":"timer_fired"}}',
        b'{"v":1,"n":7,"at_ms":1,"input":{"input":"timer_fired","timer":[]}}',
    ],
    ids=repr,
)
def test_what_is_no_entry_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable) as raised:
        read_entry(7, body)
    assert str(raised.value)
    for version in range(STATE_VERSION + 2):
        with pytest.raises(Unreadable):
            read_state(version, body)


@given(at=st.integers(0, 4_000), byte=st.integers(0, 255), version=st.integers(1, STATE_VERSION))
def test_one_wrong_byte_of_a_checkpoint_raises_nothing_else(at: int, byte: int, version: int) -> None:
    feeder = InputFeeder(cameras=3)
    feeder.alert(alert_message(1, at_camera=2))
    body = bytearray(checkpoint_of(feeder.state).body)
    body[at % len(body)] = byte
    try:
        read = read_state(version, bytes(body))
    except Unreadable:
        return
    assert saved(read)  # what can be read is whole
