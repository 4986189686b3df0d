"""``ctl media``: what pictures may cost on this machine, what they do cost, and who gets less."""

import msgspec
import typer

from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, ctl, session_of
from console.domain.tier import SHED_WORDS, TIER_WORDS, Shed, Tier
from console.protocol.engine_messages import EngineRequest, GetMediaStatus, MediaStatus

MIB = 1024 * 1024


@ctl.command()
def media(context: typer.Context, as_json: AsJson = False) -> None:
    """The media engine's budgets and what is used of them; cameras by tier, tiles that get less."""
    session = session_of(context, as_json)
    with exit_codes():
        result = session.ask(session.endpoints().engine_commands, GetMediaStatus(), EngineRequest)
        if as_json:
            print_json(result)
            return
        status = msgspec.convert(result, MediaStatus)
        print_table(("what", "used", "budget"), _budget_rows(status), "the engine says nothing")
        print_table(("what", "number"), _count_rows(status), "No cameras.")


def _budget_rows(status: MediaStatus) -> list[tuple[object, ...]]:
    limit = f"{status.decode_budget_cores:.2f}" if status.decode_budget_cores else "no limit known yet"
    return [
        ("decoding, cores", f"{status.decode_used_cores:.2f}", limit),
        ("network, Mb/s", f"{status.network_used_mbit_s:.1f}", f"{status.network_budget_mbit_s:.0f}"),
        ("main streams", status.main_used, status.main_budget),
        ("rings, MB", status.ring_used_bytes // MIB, status.ring_budget_bytes // MIB),
    ]


def _count_rows(status: MediaStatus) -> list[tuple[object, ...]]:
    tiers = [(f"cameras: {TIER_WORDS[Tier[name]]}", count) for name, count in status.tiers.items()]
    less = [(f"tiles with less: {SHED_WORDS[Shed[name]]}", count) for name, count in status.shed.items()]
    return [*tiers, *less]
