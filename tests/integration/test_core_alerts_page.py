"""docs/alerts.md: every field is there, and its example runs against a real core as it stands."""

import json
import re
import subprocess
import sys
from pathlib import Path

from console.core.boundary.alert_format import read_alert
from console.domain.alert import AlertKind, Severity
from console.protocol.alert_messages import AlertAcknowledged, AlertMessage, AlertRejected
from console.protocol.core_changes import Counts
from console.protocol.core_messages import GetStatus
from tests.fakes.core_site import core_config, running_core

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "alerts.md").read_text(encoding="utf-8")


def _rows(heading: str) -> dict[str, str]:
    """First column (a name) to the whole row, of the table under a heading."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return {found[1]: found[0] for found in re.finditer(r"^\| `(\w+)` \|.*$", section, re.MULTILINE)}


def test_every_field_is_in_the_table_and_no_other() -> None:
    rows = _rows("The message")
    assert set(rows) == set(AlertMessage.__struct_fields__)
    needed = {name for name, row in rows.items() if row.split(" | ")[2].strip() == "yes"}
    assert needed == {"v", "source", "id", "kind", "time"}
    assert all(f"`{kind.value}`" in rows["kind"] for kind in AlertKind)
    assert all(f"`{severity.value}`" in rows["severity"] for severity in Severity)


def test_every_answer_and_count_is_there() -> None:
    answers = PAGE.split("## Answers\n")[1].split("\n## ")[0]
    for field in (*AlertAcknowledged.__struct_fields__, *AlertRejected.__struct_fields__):
        assert f'"{field}"' in answers
    assert set(_rows("Counts")) == set(Counts.__struct_fields__) - {"feeds"}


def test_the_example_file_is_an_alert() -> None:
    assert read_alert((DOCS / "first-alert.json").read_bytes()).alert.kind is AlertKind.GUNSHOT


def test_the_ten_lines_send_an_alert(run_dir: Path) -> None:
    found = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    script = found[1]
    assert "tcp://127.0.0.1:7741" in script
    with running_core(core_config(run_dir)) as core:
        script = script.replace("tcp://127.0.0.1:7741", core.config.alerts_endpoint)
        # Without the warnings about sockets that a ten-line script leaves to the interpreter's end.
        ran = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=20, check=True)
        answer = json.loads(ran.stdout)
        assert (answer["n"], answer["source"], answer["duplicate"]) == (1, "gunshot-east", False)
        assert core.requester.call(GetStatus())["counts"]["acknowledged"] == 1
