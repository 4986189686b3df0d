"""The ``package`` command group, and what its commands share."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Annotated

import typer

from console.app.ctl.output import ExitCode, exit_codes, fail

HELP = """Incident packages: what was recorded, as a folder that anybody can look into and Sightline replays.

Exit codes: 0 done · 1 failed · 2 wrong usage · 3 no site answers · 4 refused, or the package is changed or
can't be read · 5 intact, but the signer is unknown · 130 cancelled.

Examples:

  sightline package create r-000345 night/ --reason "case 26-1182"

  sightline package create evening/ --from 2026-11-28T18:00 --to 2026-11-28T18:20 --cameras cam-017,cam-018

  sightline package verify night/ --trusted riverside.pub
"""


class PackageCode(IntEnum):
    """Exit codes of ``sightline package``, beside those of every command."""

    CHANGED = 4
    SIGNER_UNKNOWN = 5
    CANCELLED = 130


package = typer.Typer(help=HELP, no_args_is_help=True)


@package.callback()
def open_session(
    context: typer.Context,
    run: Annotated[
        Path | None, typer.Option(help="The site's runtime folder; default: the one that runs.")
    ] = None,
) -> None:
    """Remember where the site is."""
    context.obj = (run, None)


@contextmanager
def package_exit_codes(written: Path | None = None) -> Iterator[None]:
    """As ``exit_codes``, with those of a package that can't be read and of a work that was cancelled.

    ``written``: the new folder that the command makes.
    """
    from console.app.package.errors import UnreadablePackage
    from console.core.replay.slice_format import DamagedSlice, GapInSlice, NewerSlice, UnknownInput
    from console.core.replay.slice_writing import NO_ROOM

    with exit_codes():
        try:
            yield
        except (UnreadablePackage, DamagedSlice, NewerSlice, GapInSlice, UnknownInput) as error:
            fail(str(error), PackageCode.CHANGED)
        except KeyboardInterrupt:
            fail("cancelled; nothing was left behind", PackageCode.CANCELLED)
        except OSError as error:
            if written is None or error.errno not in NO_ROOM:
                raise
            words = f"{written} can't be written: {error.strerror}; nothing was left behind"
            fail(f"{words}. Make room, or name a folder on another disk", ExitCode.FAILED)
