"""Cameras as people name them to a command; a name that nobody knows is wrong use, not a camera without
pictures.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from console.domain.errors import WrongUse
from console.domain.ids import FeedId
from console.domain.wording import few_of


def cameras_of(text: str | None) -> tuple[FeedId, ...]:
    """Those of ``--cameras A,B``, each once; none where nothing was said. Raises WrongUse."""
    if text is None:
        return ()
    named = dict.fromkeys(FeedId(one.strip()) for one in text.split(",") if one.strip())
    if not named:
        raise WrongUse("--cameras names no camera: write --cameras cam-017,cam-018, or leave it away for all")
    return tuple(named)


def check_known(cameras: Iterable[FeedId], known: Iterable[FeedId], whose: str) -> None:
    """``whose``: who would know them. Raises WrongUse with every unknown name, and what may be meant."""
    there = sorted(known)
    unknown = [one for one in cameras if one not in there]
    if not unknown:
        return
    near = [other for one in unknown for other in get_close_matches(one, there, n=2)]
    meant = f"did you mean {few_of(list(dict.fromkeys(near)))}?" if near else f"it has {few_of(there)}"
    raise WrongUse(f"{whose} has no camera {few_of(unknown)}: {meant if there else 'it has none'}")
