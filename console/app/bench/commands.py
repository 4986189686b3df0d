"""The ``bench`` command group."""

import time
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from console.app.bench.alerts_run import Flood, bench_alerts
from console.app.bench.chaos_run import bench_chaos
from console.app.bench.decode_limit import RATED_CORES, measure_limit
from console.app.bench.faults_run import bench_faults
from console.app.bench.lend_run import bench_lend
from console.app.bench.peers_run import bench_peers
from console.app.bench.preset_run import bench_preset
from console.app.bench.record_run import bench_record
from console.app.bench.replay_run import bench_replay
from console.app.bench.restart_run import bench_restart
from console.app.bench.rounds import less_than_best, medians, peers_medians
from console.app.bench.soak_run import bench_soak
from console.app.bench.start_run import bench_start
from console.app.bench.switch_run import bench_rewind, bench_switch
from console.app.bench.tour_run import bench_tour
from console.app.bench.wall_run import SETTLE_S, Figures, bench_wall
from console.app.bench.workbench import DEFAULT_RING_S, bench_home, workbench
from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.virtual_display import VirtualDisplay

HELP = """What this machine can show, measured on the running product with simulated cameras.

Progress goes to standard error, the result to standard output. What each figure means: docs/bench.md.

Examples:

  sightline bench wall --tiles 100 --seconds 30

  sightline bench scale 50 100 130 --json
"""

MAX_CAMERAS = 700
SWITCH_SETTLE_S = 5.0
"""So that rings are warm and the start's work is done."""

bench = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Tiles = Annotated[int, typer.Option(min=1, max=MAX_CAMERAS, help="Cameras shown, on two monitors.")]
Seconds = Annotated[int, typer.Option(min=2, help="How long to measure, after the start.")]
Settle = Annotated[
    float,
    typer.Option(min=0, help="Wait before measuring; figures look back 10 s, so less mixes the start in."),
]
Ring = Annotated[int, typer.Option(min=0, max=600, help="Seconds that every connected camera keeps.")]
Connected = Annotated[
    int, typer.Option(min=0, max=MAX_CAMERAS, help="Cameras connected; 0: those that are shown.")
]

WALL_COLUMNS = (
    ("tiles", "tiles"),
    ("live", "tiles_live"),
    ("x limit", "ratio_to_limit"),
    ("share", "share_of_limit"),
    ("pictures/s", "pictures_per_s_mean"),
    ("min", "pictures_per_s_min"),
    ("all", "pictures_per_s_all"),
    ("ms each", "cpu_ms_per_picture"),
    ("cores", "cores"),
    ("PSS MB", "pss_mb"),
    ("tick p50", "ui_tick_ms.p50"),
    ("p99 ms", "ui_tick_ms.p99"),
    ("oldest s", "oldest_picture_s"),
    ("start s", "all_live_s"),
    ("limit ms", "limit_ms_per_picture"),
    ("feeds", "limit_feeds"),
)
"""Head of a column, and the result's field in it."""
PEER_COLUMNS = tuple(
    (head, path) for head, path in WALL_COLUMNS if not path.startswith(("ui_", "oldest", "limit", "tiles_"))
)


@bench.command()
def wall(
    tiles: Tiles = 100,
    seconds: Seconds = 30,
    connected: Connected = 0,
    ring: Ring = DEFAULT_RING_S,
    settle: Settle = SETTLE_S,
    peers: Annotated[
        bool, typer.Option("--peers", help="Then other engines, with the same cameras.")
    ] = False,
    rounds: Annotated[int, typer.Option(min=1, help="So often, in turns; medians are told.")] = 1,
    as_json: AsJson = False,
) -> None:
    """A wall of so many tiles: CPU per picture, against libavcodec alone on this machine."""
    with exit_codes(), workbench(max(tiles, connected), ring) as ready:
        runs, others = [], []
        for _ in range(rounds):
            runs.append(bench_wall(ready, tiles, seconds, settle))
            if peers:
                others.append(bench_peers(ready, tiles, seconds, runs[-1]["limit_ms_per_picture"]))
        result = medians(runs) if rounds > 1 else runs[0]
        if peers:
            result["peers"] = peers_medians(others)
            result["less_than_best_peer"] = less_than_best(result, result["peers"])
        print_json(result) if as_json else _print_walls([result])


