"""Public keys as people hand them on."""

from pathlib import Path

import pytest

from console.app.package.errors import PackageError
from console.app.package.signing import SiteKey
from console.app.package.trusted_keys import key_line, key_print, read_key_line, read_trusted

KEY = SiteKey(bytes(range(32)))


def test_a_key_is_read_as_it_is_printed() -> None:
    assert read_key_line(key_line(KEY.public, "Riverside")) == (KEY.public, "Riverside")
    assert key_print(KEY.public).count(" ") == 7


def test_a_list_of_trusted_keys_names_them(tmp_path: Path) -> None:
    file = tmp_path / "trusted"
    other = SiteKey(b"x" * 32).public
    file.write_text(f"# ours\n\n{key_line(KEY.public, 'Riverside, north')}\n{key_line(other, '')}\n")
    assert read_trusted(file) == {KEY.public: "Riverside, north", other: ""}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no key"),
        ("# nothing\n", "holds no key"),
        ("sightline-ed25519 AAAA me\n", ":1: this is no public key"),
        ("\nssh-ed25519 " + "A" * 43 + "= me\n", ":2: this is no public key"),
        ("word\n", ":1: this is no public key"),
    ],
)
def test_a_list_with_anything_else_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "trusted").write_text(text)
    with pytest.raises(PackageError, match=words):
        read_trusted(tmp_path / "trusted")
