"""Finding by some letters: the better first, nothing that lacks a word, and a large site is quick."""

import time

from hypothesis import given
from hypothesis import strategies as st

from console.domain.policies.fuzzy_search import best_found, found_score

TEXTS = ("pin the cell", "spin", "open the package", "117 main street / park", "17 pine road", "p i n")


def test_what_begins_so_stands_before_what_has_it_within() -> None:
    assert best_found("pin", TEXTS, 10) == [0, 4, 1, 5]
    assert best_found("17", TEXTS, 10) == [4, 3]
    assert best_found("main park", TEXTS, 10) == [3]
    assert best_found("PARK Main", TEXTS, 10) == [3]


def test_several_words_just_as_a_text_begins_find_it_first() -> None:
    texts = ("to the layouts and to the tours", "to the tours")
    assert best_found("to the tours", texts, 10) == [1, 0]
    assert best_found("to the", texts, 10) == [0, 1]


def test_what_is_called_so_stands_before_what_only_tells_of_it() -> None:
    texts = ("take the hand off\nthe tour or layout below shows again", "a new tour\nname it", "contour\n")
    assert best_found("tour", texts, 10) == [1, 2, 0]
    assert best_found("layout", texts, 10) == [0]
    assert best_found("tour below", texts, 10) == [0]
    assert best_found("tlb", texts, 10) == [], "what is not seen is not found by scattered letters"


def test_nothing_typed_finds_all_in_order_and_no_more_than_asked_for() -> None:
    assert best_found("", TEXTS, 3) == [0, 1, 2]
    assert best_found("zzz", TEXTS, 3) == []


def test_two_letters_or_a_number_are_not_found_scattered() -> None:
    assert found_score(["pn"], "pin") is None and found_score(["pcl"], "pin the cell") is not None
    assert found_score(["111"], "1 1 1") is None


@given(st.text("abc 12", max_size=8), st.lists(st.text("abc 12", max_size=12), max_size=20))
def test_found_is_what_has_each_letter_of_each_word(typed: str, texts: list[str]) -> None:
    for index in best_found(typed, texts, 100):
        assert set(typed.replace(" ", "")) <= set(texts[index])


def test_a_large_site_is_searched_within_a_key_press() -> None:
    texts = [f"{n} street {n % 97} / avenue {n % 53} hpd cam-{n:04d}" for n in range(1, 1001)]
    texts += [f"layout of shift {n}" for n in range(200)] + [
        f"command {n} does what it does" for n in range(80)
    ]
    longest_ms = 0.0
    for typed in (
        "s",
        "st",
        "str",
        "stre 9",
        "avn",
        "zqx",
        "99",
        "1 2 3",
        "shft 17",
        "street avenue hpd cam",
    ):
        before = time.perf_counter()
        best_found(typed, texts, 50)
        longest_ms = max(longest_ms, (time.perf_counter() - before) * 1000)
    print(f"longest search of {len(texts)}: {longest_ms:.1f} ms")
    assert longest_ms < 500, "ten times what it takes"
