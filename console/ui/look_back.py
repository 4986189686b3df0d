"""How far a tile is played behind live, and what is said of it: by the desk and on the wall alike. Pure."""

REWIND_STEP_S = 10.0
LOOK_BACK_S, LEAST_LOOK_BACK_S = 30.0, 5.0


def look_back_s(kept_s: float) -> float:
    """How much is looked at again: as far as the kept pictures reach (0 where nobody tells)."""
    return max(LEAST_LOOK_BACK_S, min(LOOK_BACK_S, float(int(kept_s)))) if kept_s else LOOK_BACK_S


def is_at_end(rewind_s: float, kept_s: float) -> bool:
    """Whether a step further back would show nothing else."""
    return bool(kept_s) and rewind_s >= kept_s


def end_words(kept_s: float) -> str:
    """Why there is no step further back."""
    return f"Kept pictures of this camera reach {int(kept_s)} s back"


def behind_live_words(rewind_s: float, kept_s: float, *, is_lost: bool = False) -> str:
    """Where a tile plays that is to play so far behind live: of pictures that are not kept it plays none.

    ``is_lost``: its camera is, and what it sent last is played.
    """
    if is_lost:
        return f"the last {rewind_s:g} s before its camera was lost"
    if kept_s and rewind_s > kept_s:
        return f"{int(kept_s)} s behind live: no more is kept so far"
    return f"{rewind_s:g} s behind live"
