"""Each command's own help ends with examples of it: those that stand in the help of any group, and more.

A group whose help has none ends with one of each of its commands.
"""

from collections.abc import Iterable, Iterator

import typer
from typer.models import CommandInfo

PROGRAM = "sightline"

MORE = """
sightline ctl fault cam-009 cam-010 stall
sightline ctl fault all none
sightline ctl health
sightline ctl media
sightline ctl cameras --json
sightline ctl processes
sightline ctl stop
sightline ctl watch --count 10
sightline ctl wall swap wall-1:0 wall-2:3
sightline ctl wall zoom wall-1 4 2.5 --x 75 --y 50
sightline ctl wall pin wall-1 4
sightline ctl wall pin wall-1 4 --off
sightline ctl wall public wall-1
sightline ctl wall show-again
sightline ctl wall drop-frames wall-2
sightline ctl wall elsewhere wall-2 wall-1
sightline ctl incident ack i-000012
sightline ctl incident undo i-000012
sightline ctl layout list
sightline ctl layout load night wall-1
sightline ctl layout delete night
sightline ctl layout rename night "night shift"
sightline ctl layout lock night
sightline ctl layout unlock night
sightline ctl layout share night
sightline ctl layout personal night
sightline ctl layout export night night.json
sightline ctl layout export night before.json --version 3
sightline ctl layout import night.json --replace --note "from the other house"
sightline ctl log slice incident-log/ --from-incident i-000012
sightline ctl log slice last-night/ --from 1200 --to 3400
sightline ctl preset list
sightline ctl preset rename "night shift" night --number 3
sightline ctl preset delete night
sightline ctl preset export night night.json
sightline ctl preset import night.json --replace
sightline ctl record extend r-000345
sightline ctl record protect r-000345
sightline ctl record protect r-000345 --off
sightline ctl replay status
sightline ctl replay pause
sightline ctl replay rate 4
sightline ctl replay as-it-was
sightline ctl replay loop
sightline ctl replay loop --off
sightline ctl tour list
sightline ctl tour rename harbour "harbour by night"
sightline ctl tour delete harbour
sightline ctl tour stop wall-1 4
sightline ctl tour next wall-1 4
sightline ctl tour back wall-1 4
sightline ctl window close wall-2
sightline ctl window open wall-2
sightline ctl window number --seconds 20
sightline ctl window take-back wall-2
sightline bench switch --tiles 32 --connected 300 --times 20
sightline bench preset --times 4
sightline bench start --tiles 16 --times 4
sightline bench tour --tiles 16 --connected 64 --minutes 10
sightline bench faults --tiles 16 --flapping 4 --seconds 60
sightline bench soak --minutes 60
sightline bench alerts --seconds 20 --kills 4
sightline bench chaos --minutes 10 --seed 7
sightline bench restart --inputs 100000
sightline bench limit --streams 12
sightline bench record --tiles 32 --pairs 3
sightline bench lend --tiles 8 --pairs 3
sightline bench replay --cameras 12 --minutes 2
sightline package key
sightline package export night/ movies/ --cameras cam-017,cam-018 --viewing-copy
sightline package show night.zip
"""
"""Of commands that stand in no group's help, a line each."""


def share_examples(root: typer.Typer) -> None:
    """Call it when all is there that a line needs. Examples are lines that begin with the program's name."""
    helps = [MORE, *(str(group.info.help or "") for _, group in groups_of(root))]
    lines = [line.strip() for text in helps for line in text.splitlines()]
    for path, command in commands_of(root):
        found = dict.fromkeys(line for line in lines if f"{line} ".startswith(f"{path} "))
        if found and not command.epilog:
            command.epilog = _epilog(found)
    for path, group in groups_of(root):
        if f"{PROGRAM} " not in str(group.info.help or "") and group.registered_commands:
            own = [f"{command} " for command, _ in commands_of(group, path)]
            firsts = [next((line for line in lines if f"{line} ".startswith(one)), "") for one in own]
            group.info.epilog = _epilog(filter(None, firsts))


def _epilog(lines: Iterable[str]) -> str:
    return "\n\n".join(("Examples:", *lines))


def commands_of(group: typer.Typer, path: str = PROGRAM) -> Iterator[tuple[str, CommandInfo]]:
    """Every command of the tree by what is typed for it."""
    for command in group.registered_commands:
        own = command.name or (command.callback.__name__.replace("_", "-") if command.callback else "")
        yield f"{path} {own}", command
    for info in group.registered_groups:
        if info.typer_instance is not None:
            yield from commands_of(info.typer_instance, f"{path} {info.name}")


def groups_of(group: typer.Typer, path: str = PROGRAM) -> Iterator[tuple[str, typer.Typer]]:
    """Every group of the tree, the whole program too, by what is typed for it."""
    yield path, group
    for info in group.registered_groups:
        if info.typer_instance is not None:
            yield from groups_of(info.typer_instance, f"{path} {info.name}")