@bench.command()
def scale(
    counts: Annotated[list[int], typer.Argument(min=1, max=MAX_CAMERAS, help="Tiles, one run each.")],
    seconds: Seconds = 20,
    connected: Connected = 0,
    as_json: AsJson = False,
) -> None:
    """Walls of several sizes, one after the other."""
    with exit_codes():
        results = []
        for tiles in counts:
            with workbench(max(tiles, connected)) as ready:
                results.append(bench_wall(ready, tiles, seconds))
        print_json(results) if as_json else _print_walls(results)


@bench.command()
def switch(
    tiles: Tiles = 64,
    connected: Connected = 100,
    times: Annotated[int, typer.Option(min=1, help="Switches, about one a second.")] = 40,
    rewinds: Annotated[int, typer.Option(min=0, help="Rewinds by 10 s after them.")] = 0,
    as_json: AsJson = False,
) -> None:
    """From the command to a connected, hidden camera painted live on a cell."""
    with exit_codes(), workbench(max(tiles + 1, connected)) as ready, ready.product(tiles) as product:
        time.sleep(SWITCH_SETTLE_S)
        result = bench_switch(product, times) | {"tiles": tiles, "cameras": len(product.feeds)}
        if rewinds:
            result |= bench_rewind(product, rewinds)
        _print_one(result, as_json=as_json)


@bench.command()
def preset(
    monitors: Annotated[int, typer.Option(min=1, max=8, help="Monitors of the wall.")] = 4,
    tiles: Annotated[int, typer.Option(min=1, max=64, help="Tiles of each monitor.")] = 36,
    times: Annotated[int, typer.Option(min=1, help="Loads, of two presets in turn.")] = 6,
    as_json: AsJson = False,
) -> None:
    """From loading a wall preset until every tile shows its camera, and until it does live."""
    count = monitors * tiles
    with (
        exit_codes(),
        workbench(2 * count, monitors=monitors) as ready,
        ready.product(count, monitors) as product,
    ):
        time.sleep(SWITCH_SETTLE_S)
        result = bench_preset(product, times) | {"tiles": count, "cameras": len(product.feeds)}
        _print_one(result, as_json=as_json)


@bench.command()
def start(
    monitors: Annotated[int, typer.Option(min=1, max=8, help="Monitors of the wall.")] = 2,
    tiles: Annotated[int, typer.Option(min=1, max=64, help="Tiles of each monitor.")] = 4,
    times: Annotated[int, typer.Option(min=1, help="Starts.")] = 5,
    as_json: AsJson = False,
) -> None:
    """From the start of the program with a preset to a full wall; its cameras run all the time."""
    count = monitors * tiles
    with (
        exit_codes(),
        workbench(count, monitors=monitors) as ready,
        ready.product(count, monitors) as product,
    ):
        time.sleep(SWITCH_SETTLE_S)
        result = bench_start(product, times) | {"tiles": count, "cameras": len(product.feeds)}
        _print_one(result | {"errors": product.errors()}, as_json=as_json)


@bench.command()
def tour(
    tiles: Tiles = 16,
    connected: Connected = 64,
    minutes: Annotated[float, typer.Option(min=0.2, help="How long.")] = 10,
    dwell: Annotated[int, typer.Option(min=2, max=3600, help="Seconds that each camera is shown.")] = 10,
    as_json: AsJson = False,
) -> None:
    """A tour in every tile: from core's step to the next camera painted live."""
    with exit_codes(), workbench(max(tiles + 1, connected)) as ready, ready.product(tiles) as product:
        time.sleep(SWITCH_SETTLE_S)
        result = bench_tour(product, minutes, dwell) | {"cameras": len(product.feeds)}
        _print_one(result | {"errors": product.errors()}, as_json=as_json)


