"""Somebody else's player opens what was recorded."""

import pytest

from console.app.package.manifest import VIDEO
from tests.end2end.recorded_incident import CAMERAS, RecordedIncident
from tests.watch.waiting import wait_until

vlc = pytest.importorskip("vlc", reason="python-vlc or its libvlc is not here", exc_type=OSError)

pytestmark = [pytest.mark.timeout(180), pytest.mark.shares_processes]

OPENS_WITHIN_S = 10.0
PLAYED_MS = 200


def test_vlc_plays_each_movie(recorded: RecordedIncident) -> None:
    movies = sorted((recorded.package / VIDEO).glob("*/*.mp4"))
    assert len(movies) >= CAMERAS
    player_of = vlc.Instance("--quiet", "--no-audio", "--vout=vdummy", "--no-xlib")
    for movie in movies:
        player = player_of.media_player_new(str(movie))
        player.play()

        def plays() -> bool:
            state = player.get_state()  # noqa: B023
            assert state not in (vlc.State.Error, vlc.State.Ended), movie  # noqa: B023
            return bool(player.get_time() > PLAYED_MS)  # noqa: B023

        wait_until(plays, OPENS_WITHIN_S, f"VLC plays {movie}")
        assert player.get_length() > 10_000, "it knows how long it is"
        player.stop()
        player.release()
    player_of.release()
