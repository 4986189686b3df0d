"""A site's key is made once and for its owner alone; a signature has one text."""

import stat
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.app.package.errors import PackageError, UnreadablePackage
from console.app.package.signing import KEY_FILE, SiteKey, is_by, read_signature, site_key

KEY = SiteKey(bytes(range(32)))
SIGNED = KEY.sign(b"manifest")


def test_a_key_is_made_at_first_use_and_stays(tmp_path: Path) -> None:
    made = site_key(tmp_path)
    file = tmp_path / KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert site_key(tmp_path).public == made.public
    assert site_key(tmp_path / "another").public != made.public
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_two_that_make_the_first_key_have_the_same(tmp_path: Path) -> None:
    found: list[bytes] = []
    gate = threading.Barrier(4)

    def make() -> None:
        gate.wait()
        found.append(site_key(tmp_path).public)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 4 and len(set(found)) == 1


def test_a_key_that_others_may_read_or_that_is_none_signs_nothing(tmp_path: Path) -> None:
    site_key(tmp_path)
    file = tmp_path / KEY_FILE
    file.chmod(0o640)
    with pytest.raises(PackageError, match="mode 640"):
        site_key(tmp_path)
    file.chmod(0o600)
    file.write_bytes(b"short")
    with pytest.raises(PackageError, match="this is no key"):
        site_key(tmp_path)


def test_a_signature_holds_for_its_bytes_and_its_key_alone() -> None:
    signature = read_signature(SIGNED)
    assert is_by(signature, b"manifest") and not is_by(signature, b"manifesto")
    assert not is_by(signature._replace(public=SiteKey(b"x" * 32).public), b"manifest")


@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 255))
def test_no_byte_of_a_signature_can_be_another(at: int, by: int) -> None:
    changed = bytearray(SIGNED)
    changed[at] ^= by
    with suppress(UnreadablePackage):
        assert not is_by(read_signature(bytes(changed)), b"manifest")


@given(st.binary(max_size=300))
def test_any_other_bytes_are_no_signature(body: bytes) -> None:
    with pytest.raises(UnreadablePackage):
        read_signature(body)
