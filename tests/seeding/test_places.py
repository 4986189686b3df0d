"""Where defects are seeded, and where a change would mean nothing."""

import pytest

from tests.seeding.places import Places


def seeded(source: str) -> set[str]:
    """The source with each of its defects."""
    return {place.seeded(source.encode()).decode() for place in Places(source.encode()).found()}


@pytest.mark.parametrize(
    ("source", "defects"),
    [
        ("a = b < c", {"a = b <= c"}),
        ("a = b is not c", {"a = b is c"}),
        ("a = b + c", {"a = b - c"}),
        ("a = b and c", {"a = b or c"}),
        ("a = not b", {"a = b"}),
        ("a = 2", {"a = 3"}),
        ("a = True", {"a = False"}),
        ("a.stop()", {"pass"}),
        ("if a: b.stop()", {"if not (a): b.stop()", "if a: pass"}),
        ("def a() -> bool: return b", {"def a() -> bool: return not (b)"}),
        ("def a() -> str: return b", {'def a() -> str: return ""'}),
        ("a = 7", set()),
    ],
)
def test_a_defect_is_one_small_change(source: str, defects: set[str]) -> None:
    assert seeded(source) == defects


@pytest.mark.parametrize(
    "source",
    [
        "log.info('%d', 1 + 2)",
        "SPACE_PX = 2",
        "a: Literal[1] = b",
        "a = QSize(b + 2, 1)",
        "a = rect.adjusted(0, 0, -1, c - 1 - 2)",
        "a = theme.FONT_SIZES_PX[1]",
        "a = SPACING_PX[0]",
        "assert_never(a)",
        "a = socket.poll(0)",
        "if TYPE_CHECKING: import a",
    ],
)
def test_words_and_looks_have_none(source: str) -> None:
    numbers = [place for place in Places(source.encode()).found() if place.kind != "arithmetic"]
    assert numbers == []


def test_in_a_picture_all_but_single_pixels_is_a_defect() -> None:
    assert seeded("a = QSize(b * 2, 1)") == {"a = QSize(b / 2, 1)", "a = QSize(b * 3, 1)"}
    assert seeded("a = QRect(b[1], len(c), 1, 1)") == {"a = QRect(b[2], len(c), 1, 1)"}
    assert seeded("a = sizes[1]") == {"a = sizes[2]"}
