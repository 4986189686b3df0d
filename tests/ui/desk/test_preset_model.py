"""Wall presets as rows: what is written of each, and what is read from what a person writes in its place."""

import pytest

from console.ui.desk.preset_model import numbered


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("3 night", ("night", 3)),
        (" night ", ("night", None)),
        ("12  late shift", ("late shift", 12)),
        ("100 cameras", ("100 cameras", None)),
        ("3", ("3", None)),
        ("", ("", None)),
    ],
)
def test_a_name_may_have_a_number_before_it(text: str, name: tuple[str, int | None]) -> None:
    assert numbered(text) == name
