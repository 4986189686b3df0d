"""Files that people write: read up to a size, and what is no UTF-8 is said with its line and what to do."""

import codecs
import io
from pathlib import Path

import pytest

from console.protocol import written_text
from console.protocol.written_text import MOST_BYTES, NotUtf8, TooLarge, bounded, decode_written, read_written


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_utf8_is_read_with_and_without_a_mark(tmp_path: Path, mark: bytes) -> None:
    file = tmp_path / "site.toml"
    file.write_bytes(mark + "name = 'Tölö'\n".encode())
    assert decode_written(read_written(file)) == "name = 'Tölö'\n"


@pytest.mark.parametrize(("before", "line"), [(b"", 1), (b"a = 1", 1), (b"a = 1\n", 2), (b"a\n\nb\n", 4)])
def test_what_is_of_another_encoding_is_said_with_its_line(before: bytes, line: int) -> None:
    with pytest.raises(NotUtf8) as refused:
        decode_written(before + "ö\nö\n".encode("latin-1"))
    assert refused.value.line == line
    assert "byte 0xf6" in str(refused.value) and "save the file as UTF-8" in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_named(encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else codecs.BOM_UTF16_BE
    with pytest.raises(NotUtf8, match="is UTF-16; save the file as UTF-8") as refused:
        decode_written(mark + "a = 1".encode(encoding))
    assert refused.value.line == 1


def test_what_has_no_end_is_no_such_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_BYTES == 64 << 20
    monkeypatch.setattr(written_text, "MOST_BYTES", 2 << 20)
    assert len(bounded(io.BytesIO(bytes(2 << 20)))) == 2 << 20
    with pytest.raises(TooLarge, match="larger than 2 MiB"):
        bounded(io.BytesIO(bytes((2 << 20) + 1)))
    with pytest.raises(TooLarge):
        read_written(Path("/dev/zero"))
