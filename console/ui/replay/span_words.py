"""A length of time on a replay's timeline in words. Pure."""


def span_words(span_ms: int, *, tenths: bool = False) -> str:
    """As "1:05" or "1:02:05", with tenths "1:05.4"; never less than nothing."""
    seconds, rest_ms = divmod(max(0, span_ms), 1000)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    far = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{far}:{seconds % 60:02d}" + (f".{rest_ms // 100}" if tenths else "")
