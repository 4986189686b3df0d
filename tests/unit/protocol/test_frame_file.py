"""A frame file is its owner's, has its whole size at once, and is read-only for those who show it."""

from pathlib import Path

import pytest

from console.protocol.frame_file import FRAME_FILE_BYTES, create_frame_file, map_frame_file


def test_it_is_private_whole_and_read_only_for_readers(tmp_path: Path) -> None:
    path = tmp_path / "worker-0-aa-0"
    memory = create_frame_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size == FRAME_FILE_BYTES
    seen = map_frame_file(path)
    memory[5] = 7
    assert seen[5] == 7
    with pytest.raises(TypeError):
        seen[0] = 1
    path.unlink()
    memory[5] = 8  # a file that is gone by name is still there for who has it
    assert seen[5] == 8
    with pytest.raises(FileNotFoundError):
        map_frame_file(path)
    path.touch()
    with pytest.raises(FileExistsError):
        create_frame_file(path)
