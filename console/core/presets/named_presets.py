"""Wall presets that the site file names, in its rules and for visitors: who names one, which are not there.

Computed from the state as it is, never decided: a log knows of each time that a rule found nothing.
"""

from msgspec import Struct

from console.core.state import State
from console.domain.wording import few_of, one_line


class SiteNames(Struct, frozen=True):
    """What in the site file names a wall preset: rules by their names, ``public_preset`` if that does."""

    rules: tuple[str, ...] = ()
    public_preset: bool = False

    @property
    def is_any(self) -> bool:
        """Whether anything does."""
        return bool(self.rules) or self.public_preset


def names_in_site(state: State, preset: str) -> SiteNames:
    """Who in the site file names this preset, whether there is one or not."""
    site = state.site.loaded
    rules = tuple(rule.name for rule in site.rules if rule.preset == preset)
    return SiteNames(rules, bool(preset) and site.public_preset == preset)


def missing_words(state: State) -> tuple[str, ...]:
    """A sentence for each wall preset that the site file names and nobody has stored."""
    site = state.site.loaded
    named = dict.fromkeys([*(rule.preset for rule in site.rules), site.public_preset])
    return tuple(
        _missing(preset, names_in_site(state, preset))
        for preset in named
        if preset and preset not in state.presets
    )


def _missing(preset: str, named: SiteNames) -> str:
    rules = [one_line(rule) for rule in named.rules]
    idle = f"rule{'s' * (len(rules) > 1)} {few_of(rules)} can't put it up" if rules else ""
    public = "public shows a clock in its place" if named.public_preset else ""
    so = ", and ".join(filter(None, (idle, public)))
    return f"There is no wall preset {one_line(preset)}: {so}; save one of that name, or change the site file"
