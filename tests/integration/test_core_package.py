"""A running core's recording as a package."""

import json
from pathlib import Path

from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.runtime_folder import RuntimeFolder
from console.domain.ids import FeedId
from console.protocol.recording_messages import StartRecording
from tests.fakes.core_site import core_config, running_core


def test_a_running_sites_recording_is_packaged_while_it_goes_on(run_dir: Path, tmp_path: Path) -> None:
    folder = RuntimeFolder(run_dir / "site", "test", run_dir / "held", run_dir / "shm")
    folder.open()
    config = core_config(folder.path)
    folder.write_run_file("b00t", run_dir, config.alerts_endpoint)
    try:
        with running_core(config) as core:
            core.requester.call(StartRecording((FeedId("cam-001"),)), 5.0)
            group = ["package", "--run", str(folder.path)]

            def run(*line: str) -> tuple[int, str]:
                done = CliRunner().invoke(app, [*group, *line])
                return done.exit_code, done.output

            (name,) = [
                one["recording"]
                for one in json.loads(
                    CliRunner().invoke(app, ["ctl", *group[1:], "record", "list", "--json"]).output
                )["recordings"]
            ]
            code, told = run("create", name, str(tmp_path / "night"), "--reason", "a trial")
            assert code == 0, told
            assert f"{name} was not finished when this was made: it reaches to 20" in told
            assert "0 movies" in told and "cam-001: nothing was recorded of it then" in told
            code, told = run("create", "r-999999", str(tmp_path / "none"))
            assert code == 4 and "nothing is recorded as 'r-999999'" in told
            assert [path.name for path in tmp_path.iterdir()] == ["night"]
            code, told = run("key")
            (tmp_path / "site.pub").write_text(told.splitlines()[0])
            assert run("verify", str(tmp_path / "night"), "--trusted", str(tmp_path / "site.pub"))[0] == 0
        assert CliRunner().invoke(app, ["replay", str(tmp_path / "night"), "--check"]).exit_code == 0
    finally:
        folder.close()
