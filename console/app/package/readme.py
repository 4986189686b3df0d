"""``README.txt`` of a package: for a person who has no Sightline."""

from console.app.package.manifest import MovieFacts, PackageManifest
from console.app.package.movie_words import length_words, movie_words, tells_apart, unfinished_words
from console.app.package.times import utc_time
from console.domain.wording import visible

_TEXT = """INCIDENT PACKAGE

Recorded by Sightline {program} at the site "{site}".
What was asked for:  {asked}
From:                {begin}
To:                  {end}{unfinished}
Made:                {made}
By:                  {operator}
Reason:              {reason}

TO SEE THE PICTURES
{movies}
{left_out}
TO CHECK THAT NOTHING WAS CHANGED
On Linux open a terminal in this folder and type
    sha256sum -c SHA256SUMS
On macOS:
    shasum -a 256 -c SHA256SUMS
On Windows, for one file at a time, and compare with its line in SHA256SUMS:
    certutil -hashfile FILE SHA256
Each file must be "OK". This finds accidents. Whether somebody changed files and SHA256SUMS alike, the
signature in manifest.sig tells, with Sightline and the public key of the site, which you should get from the
site itself:
    sightline package verify FOLDER --trusted KEYFILE

TO SEE WHAT THE OPERATORS SAW
    sightline replay FOLDER
plays the whole video wall as it was, with alerts and decisions, from the folder "log".

Please don't open these files with a program that saves them. Work on a copy.
"""

_MOVIES = """\
The films are in the folder "video", a folder for each camera. They are plain MP4 files, as the cameras sent
them, not encoded again. Open them with VLC, mpv or any other player. The file beside each one (.jsonl) says
when each picture arrived.

"""
_NO_MOVIES = "There are none in this package."


def readme_of(manifest: PackageManifest) -> str:
    """The text, with what the package holds."""
    package = manifest.package
    asked = package.asked
    return _TEXT.format(
        program=manifest.program,
        site=manifest.site,
        asked=", ".join(filter(None, (asked.recording, asked.incident))) or "a time and cameras",
        begin=utc_time(asked.from_ms),
        end=utc_time(manifest.reaches_ms),
        unfinished=f"\n                     {unfinished_words(manifest)}" if manifest.is_unfinished else "",
        made=utc_time(package.made_at_ms),
        operator=visible(package.operator) or "not said",
        reason=visible(package.reason) or "not said",
        movies=_movies_of(manifest),
        left_out="".join(
            ["\nWHAT IS NOT THERE\n", *(f"    {one.what}: {one.why}\n" for one in package.left_out)]
            if package.left_out
            else []
        ),
    )


def _movies_of(manifest: PackageManifest) -> str:
    if not manifest.package.movies:
        return _NO_MOVIES
    return _MOVIES + "\n".join(
        f"    {one.file}\n        {one.feed}, {one.width}x{one.height}, {utc_time(one.begin_ms)}"
        f" to {utc_time(one.end_ms)}, film of {length_words(one)}"
        f"{_remark(one, tells=tells_apart(manifest))}"
        for one in manifest.package.movies
    )


def _remark(movie: MovieFacts, *, tells: bool) -> str:
    words = movie_words(movie, tells_apart=tells)
    return f"\n        {words}" if words else ""
