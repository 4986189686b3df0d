"""Where a site's processes meet."""

import os
from pathlib import Path

import pytest

from console.protocol.endpoints import Endpoints, runtime_root


def test_runtime_folders_lie_in_the_sessions_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert runtime_root() == tmp_path / "sightline"


@pytest.mark.parametrize("named", [None, "", "gone"])
def test_without_one_they_lie_in_a_temporary_folder_of_this_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    if named is None:
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    else:
        monkeypatch.setenv("XDG_RUNTIME_DIR", named and str(tmp_path / named))
    assert runtime_root() == tmp_path / f"sightline-{os.getuid()}"


def test_no_two_processes_of_a_site_share_an_address() -> None:
    at = Endpoints(Path("/run/site"))
    addresses = [
        at.core_commands,
        at.core_changes,
        at.engine_commands,
        at.engine_changes,
        at.supervisor,
        at.simulator,
        at.worker("worker-0"),
        at.window("display-wall-1"),
        at.window("desk"),
    ]
    assert len(set(addresses)) == len(addresses)
    assert all(one.startswith("ipc:///run/site/") for one in addresses)
