import errno
from urllib.parse import unquote, urlsplit

import av
import av.error
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import LostCause
from console.media.worker.rtsp_source import (
    LostReason,
    after_refusal,
    after_silence,
    open_source,
    url_with_credentials,
    why,
)
from console.protocol.process_config import StreamSource

SECRET = "s3cret@:/?#%"


def source(url: str, username: str = "", password: str = "") -> StreamSource:
    return StreamSource(FeedId("cam-1"), Profile.SUB, url, username, password)


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8")))
def test_credentials_survive_the_url(username: str, password: str) -> None:
    url = url_with_credentials(source("rtsp://10.0.0.1:554/cam-1/sub?x=1", username, password))
    parts = urlsplit(url)
    assert (parts.hostname, parts.port, parts.path, parts.query) == ("10.0.0.1", 554, "/cam-1/sub", "x=1")
    assert (unquote(parts.username or ""), unquote(parts.password or "")) == (username, password)


def test_url_without_a_user_is_left_alone() -> None:
    assert url_with_credentials(source("rtsp://[::1]:554/a")) == "rtsp://[::1]:554/a"


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (av.error.ConnectionRefusedError(errno.ECONNREFUSED, "x"), LostCause.REFUSED),
        (av.error.TimeoutError(errno.ETIMEDOUT, "x"), LostCause.SILENT),
        (av.error.OSError(errno.EHOSTUNREACH, "x"), LostCause.NO_ROUTE),
        (av.error.ConnectionResetError(errno.ECONNRESET, "x"), LostCause.ENDED),
        (av.error.HTTPUnauthorizedError(1, "x"), LostCause.UNAUTHORISED),
        (av.error.HTTPNotFoundError(1, "x"), LostCause.NOT_FOUND),
        (av.error.HTTPBadRequestError(1, "x"), LostCause.REFUSED),
        (av.error.HTTPOtherClientError(1, "x"), LostCause.REFUSED),
        (av.error.HTTPServerError(1, "x"), LostCause.REFUSED),
        (av.error.EOFError(1, "x"), LostCause.ENDED),
        (av.error.InvalidDataError(1, "x"), LostCause.OTHER),
    ],
)
def test_causes(error: av.FFmpegError, cause: LostCause) -> None:
    assert why(error).cause is cause


@pytest.mark.parametrize(
    ("cause", "status", "told"),
    [
        (LostCause.REFUSED, 453, LostCause.SESSION_LIMIT),
        (LostCause.OTHER, 461, LostCause.UNSUPPORTED_TRANSPORT),
        (LostCause.OTHER, 454, LostCause.REFUSED),
        (LostCause.SILENT, 0, LostCause.SILENT),
        (LostCause.UNAUTHORISED, 401, LostCause.UNAUTHORISED),
        (LostCause.NOT_FOUND, 404, LostCause.NOT_FOUND),
    ],
)
def test_the_status_of_a_refusal_says_more(cause: LostCause, status: int, told: LostCause) -> None:
    assert after_refusal(LostReason(cause, "x"), source("rtsp://camera/1"), status).cause is told


@pytest.mark.parametrize(
    "url", [f"rtsp://camera/user=a&password={SECRET}/1", f"rtsp://camera/1?token={SECRET}"]
)
def test_a_password_in_path_or_query_is_in_no_text_of_the_source(url: str) -> None:
    assert SECRET not in f"{source(url)} {source(url)!r}" and "camera" in repr(source(url))


def test_reason_holds_no_credentials_though_ffmpegs_error_does() -> None:
    refusing = source("rtsp://127.0.0.1:1/cam", "wall", SECRET)
    with pytest.raises(av.FFmpegError) as raised:
        open_source(refusing)
    assert "s3cret" in str(raised.value)  # FFmpeg's own words do: so they may go nowhere
    reason = why(raised.value)
    assert reason.cause is LostCause.REFUSED
    assert "s3cret" not in reason.detail
    assert "s3cret" not in repr(refusing)


@pytest.mark.parametrize(
    ("cause", "silent_s", "expected"),
    [
        (LostCause.OTHER, 0.1, LostCause.OTHER),  # rubbish comes at once
        (LostCause.OTHER, 5.0, LostCause.SILENT),
        (LostCause.ENDED, 5.0, LostCause.ENDED),
        (LostCause.UNAUTHORISED, 9.0, LostCause.UNAUTHORISED),
    ],
)
def test_time_out_without_a_word_is_silence(cause: LostCause, silent_s: float, expected: LostCause) -> None:
    reason = after_silence(LostReason(cause, "x"), source("rtsp://10.0.0.1/a"), int(silent_s * 1e9))
    assert reason.cause is expected


def test_silence_over_udp_hints_at_tcp() -> None:
    udp = StreamSource(FeedId("cam-1"), Profile.SUB, "rtsp://10.0.0.1/a", transport="udp")
    assert "TCP" in after_silence(LostReason(LostCause.SILENT, "x"), udp, 0).detail