@bench.command()
def faults(
    tiles: Tiles = 100,
    connected: Connected = 300,
    flapping: Annotated[int, typer.Option(min=1, help="Shown cameras that go wrong again and again.")] = 30,
    seconds: Seconds = 300,
    look_every: Annotated[
        float,
        typer.Option(min=0.5, help="Seconds between two screenshots of each display; they cost it time."),
    ] = 1,
    as_json: AsJson = False,
) -> None:
    """Some cameras go through every fault: the others keep their state, and no tile lies."""
    with exit_codes(), workbench(max(tiles, connected)) as ready:
        _print_one(bench_faults(ready, tiles, flapping, seconds, look_every), as_json=as_json)


@bench.command()
def soak(
    tiles: Tiles = 100,
    connected: Connected = 0,
    minutes: Annotated[float, typer.Option(min=0.2, help="How long.")] = 60,
    as_json: AsJson = False,
) -> None:
    """A wall for many minutes with cameras cut now and then: whether memory grows, and how sure that is."""
    with exit_codes(), workbench(max(tiles, connected)) as ready:
        _print_one(bench_soak(ready, tiles, minutes), as_json=as_json)


@bench.command()
def alerts(
    seconds: Annotated[int, typer.Option(min=1, help="How long to measure, after the warm-up.")] = 60,
    sources: Annotated[int, typer.Option(min=1, help="Sources that the one gateway speaks for.")] = 400,
    window: Annotated[int, typer.Option(min=1, help="Most alerts under way at once.")] = 2000,
    kinds: Annotated[str, typer.Option(help="Kinds of alert in turn, parted by commas.")] = "alpr",
    live: Annotated[int, typer.Option(min=0, max=1000, help="Live incidents before measuring.")] = 1000,
    kills: Annotated[int, typer.Option(min=0, help="How often core is killed meanwhile.")] = 0,
    cameras: Annotated[int, typer.Option(min=1, max=MAX_CAMERAS, help="Cameras of the site.")] = 128,
    followers: Annotated[int, typer.Option(min=0, help="Clients that read every change.")] = 1,
    as_json: AsJson = False,
) -> None:
    """How many alerts a second core acknowledges, how soon, and that none is lost or doubled."""
    flood = Flood(seconds, sources, window, tuple(kinds.split(",")), live, kills, cameras, followers)
    with exit_codes(), bench_home() as home:
        _print_one(bench_alerts(home, flood), as_json=as_json)


