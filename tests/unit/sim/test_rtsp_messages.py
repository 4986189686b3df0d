"""Requests are taken out of the byte stream whole, however it is cut; nonsense ends the connection."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.sim.rtsp_messages import MAX_REQUEST_BYTES, MalformedRequest, RtspResponse, take_request

STREAM = (
    b"DESCRIBE rtsp://h:1/cam-001/sub RTSP/1.0\r\nCSeq: 2\r\nUser-Agent: x: y\r\n\r\n"
    b"$\x01\x00\x08\r\n\r\nOPTI"
    b"SET_PARAMETER rtsp://h:1/cam-001/sub/ RTSP/1.0\r\ncseq:3\r\nContent-Length: 4\r\n\r\nbody"
)


@given(st.lists(st.integers(1, len(STREAM)), max_size=12))
def test_any_cut_gives_the_same_requests(cuts: list[int]) -> None:
    received, taken = bytearray(), []
    edges = sorted({0, len(STREAM), *cuts})
    for start, end in pairwise(edges):
        received += STREAM[start:end]
        while (request := take_request(received)) is not None:
            taken.append(request)
    assert [(one.method, one.cseq, one.stream_path, one.body) for one in taken] == [
        ("DESCRIBE", "2", "/cam-001/sub", b""),
        ("SET_PARAMETER", "3", "/cam-001/sub", b"body"),
    ]
    assert taken[0].headers["user-agent"] == "x: y"
    assert not received


@given(st.binary(max_size=300))
def test_any_bytes_are_a_request_or_wait_or_are_refused(data: bytes) -> None:
    received = bytearray(data + b"\r\n\r\n")
    before = len(received)
    try:
        request = take_request(received)
    except MalformedRequest:
        return
    assert request is None or (request.method and len(received) < before)


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\xff\xfe\r\n\r\n",
        b"PLAY rtsp://[h RTSP/1.0\r\n\r\n",
        b"PLAY rtsp://h RTSP/1.0\r\nContent-Length: -1\r\n\r\n",
        b"PLAY rtsp://h RTSP/1.0\r\nContent-Length: 99999999\r\n\r\n",
        b"x" * (MAX_REQUEST_BYTES + 1),
    ],
)
def test_nonsense_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedRequest):
        take_request(bytearray(data))


def test_track_and_slash_do_not_belong_to_the_stream() -> None:
    request = take_request(bytearray(b"SETUP rtsp://h:1/cam-001/sub/trackID=1 RTSP/1.0\r\n\r\n"))
    assert request is not None
    assert request.stream_path == "/cam-001/sub"


def test_answers_carry_length_and_number() -> None:
    assert RtspResponse(200, {"Session": "a"}, b"xy").encode("9") == (
        b"RTSP/1.0 200 OK\r\nCSeq: 9\r\nSession: a\r\nContent-Length: 2\r\n\r\nxy"
    )
