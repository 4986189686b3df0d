"""What is said of a movie by every command and in README.txt."""

import pytest
from msgspec import UNSET, UnsetType

from console.app.package.manifest import MovieFacts
from console.app.package.movie_words import length_words
from console.domain.camera import Profile
from console.domain.ids import FeedId


@pytest.mark.parametrize(
    ("gaps_ms", "words"),
    [
        (933_000, "18 s in 15 min 51 s"),
        (3_600, "15 min 47 s in 15 min 51 s"),
        (0, "15 min 51 s"),
        (UNSET, "15 min 51 s"),
    ],
)
def test_the_length_of_an_older_packages_film_is_without_its_gaps(
    gaps_ms: int | UnsetType, words: str
) -> None:
    times = (1_000, 952_000)
    movie = MovieFacts("file", FeedId("a"), Profile.SUB, "h264", 640, 360, *times, 274, 1, gaps_ms=gaps_ms)
    assert length_words(movie) == words


@pytest.mark.parametrize(
    ("lasts_ms", "gaps_ms", "film_ms", "words"),
    [
        (8_300, 0, 9_933, "10 s"),
        (60_000, 0, 61_900, "1 min 02 s"),
        (529_300, 25_400, 505_800, "8 min 26 s in 8 min 49 s"),
        (7_933, 0, 7_933, "8 s"),
    ],
)
def test_a_film_is_as_long_as_it_plays_though_its_beginning_arrived_at_once(
    lasts_ms: int, gaps_ms: int, film_ms: int, words: str
) -> None:
    movie = MovieFacts(
        "file",
        FeedId("a"),
        Profile.SUB,
        "h264",
        640,
        360,
        1_000,
        1_000 + lasts_ms,
        274,
        1,
        gaps_ms=gaps_ms,
        film_ms=film_ms,
    )
    assert length_words(movie) == words
