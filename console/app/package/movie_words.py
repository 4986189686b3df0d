"""What is said of a package and its movies, to people: the same by every command and in its README.txt."""

from msgspec import UNSET

from console.app.package.manifest import MovieFacts, PackageManifest
from console.domain.wording import age_words

UNFINISHED = "ends there: it was still being written"
DISK_FAILED = "ends there: the disk failed"
CRASHED = "repaired after a crash, as far as it was whole"
OLDER = "as far as it was whole: it was still written, or left by a crash"
"""Of a package of an older program, which did not tell one from the other."""
CUT = "the site has more of it"


def movie_words(movie: MovieFacts, *, tells_apart: bool) -> str:
    """Why it is not all that the camera sent; "" where it is.

    ``tells_apart``: as the package's ``tells_apart``.
    """
    crashed = (CRASHED if tells_apart else OLDER) if movie.repaired else ""
    unfinished = UNFINISHED if movie.unfinished is True else ""
    by_disk = DISK_FAILED if movie.disk_failed is True else ""
    return ", ".join(filter(None, (unfinished, by_disk, crashed, CUT if movie.cut else "")))


def length_words(movie: MovieFacts) -> str:
    """How long its film is, and in which time where that has gaps: "18 s in 15 min 51 s"."""
    whole_s = round((movie.end_ms - movie.begin_ms) / 1000)
    film_s = round(_film_ms(movie) / 1000)
    film = age_words(film_s * 1000)
    return film if film_s >= whole_s else f"{film} in {age_words(whole_s * 1000)}"


def _film_ms(movie: MovieFacts) -> int:
    """An older package says it by the pictures' arrival alone."""
    if movie.film_ms is not UNSET:
        return movie.film_ms
    return movie.end_ms - movie.begin_ms - (0 if movie.gaps_ms is UNSET else movie.gaps_ms)


def tells_apart(manifest: PackageManifest) -> bool:
    """Whether it says of each movie if a crash left it, or if it was still written."""
    return manifest.package.others is not UNSET


def unfinished_words(manifest: PackageManifest) -> str:
    """Of a package that was made while what was asked for went on."""
    asked = manifest.package.asked
    what = f"{asked.recording} was not finished" if asked.recording else "the time was not over"
    return f"{what} when this was made"
