"""A wall preset's name, with a number before it or without."""

import pytest

from console.domain.wall_preset import numbered


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("3 night", ("night", 3)),
        (" night ", ("night", None)),
        ("12  late shift", ("late shift", 12)),
        ("100 cameras", ("100 cameras", None)),
        ("0 night", ("0 night", None)),
        ("3", ("3", None)),
        ("", ("", None)),
    ],
)
def test_a_name_may_have_a_number_before_it(text: str, name: tuple[str, int | None]) -> None:
    assert numbered(text) == name
