"""Who knows the password gets in; old, foreign and forged nonces don't."""

import hashlib
import re

import pytest

from console.sim.digest import NONCE_LIFE_S, REALM, DigestCheck, Verdict
from console.sim.rtsp_messages import RtspRequest

URL = "rtsp://127.0.0.1/cam-001/sub"
NS = 1_000_000_000
START = 1000 * NS


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def nonce_of(challenge: str) -> str:
    found = re.search(r'nonce="([^"]+)"', challenge)
    assert found
    return found[1]


def signed(nonce: str, *, user: str = "u", password: str = "p", uri: str = URL) -> RtspRequest:
    ha1 = md5(f"{user}:{REALM}:{password}")
    response = md5(f"{ha1}:{nonce}:{md5(f'PLAY:{uri}')}")
    fields = f'username="{user}", realm="{REALM}", nonce="{nonce}", uri="{uri}", response={response}'
    return RtspRequest("PLAY", URL, {"authorization": f"Digest {fields}"})


@pytest.fixture
def check() -> DigestCheck:
    return DigestCheck("u", "p")


def test_right_answer_is_good_until_its_nonce_is_stale(check: DigestCheck) -> None:
    request = signed(nonce_of(check.challenge(START)))
    assert check.judge(request, START) is Verdict.GOOD
    assert check.judge(request, START + NONCE_LIFE_S * NS) is Verdict.GOOD
    assert check.judge(request, START + (NONCE_LIFE_S + 1) * NS) is Verdict.STALE
    assert "stale=TRUE" in check.challenge(START, stale=True)


@pytest.mark.parametrize("wrong", [{"user": "v"}, {"password": "q"}, {"uri": URL + "/other"}])
def test_wrong_answers_are_wrong(check: DigestCheck, wrong: dict[str, str]) -> None:
    request = signed(nonce_of(check.challenge(START)), **wrong)
    assert check.judge(request, START) is Verdict.WRONG


@pytest.mark.parametrize("nonce", ["", "zz-1", "3e8-00", "-5-x", "f" * 9000])
def test_nonces_that_were_not_given_out_are_stale(check: DigestCheck, nonce: str) -> None:
    assert check.judge(signed(nonce), START) is Verdict.STALE
    foreign = nonce_of(DigestCheck("u", "p").challenge(START))
    assert check.judge(signed(foreign), START) is Verdict.STALE


@pytest.mark.parametrize("header", ["", "Basic dTpw", "Digest", "Digest é=ü", 'Digest username="u"'])
def test_other_headers_are_wrong(check: DigestCheck, header: str) -> None:
    assert check.judge(RtspRequest("PLAY", URL, {"authorization": header}), START) is Verdict.WRONG
