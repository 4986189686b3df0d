"""``package export``."""

from pathlib import Path
from typing import Annotated

import typer

from console.app.ctl.output import fail, print_json
from console.app.ctl.root import AsJson
from console.app.package.root import PackageCode, package, package_exit_codes
from console.app.process_clock import PROCESS_CLOCK
from console.app.terminal import say
from console.domain.errors import WrongUse
from console.domain.wording import counted


@package.command()
def export(
    package_path: Annotated[Path, typer.Argument(metavar="PACKAGE", help="A folder or a zip.")],
    to: Annotated[Path, typer.Argument(metavar="OUT", help="A new folder.")],
    from_time: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="Cut at the keyframe before.")
    ] = None,
    to_time: Annotated[str | None, typer.Option("--to", metavar="TIME")] = None,
    cameras: Annotated[str | None, typer.Option(help="A,B; default: all.")] = None,
    viewing_copy: Annotated[
        bool,
        typer.Option(
            "--viewing-copy",
            help="One MP4 of all cameras in step as well, with names and times, and alerts as subtitles.",
        ),
    ] = False,
    changed_too: Annotated[
        bool,
        typer.Option("--changed-too", help="Also from one that is not intact; exit code 4 all the same."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Copy movies out of a package, not encoded again, whole or cut to a time."""
    from console.app.package.cutting import Span
    from console.app.package.exporting import (
        CHANGED,
        ChangedPackage,
        Export,
        check_cameras,
        check_intact,
        export_movies,
    )
    from console.app.package.named_cameras import cameras_of
    from console.app.package.progress import shown_progress
    from console.app.package.times import epoch_ms
    from console.app.package.unpacking import unpacked

    with package_exit_codes(to), shown_progress(PROCESS_CLOCK, quiet=as_json) as progress:
        span = Span(epoch_ms(from_time) if from_time else 0, epoch_ms(to_time) if to_time else None)
        if span.to_ms is not None and span.from_ms >= span.to_ms:
            raise WrongUse("--from must be before --to")
        if to.resolve().is_relative_to(package_path.resolve()):
            raise WrongUse(f"{to} lies in the package, which would not be as it was signed: name another OUT")
        wanted = Export(span, cameras_of(cameras), viewing_copy)
        check_cameras(package_path, wanted.cameras)
        changed = ""
        try:
            check_intact(package_path, progress)
        except ChangedPackage as error:
            changed = error.words
            if not changed_too:
                fail(str(error), PackageCode.CHANGED)
        wanted = wanted._replace(changed=changed)
        with unpacked(package_path, to.parent if to.parent.is_dir() else None, progress) as folder:
            done = export_movies(folder, to, wanted, progress)
    if as_json:
        print_json({"files": done.files, "packets": done.packets, "without": done.without})
    else:
        movies = sum(name.endswith(".mp4") for name in done.files) - viewing_copy
        say(f"{to}: {counted(movies, 'movie')}, {counted(done.packets, 'packet')}")
        if viewing_copy:
            say(f"{to / 'viewing-copy.mp4'}: all of them in step; it is no original")
        for one in done.without:
            say(f"not there: {one}: the package has nothing of that time", error=True)
    if changed:
        say(f"{changed}. What was exported is from it all the same: {to / CHANGED} says so", error=True)
        raise typer.Exit(PackageCode.CHANGED)
