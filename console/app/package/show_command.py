"""``package show``."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from console.app.ctl.output import print_json, print_table
from console.app.ctl.root import AsJson
from console.app.package.root import PackageCode, package, package_exit_codes
from console.app.terminal import say
from console.domain.wording import counted, visible, zoned_time

if TYPE_CHECKING:
    from console.app.package.manifest import PackageManifest


@package.command()
def show(place: Annotated[Path, typer.Argument(metavar="FOLDER|ZIP")], as_json: AsJson = False) -> None:
    """What is in a package, and what of it is seen at a glance to be missing, cut, or not as it was signed.

    Whether every byte is, `verify` says. Exit codes: 0 nothing is seen to be wrong · 4 something is.
    """
    from console.app.package.verification import seen_at_a_glance

    with package_exit_codes():
        manifest, other = seen_at_a_glance(place)
        if as_json:
            print_json({"other_files": other, **msgspec.to_builtins(manifest)})
        else:
            _tell(manifest, other)
            _tell_other(place, other)
        if other:
            raise typer.Exit(PackageCode.CHANGED)


def _tell_other(place: Path, other: dict[str, str]) -> None:
    for name, words in other.items():
        say(visible(f"{name} {words}"), error=True)
    if other:
        say(
            f"{place} is not as it was signed; everything that is not is named by: "
            f"sightline package verify {shlex.quote(str(place))}",
            error=True,
        )


def _tell(manifest: "PackageManifest", other: dict[str, str]) -> None:
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
    lacking = len(other.keys() & package_.files.keys())
    not_so = f", of which {lacking} missing or of another size" if lacking else ""
    say(f"files     {len(package_.files)}, {size / 1e6:.1f} MB{not_so}")
    _tell_movies(manifest, other)
    for left in package_.left_out:
        say(visible(f"not there: {left.what}: {left.why}"))


def _tell_movies(manifest: "PackageManifest", other: dict[str, str]) -> None:
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
                other.get(one.file) or movie_words(one, tells_apart=tells),
            )
            for one in manifest.package.movies
        ],
        "No movie is in it.",
    )
