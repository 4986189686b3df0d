"""Cameras as people name them to a command."""

import pytest

from console.app.package.named_cameras import cameras_of, check_known
from console.domain.errors import WrongUse
from console.domain.ids import FeedId

KNOWN = tuple(FeedId(f"cam-{n:03}") for n in range(1, 21))


def test_each_is_taken_once() -> None:
    assert cameras_of(None) == ()
    assert cameras_of(" cam-002,cam-001,,cam-002 ") == ("cam-002", "cam-001")


@pytest.mark.parametrize("text", ["", " ", ",", " , "])
def test_none_is_not_all(text: str) -> None:
    with pytest.raises(WrongUse, match="--cameras names no camera"):
        cameras_of(text)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("cam-01", "the site has no camera cam-01: did you mean cam-0"),
        ("gate", "the site has no camera gate: it has cam-001, cam-002, cam-003 and 17 more"),
        ("a,b,c,d,e", "the site has no camera a, b, c and 2 more: it has"),
        ("cam-001,gate", "no camera gate"),
    ],
)
def test_what_nobody_knows_is_wrong_use_and_says_what_there_is(named: str, said: str) -> None:
    with pytest.raises(WrongUse, match=said):
        check_known(cameras_of(named), KNOWN, "the site")


def test_known_ones_pass() -> None:
    check_known(KNOWN[:3], KNOWN, "the site")
    with pytest.raises(WrongUse, match="it has none"):
        check_known(KNOWN[:1], (), "the package night")
