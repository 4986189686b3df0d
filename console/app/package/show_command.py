"""``package show``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from console.app.ctl.output import print_json, print_table
from console.app.ctl.root import AsJson
from console.app.package.root import package, package_exit_codes
from console.app.process_clock import PROCESS_CLOCK
from console.app.terminal import say
from console.domain.wording import age_words, counted, local_time, visible

if TYPE_CHECKING:
    from console.app.package.manifest import MovieFacts, PackageManifest


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


def _words(movie: "MovieFacts") -> str:
    """Whether the site has more of it."""
    words = ("as far as it was whole" if movie.repaired else "", "cut" if movie.cut else "")
    return ", ".join(filter(None, words))


def _tell(manifest: "PackageManifest") -> None:
    now_ms, package_ = PROCESS_CLOCK.now_ms(), manifest.package
    asked = package_.asked
    end_ms = asked.to_ms if asked.to_ms is not None else manifest.wall_ms[1]
    what = " ".join(filter(None, (asked.recording, asked.incident))) or "a time"
    say(visible(f"site      {manifest.site}, Sightline {manifest.program}"))
    say(f"asked     {visible(what)}: {local_time(asked.from_ms, now_ms)} to {local_time(end_ms, now_ms)}")
    by = visible(package_.operator) or "nobody named"
    say(f"made      {local_time(package_.made_at_ms, now_ms)} by {by}")
    say(f"reason    {visible(package_.reason) or 'not said'}")
    say(f"log       {counted(manifest.to_n - manifest.checkpoint_n, 'input')}")
    size = sum(one.size for one in package_.files.values())
    say(f"files     {len(package_.files)}, {size / 1e6:.1f} MB")
    print_table(
        ("camera", "stream", "from", "length", "picture", "gaps", ""),
        [
            (
                one.feed,
                one.profile,
                local_time(one.begin_ms, now_ms),
                age_words(one.end_ms - one.begin_ms),
                f"{one.codec} {one.width}x{one.height}",
                one.gaps,
                _words(one),
            )
            for one in package_.movies
        ],
        "No movie is in it.",
    )
    for left in package_.left_out:
        say(visible(f"not there: {left.what}: {left.why}"))
