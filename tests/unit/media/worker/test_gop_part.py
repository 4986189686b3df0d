"""What is decoded of each GOP when the plan leaves a part of it."""

from console.media.worker.gop_part import GopPart

GOP = 30


def test_all_is_decoded_without_a_limit() -> None:
    part = GopPart()
    assert not part.look(1.0, 40, 31, GOP, awaited=False)
    assert part.end is None


def test_a_part_ends_early_and_goes_on_at_the_next_keyframe() -> None:
    part = GopPart()
    assert not part.look(0.5, 40, 31, GOP, awaited=False)
    assert part.end == 45
    assert not part.look(0.5, 45, 31, GOP, awaited=False)
    assert part.look(0.5, 45, 61, GOP, awaited=False)
    assert part.end == 75


def test_a_keyframe_that_follows_at_once_is_no_leap() -> None:
    part = GopPart()
    part.look(0.5, 40, 31, GOP, awaited=False)
    assert not part.look(0.5, 60, 61, GOP, awaited=False)


def test_less_holds_at_once_and_more_from_the_next_keyframe() -> None:
    part = GopPart()
    part.look(0.5, 32, 31, GOP, awaited=False)
    part.look(0.25, 32, 31, GOP, awaited=False)
    assert part.end == 38
    part.look(1.0, 38, 31, GOP, awaited=False)
    assert part.end == 38
    assert part.look(1.0, 38, 61, GOP, awaited=False)
    assert part.end is None


def test_who_waits_gets_all_at_once() -> None:
    part = GopPart()
    part.look(0.25, 32, 31, GOP, awaited=False)
    assert not part.look(1.0, 38, 31, GOP, awaited=True)
    assert part.end is None


def test_of_an_unknown_gop_all_is_decoded() -> None:
    part = GopPart()
    part.look(0.25, 3, 1, 0, awaited=False)
    assert part.end is None


def test_who_begins_to_look_gets_all_of_this_gop_and_the_share_of_the_next() -> None:
    part = GopPart()
    part.look(0.5, 40, 31, GOP, awaited=False)
    assert not part.take_whole(45, 31)
    assert part.end is None
    assert not part.look(0.5, 50, 31, GOP, awaited=False)
    assert part.end is None
    assert not part.look(0.5, 60, 61, GOP, awaited=False)
    assert part.end == 75


def test_who_begins_to_look_does_not_wait_for_what_was_left_out_before() -> None:
    part = GopPart()
    part.look(0.5, 40, 31, GOP, awaited=False)
    assert part.take_whole(45, 61)
