from console.media.worker.session import MOST_JITTER_S, first_jitter_s


def test_few_cameras_are_opened_at_once_and_many_are_spread() -> None:
    assert first_jitter_s(1) < first_jitter_s(8) < 0.02
    assert first_jitter_s(300) == first_jitter_s(1_000) == MOST_JITTER_S
