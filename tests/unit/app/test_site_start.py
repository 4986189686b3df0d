"""A site whose data folder a newer program wrote is not started."""

import sqlite3
from pathlib import Path

import pytest

from console.app.site_file import load_site
from console.app.site_start import run_site
from console.core.log.schema import LOG_VERSION, NewerLog


def test_a_newer_data_folder_is_refused_before_anything_is_started(tmp_path: Path) -> None:
    site_file = tmp_path / "site.toml"
    site_file.write_text(
        'name = "riverside"\ndata_dir = "' + str(tmp_path) + '/data"\ncameras = ["rtsp://10.0.0.11/one"]\n'
        '[[monitor]]\nid = "wall-1"\nlayout = "1x1"\n'
    )
    site = load_site(site_file)
    site.data_dir.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(site.data_dir / "core.sqlite")
    database.execute(f"PRAGMA user_version = {LOG_VERSION + 1}")
    database.execute("CREATE TABLE later (one INTEGER)")
    database.close()
    with pytest.raises(NewerLog, match="install that version again, or name another data folder"):
        run_site(site)
    assert sorted(path.name for path in site.data_dir.iterdir()) == ["core.sqlite"]
