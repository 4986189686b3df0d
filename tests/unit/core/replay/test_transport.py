"""A replay plays, stands, leaps, steps and ends."""

from hypothesis import given
from hypothesis import strategies as st

from console.core.replay.transport import Transport

MS = 1_000_000
BEGIN_MS, END_MS = 1_000_000, 1_090_000


def transport(**more: object) -> Transport:
    return Transport(BEGIN_MS, END_MS, BEGIN_MS, 0, **more)  # type: ignore[arg-type]


def test_it_stands_until_it_is_played() -> None:
    assert transport().now_ms(10_000 * MS) == BEGIN_MS
    playing = transport().play(500 * MS)
    assert playing.now_ms(1_500 * MS) == BEGIN_MS + 1_000
    assert playing.play(1_500 * MS) is playing, "again changes nothing"


def test_paused_it_stands_where_it_was_and_goes_on_from_there() -> None:
    paused = transport().play(0).pause(7_000 * MS)
    assert paused.now_ms(67_000 * MS) == BEGIN_MS + 7_000
    assert paused.play(67_000 * MS).now_ms(68_000 * MS) == BEGIN_MS + 8_000
    assert paused.epoch == transport().epoch, "nothing leapt"


def test_another_rate_counts_from_here() -> None:
    fast = transport().play(0).at_rate(4.0, 2_000 * MS)
    assert fast.now_ms(2_000 * MS) == BEGIN_MS + 2_000
    assert fast.now_ms(3_000 * MS) == BEGIN_MS + 6_000
    assert fast.at_rate(0.25, 3_000 * MS).now_ms(7_000 * MS) == BEGIN_MS + 7_000


def test_a_leap_raises_the_epoch_and_stays_within_the_tape() -> None:
    playing = transport().play(0)
    leapt = playing.seek(BEGIN_MS + 30_000, 5_000 * MS)
    assert (leapt.epoch, leapt.now_ms(6_000 * MS)) == (playing.epoch + 1, BEGIN_MS + 31_000)
    assert leapt.seek(0, 0).at_ms == BEGIN_MS
    assert leapt.seek(END_MS + 1, 0).at_ms == END_MS


def test_a_step_stands_and_only_one_back_leaps() -> None:
    playing = transport().play(0)
    on = playing.step(67, 1_000 * MS)
    assert (on.playing, on.now_ms(9_000 * MS), on.epoch) == (False, BEGIN_MS + 1_067, playing.epoch)
    back = on.step(-67, 9_000 * MS)
    assert (back.now_ms(9_000 * MS), back.epoch) == (BEGIN_MS + 1_000, playing.epoch + 1)


def test_at_its_end_it_stands_or_begins_again() -> None:
    playing = transport().play(0)
    assert playing.turn(89_999 * MS) is playing
    ended = playing.turn(90_000 * MS)
    assert (ended.playing, ended.at_ms) == (False, END_MS)
    again = ended.play(95_000 * MS)
    assert again.now_ms(96_000 * MS) == BEGIN_MS + 1_000
    looped = transport(loop=True).play(0).turn(90_000 * MS)
    assert looped.playing and looped.now_ms(91_000 * MS) == BEGIN_MS + 1_000


acts = st.lists(
    st.tuples(
        st.integers(0, 40_000),
        st.one_of(
            st.just(("play",)),
            st.just(("pause",)),
            st.just(("turn",)),
            st.tuples(st.just("seek"), st.integers(BEGIN_MS - 5_000, END_MS + 5_000)),
            st.tuples(st.just("step"), st.integers(-500, 500)),
            st.tuples(st.just("at_rate"), st.sampled_from([0.25, 0.5, 1.0, 2.0, 8.0])),
        ),
    ),
    max_size=30,
)


@given(acts)
def test_whatever_is_done_it_is_on_its_tape_and_goes_back_only_by_leaps(
    life: list[tuple[int, tuple[object, ...]]],
) -> None:
    now, mono_ms = transport(), 0
    for wait_ms, (what, *given_values) in life:
        mono_ms += wait_ms
        before_ms, epoch = now.now_ms(mono_ms * MS), now.epoch
        now = getattr(now, str(what))(*given_values, mono_ms * MS)
        assert BEGIN_MS <= now.now_ms(mono_ms * MS) <= END_MS
        assert now.now_ms(mono_ms * MS) >= before_ms or now.epoch > epoch
