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
def test_the_length_of_a_film_is_without_its_gaps(gaps_ms: int | UnsetType, words: str) -> None:
    times = (1_000, 952_000)
    movie = MovieFacts("file", FeedId("a"), Profile.SUB, "h264", 640, 360, *times, 274, 1, gaps_ms=gaps_ms)
    assert length_words(movie) == words
