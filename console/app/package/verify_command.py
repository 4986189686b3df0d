"""``package verify``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from console.app.ctl.output import print_json
from console.app.ctl.root import AsJson
from console.app.package.root import PackageCode, package, package_exit_codes
from console.app.process_clock import PROCESS_CLOCK
from console.app.terminal import say
from console.domain.wording import counted, one_line, visible

if TYPE_CHECKING:
    from console.app.package.verdict import Verdict


@package.command()
def verify(
    place: Annotated[Path, typer.Argument(metavar="FOLDER|ZIP")],
    trusted: Annotated[
        list[Path] | None,
        typer.Option(metavar="KEYFILE", help="Public keys that may have signed; see package key."),
    ] = None,
    site: Annotated[
        Path | None, typer.Option(metavar="SITE.toml", help="Trust the keys that this site file lists.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look at every byte of a package, and name what is not as it was signed.

    Exit codes: 0 intact, by a trusted key · 4 changed, or can't be read · 5 intact, signer unknown.
    """
    from console.app.package.errors import UnreadablePackage
    from console.app.package.progress import shown_progress
    from console.app.package.trusted_keys import read_key_line, read_trusted
    from console.app.package.verification import verify as checked
    from console.app.site_file import load_site

    with package_exit_codes(), shown_progress(PROCESS_CLOCK, quiet=as_json) as progress:
        keys = {public: name for file in trusted or () for public, name in read_trusted(file).items()}
        if site is not None:
            keys |= dict(read_key_line(line) for line in load_site(site).trusted_keys)
        try:
            verdict = checked(place, keys, progress)
        except UnreadablePackage as error:
            if as_json:
                print_json({"intact": False, "error": str(error)})
                raise typer.Exit(PackageCode.CHANGED) from error
            raise
    if as_json:
        print_json({"intact": verdict.is_intact, **msgspec.to_builtins(verdict)})
    else:
        _tell(place, verdict, has_list=bool(keys))
    if not verdict.is_intact:
        raise typer.Exit(PackageCode.CHANGED)
    if verdict.signed_by is None:
        raise typer.Exit(PackageCode.SIGNER_UNKNOWN)


def _tell(place: Path, verdict: "Verdict", *, has_list: bool) -> None:
    for change in verdict.changes:
        say(visible(f"{change.file} {change.words}"), error=True)
    if not verdict.is_intact:
        say(f"{place}: NOT intact: {counted(len(verdict.changes), 'thing')} wrong", error=True)
    elif verdict.signed_by is not None:
        signer, site = one_line(verdict.signed_by or "a trusted key"), one_line(verdict.site)
        other = "" if signer == site else f", of the site {site}"
        say(f"{place}: intact, signed by {signer} (key {verdict.key}){other}")
    else:
        how = "say --trusted KEYFILE, or --site SITE.toml, to know it"
        hint = "a key that is not in the list" if has_list else how
        site = f"it says that it is of the site {one_line(verdict.site)}"
        say(f"{place}: intact, signer unknown: key {verdict.key}; {hint}; {site}")