@bench.command()
def chaos(
    minutes: Annotated[float, typer.Option(min=0.1, help="How long.")] = 10,
    seed: Annotated[int, typer.Option(help="Same seed, same disturbances.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Processes, display and database disturbed at random: how soon all is back, and that nothing is lost."""
    with exit_codes(), bench_home() as home:
        _print_one(bench_chaos(home, minutes, seed), as_json=as_json)


@bench.command()
def restart(
    inputs: Annotated[int, typer.Option(min=1000, help="Inputs in the log.")] = 2_000_000,
    checkpoint: Annotated[bool, typer.Option(help="Then again, from the checkpoint.")] = True,
    as_json: AsJson = False,
) -> None:
    """How soon core answers over a long log: without a checkpoint, and then with one."""
    with exit_codes(), bench_home() as home:
        _print_one(bench_restart(home, inputs, checkpoint=checkpoint), as_json=as_json)


@bench.command()
def limit(
    streams: Annotated[int, typer.Option(min=1, max=MAX_CAMERAS, help="Decoders in turn.")] = 100,
    seconds: Seconds = 5,
    as_json: AsJson = False,
) -> None:
    """What libavcodec alone decodes: the same packets, one thread a core."""
    with exit_codes():
        measured = measure_limit(streams, seconds)
        result = {"ms_per_picture": round(measured.ms_per_picture, 3), "feeds": round(measured.feeds)}
        if as_json:
            print_json(result)
        else:
            each, feeds = result["ms_per_picture"], result["feeds"]
            print(
                f"{each} ms a picture: {RATED_CORES} cores decode {feeds} streams at 15 pictures/s, at most"
            )


@bench.command()
def record(
    tiles: Tiles = 64,
    pairs: Annotated[int, typer.Option(min=1, help="Pairs of with and without.")] = 5,
    mains: Annotated[int, typer.Option(min=0, max=16, help="Main streams of the second part; 0: none.")] = 16,
    seconds: Seconds = 15,
    as_json: AsJson = False,
) -> None:
    """What recording all shown cameras costs beside the wall that shows them; then with main streams, too."""
    with exit_codes():
        figures = _recorded(tiles, pairs, seconds, 0)
        if mains:
            figures["with_mains"] = _recorded(tiles, pairs, seconds, mains)
        _print_one(figures, as_json=as_json)


def _recorded(tiles: int, pairs: int, seconds: float, mains: int) -> Figures:
    with workbench(tiles, mains=mains) as ready, ready.product(tiles) as product:
        time.sleep(SETTLE_S)
        return bench_record(product, pairs, seconds)


@bench.command()
def lend(
    tiles: Tiles = 64,
    cameras: Annotated[int, typer.Option(min=1, max=18, help="Cameras replayed.")] = 12,
    pairs: Annotated[int, typer.Option(min=1, help="Pairs of without and with a replay.")] = 3,
    seconds: Seconds = 15,
    as_json: AsJson = False,
) -> None:
    """What a replay on a lent monitor takes from the live wall beside it."""
    with exit_codes(), workbench(tiles) as ready, ready.product(tiles) as product, bench_home() as home:
        time.sleep(SETTLE_S)
        _print_one(bench_lend(product, home, cameras, pairs, seconds), as_json=as_json)


@bench.command()
def replay(
    cameras: Annotated[int, typer.Option(min=1, max=18, help="Cameras recorded.")] = 12,
    minutes: Annotated[float, typer.Option(min=0.5, help="How long a time was recorded.")] = 60.0,
    seeks: Annotated[int, typer.Option(min=1, help="Leaps to anywhere in it.")] = 100,
    as_json: AsJson = False,
) -> None:
    """How soon a replay shows every camera at another moment of a long recording."""
    with exit_codes(), VirtualDisplay(), bench_home() as home:
        _print_one(bench_replay(home, cameras, int(minutes * 60), seeks), as_json=as_json)


def _print_one(result: Figures, *, as_json: bool) -> None:
    if as_json:
        print_json(result)
    else:
        print_table(("figure", "value"), list(flat(result)), "nothing was measured")


def flat(result: Figures, before: str = "") -> Iterator[tuple[str, Any]]:
    """A result's figures by their paths."""
    for name, value in result.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _print_walls(results: Sequence[Figures]) -> None:
    rows = [[figure_at(result, path) for _, path in WALL_COLUMNS] for result in results]
    print_table([head for head, _ in WALL_COLUMNS], rows, "nothing was measured")
    for result in results:
        for error in result["errors"]:
            print(f"logged: {error}")

        if spread := result.get("ratio_to_limit_spread"):
            print(f"medians; x limit from {spread[0]} to {spread[1]}")
    for result in results:
        _print_peers(result.get("peers", []))
        if (less := result.get("less_than_best_peer")) is not None:
            print(f"{less:.0%} less CPU a picture than the best engine that showed every tile")


def _print_peers(peers: list[Figures]) -> None:
    if not peers:
        return
    rows = [[peer["peer"], *(figure_at(peer, path) for _, path in PEER_COLUMNS)] for peer in peers]
    print()
    print_table(["engine", *(head for head, _ in PEER_COLUMNS)], rows, "no other engine was tried")
    for peer in peers:
        if words := peer.get("skipped") or peer.get("note"):
            print(f"{peer['peer']}: {words}")


def figure_at(result: Figures, path: str) -> Any:
    """A result's figure by its path, such as ``ui_tick_ms.p99``; None where there is none."""
    found: Any = result
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found
