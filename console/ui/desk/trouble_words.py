"""What the supervisor can't mend, in an operator's words: a monitor or a task, not the name of a process."""

import re
from collections.abc import Mapping

DISPLAY = "display-"
"""Before the monitor's id in the name of its process."""
WORDS = {
    "engine": "The cameras' pictures (media engine)",
    "map": "The wall's map",
    "desk": "This desk",
    "simulator": "The simulated cameras",
    "sensors": "The simulated sensors",
}
WORKER = re.compile(r"worker-(\d+)")
SAID_ELSEWHERE = "core"
"""Without it control is lost, and that line says why."""


def trouble_sentences(told: Mapping[str, str]) -> tuple[str, ...]:
    """One for each process that does not run as it should; ``told`` is by its name."""
    return tuple(f"{whose_words(name)}: {text}" for name, text in told.items() if name != SAID_ELSEWHERE)


def whose_words(name: str) -> str:
    """What a process is for; one that nobody knows keeps its name."""
    if name.startswith(DISPLAY):
        return f"Monitor {name.removeprefix(DISPLAY)}"
    if worker := WORKER.fullmatch(name):
        return f"Some cameras' pictures (media worker {worker[1]})"
    return WORDS.get(name, name)
