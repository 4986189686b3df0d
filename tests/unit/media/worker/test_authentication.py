from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import LostCause
from console.media.worker.authentication import explained, unsupported
from console.media.worker.rtsp_source import LostReason
from console.protocol.process_config import StreamSource

MD5 = 'Digest realm="c", nonce="1"'
SHA = 'Digest realm="c", nonce="1", algorithm=SHA-256, qop="auth"'
REFUSED = LostReason(LostCause.UNAUTHORISED, "Server returned 401")


def test_what_ffmpeg_knows_is_supported() -> None:
    for challenges in ([], [MD5], ["Basic realm=c"], [SHA, MD5], ["Basic realm=c", f"{MD5}, algorithm=MD5"]):
        assert unsupported(challenges) == "", challenges


def test_what_ffmpeg_does_not_know_is_named() -> None:
    assert unsupported([SHA]) == "Digest SHA-256"
    assert unsupported([MD5, SHA]) == "Digest SHA-256"  # FFmpeg takes the last
    assert unsupported(["Basic realm=c", SHA]) == "Digest SHA-256"  # and digest before basic
    assert unsupported(["Bearer x"]) == "Bearer"


def test_other_causes_and_missing_credentials_need_no_question() -> None:
    nowhere = StreamSource(FeedId("cam-1"), Profile.SUB, "rtsp://127.0.0.1:1/a")
    silent = LostReason(LostCause.SILENT, "x")
    assert explained(nowhere, silent) is silent
    assert "asks for a user" in explained(nowhere, REFUSED).detail


def test_camera_that_cannot_be_asked_keeps_the_first_reason() -> None:
    nowhere = StreamSource(FeedId("cam-1"), Profile.SUB, "rtsp://127.0.0.1:1/a", "ann", "secret")
    assert explained(nowhere, REFUSED) is REFUSED
