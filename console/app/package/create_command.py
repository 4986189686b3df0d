"""``package create`` and ``package key``."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from console.app.ctl.output import print_json
from console.app.ctl.root import AsJson, session_of
from console.app.ctl.session import Session
from console.app.package.root import package, package_exit_codes
from console.app.process_clock import PROCESS_CLOCK
from console.app.terminal import say
from console.domain.errors import CommandRefused, SightlineError
from console.domain.recording import Recording
from console.domain.wording import counted, visible, zoned_time
from console.protocol.core_messages import GetStatus
from console.protocol.recording_messages import ListRecordings

if TYPE_CHECKING:
    from console.app.package.manifest import PackageManifest
    from console.app.package.wishes import Wish

DataFolder = Annotated[
    Path | None, typer.Option(help="The data folder of a site that does not run; default: the running one's.")
]


@package.command()
def create(
    context: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(metavar="[RECORDING] FOLDER", help="A recording or its incident, and a new folder."),
    ],
    from_time: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="In place of RECORDING: ISO 8601.")
    ] = None,
    to_time: Annotated[str | None, typer.Option("--to", metavar="TIME")] = None,
    cameras: Annotated[
        str | None, typer.Option(help="With --from and --to: A,B; default: all that were recorded.")
    ] = None,
    reason: Annotated[str, typer.Option(help="What it is made for; part of it.")] = "",
    operator: Annotated[str, typer.Option(help="Who makes it; default: this login.")] = "",
    zipped: Annotated[bool, typer.Option("--zip", help="FOLDER.zip as well.")] = False,
    tell_each_s: Annotated[
        float,
        typer.Option("--tell-each", min=0.1, metavar="S", help="How often a program hears how far it is."),
    ] = 10.0,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Put a recording, or a time, together with its part of the log; signed by the site's key."""
    is_time = from_time is not None and to_time is not None
    if len(names) != (1 if is_time else 2) or (
        not is_time and (from_time or to_time or cameras is not None or data)
    ):
        with_it = {"--from and --to": from_time or to_time, "--cameras": cameras, "--data": data}
        raise typer.BadParameter(
            _wrong_wish(names, tuple(name for name, one in with_it.items() if one is not None)),
            param_hint="[RECORDING] FOLDER",
        )
    from console.app.package.last_pictures import await_last_pictures
    from console.app.package.making import Maker, PackageMaking, zip_of
    from console.app.package.manifest import VIDEO
    from console.app.package.named_cameras import cameras_of
    from console.app.package.progress import shown_progress
    from console.app.package.times import epoch_ms
    from console.app.package.wishes import wish_for_recording, wish_for_time

    folder = Path(names[-1])
    each_ns = int(tell_each_s * 1e9)
    with (
        package_exit_codes(folder),
        shown_progress(PROCESS_CLOCK, quiet=as_json, each_ns=each_ns) as progress,
    ):
        session = session_of(context, as_json)
        wish: Wish
        if is_time:
            begin_ms, end_ms, feeds = epoch_ms(str(from_time)), epoch_ms(str(to_time)), cameras_of(cameras)
            data_dir = _checked(data) if data is not None else _data_folder(session)
            wish = wish_for_time(data_dir, begin_ms, end_ms, feeds)
        else:
            data_dir, recording = _data_folder(session), _named(session, names[0])
            wish = wish_for_recording(data_dir, recording)
        await_last_pictures(data_dir / VIDEO, wish.asked, PROCESS_CLOCK, progress)
        maker = Maker(operator or _login(), reason)
        made = PackageMaking(data_dir, wish, maker, PROCESS_CLOCK, progress).make(folder, zipped=zipped)
    if as_json:
        print_json(msgspec.to_builtins(made.package))
    else:
        _tell(folder, made, zip_of(folder) if zipped else None)


@package.command("key")
def show_key(context: typer.Context, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Print the site's public key, for `verify --trusted`; hand it to whoever is to check packages."""
    from console.app.package.signing import site_key
    from console.app.package.trusted_keys import key_line, key_print
    from console.app.package.wishes import site_name

    with package_exit_codes():
        data_dir = _checked(data or _data_folder(session_of(context, as_json)))
        name, public = site_name(data_dir), site_key(data_dir).public
        if as_json:
            print_json({"key": key_line(public, name), "site": name, "print": key_print(public)})
        else:
            say(key_line(public, name))
            say(f"print: {key_print(public)}", error=True)


def _wrong_wish(names: list[str], with_it: tuple[str, ...]) -> str:
    """``with_it``: the options of a time that were given."""
    usual = "say RECORDING FOLDER, or FOLDER with --from TIME --to TIME (and --cameras, --data)"
    if len(names) != 2 or not with_it:
        return usual
    why = "its time and cameras are known"
    if with_it == ("--data",):
        why = "only the running site knows its recordings; of a data folder say a time"
    return f"RECORDING ({visible(names[0])}) and {', '.join(with_it)} don't go together: {why}; {usual}"


def _checked(data_dir: Path) -> Path:
    from console.app.package.wishes import DATABASE

    if not (data_dir / DATABASE).is_file():
        raise CommandRefused("no_data_folder", f"{data_dir} is no site's data folder: it has no {DATABASE}")
    return data_dir


def _tell(folder: Path, made: "PackageManifest", zip_file: Path | None) -> None:
    from console.app.package.movie_words import unfinished_words

    contents = made.package
    movies = counted(len(contents.movies), "movie")
    say(f"{folder}: {movies}, {counted(made.to_n - made.checkpoint_n, 'input')} of the log")
    if made.is_unfinished:
        say(f"{unfinished_words(made)}: it reaches to {zoned_time(made.reaches_ms)}", error=True)
    for one in contents.left_out:
        say(f"not there: {one.what}: {one.why}", error=True)
    if zip_file is not None:
        say(f"{zip_file}: the same")


def _data_folder(session: Session) -> Path:
    told = session.ask_core(GetStatus()).get("data_folder")
    if told is None:  # a replay's core keeps nothing
        raise SightlineError("this site is a replay, which has no recordings; name another with --run DIR")
    return Path(told["path"])


def _named(session: Session, name: str) -> Recording:
    """The recording of this name, or the newest of an incident of this name."""
    told = session.ask_core(ListRecordings())
    for one in msgspec.convert(told["recordings"], tuple[Recording, ...]):
        if name in (one.recording, one.incident):
            return one
    raise CommandRefused(
        "unknown_recording", f"nothing is recorded as {name!r}: see sightline ctl record list"
    )


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return ""
