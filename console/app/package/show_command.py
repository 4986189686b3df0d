"""``package show``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from console.app.ctl.output import print_json, print_table
from console.app.ctl.root import AsJson
from console.app.package.root import package, package_exit_codes
from console.app.terminal import say
from console.domain.wording import counted, visible, zoned_time

if TYPE_CHECKING:
    from console.app.package.manifest import PackageManifest


@package.command()
def show(place: Annotated[Path, typer.Argument(metavar="FOLDER|ZIP")], as_json: AsJson = False) -> None:
    """What is in a package; whether it is intact, `verify` says."""
    from console.app.package.verification import manifest_of

    with package_exit_codes():
        manifest = manifest_of(place)
        if as_json:
            print_json(msgspec.to_builtins(manifest))
        else:
            _tell(manifest)


def _tell(manifest: "PackageManifest") -> None:
    from console.app.package.movie_words import unfinished_words

    package_ = manifest.package
    asked = package_.asked
    what = " ".join(filter(None, (asked.recording, asked.incident))) or "a time"
    say(visible(f"site      {manifest.site}, Sightline {manifest.program}"))
    say(f"asked     {visible(what)}: {zoned_time(asked.from_ms)} to {zoned_time(manifest.reaches_ms)}")
    if manifest.is_unfinished:
        say(f"          {visible(unfinished_words(manifest))}")
    by = visible(package_.operator) or "nobody named"
    say(f"made      {zoned_time(package_.made_at_ms)} by {by}")
    say(f"reason    {visible(package_.reason) or 'not said'}")
    say(f"log       {counted(manifest.to_n - manifest.checkpoint_n, 'input')}")
    size = sum(one.size for one in package_.files.values())
    say(f"files     {len(package_.files)}, {size / 1e6:.1f} MB")
    _tell_movies(manifest)
    for left in package_.left_out:
        say(visible(f"not there: {left.what}: {left.why}"))


def _tell_movies(manifest: "PackageManifest") -> None:
    from console.app.package.movie_words import length_words, movie_words, tells_apart

    tells = tells_apart(manifest)
    print_table(
        ("camera", "stream", "from", "length", "picture", "gaps", ""),
        [
            (
                one.feed,
                one.profile,
                zoned_time(one.begin_ms),
                length_words(one),
                f"{one.codec} {one.width}x{one.height}",
                one.gaps,
                movie_words(one, tells_apart=tells),
            )
            for one in manifest.package.movies
        ],
        "No movie is in it.",
    )
