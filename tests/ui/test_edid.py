"""What a monitor says of itself is read, whole or not at all."""

from hypothesis import given
from hypothesis import strategies as st

from console.ui.edid import BASE_BYTES, Edid, read_edid
from tests.rig.edids import edid_block

WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=13)
MAKERS = st.text(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), min_size=3, max_size=3)


@given(MAKERS, WORDS, st.just("") | WORDS, st.integers(0, 2**32 - 1))
def test_maker_model_and_serial_are_read(maker: str, model: str, serial: str, number: int) -> None:
    block = edid_block(maker, model, serial, number=number)
    assert read_edid(block) == Edid(maker, model, serial or (str(number) if number else ""))


def test_a_monitor_without_a_name_is_its_product_code() -> None:
    block = bytearray(edid_block("DEL", "U2720Q", "8XK"))
    block[54:72] = bytes(18)
    block[127] = 0
    block[127] = -sum(block) % 256
    assert read_edid(bytes(block)) == Edid("DEL", "1234", "8XK")


@given(st.binary(max_size=2 * BASE_BYTES))
def test_rubbish_is_no_edid(block: bytes) -> None:
    assert read_edid(block) is None


@given(st.integers(0, BASE_BYTES - 1), st.integers(1, 255))
def test_a_block_that_does_not_add_up_is_none(at: int, by: int) -> None:
    block = bytearray(edid_block("DEL", "U2720Q", "8XK"))
    block[at] = (block[at] + by) % 256
    assert read_edid(bytes(block)) is None
    assert read_edid(bytes(block[:at])) is None


@given(st.binary(min_size=BASE_BYTES - 9, max_size=BASE_BYTES - 9))
def test_whatever_stands_in_a_block_that_adds_up_is_read_as_printable_text(body: bytes) -> None:
    block = b"\x00\xff\xff\xff\xff\xff\xff\x00" + body
    block += bytes([-sum(block) % 256])
    edid = read_edid(block)
    assert edid is not None
    assert all(32 <= ord(letter) < 127 for letter in edid.manufacturer + edid.model + edid.serial)
