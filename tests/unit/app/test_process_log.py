"""A log line is JSON, and no credential gets into it."""

import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.app.process_log import JsonLines, open_process_log, redact

WORD = st.text(
    alphabet=st.characters(blacklist_characters="/@ '\"\\", min_codepoint=33, max_codepoint=126), min_size=6
)


@given(user=WORD, password=WORD)
def test_no_password_survives(user: str, password: str) -> None:
    text = redact(f"cannot open rtsp://{user}:{password}@10.0.0.1:554/stream: refused")
    assert text == "cannot open rtsp://10.0.0.1:554/stream: refused"


def test_an_exception_is_redacted_too() -> None:
    try:
        raise OSError("rtsp://ann:hunter2@host/ failed")
    except OSError:
        import sys

        record = logging.LogRecord("sightline.x", logging.ERROR, "f", 1, "went wrong", None, sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert line["category"] == "x"
    assert "hunter2" not in line["exception"]
    assert "rtsp://host/ failed" in line["exception"]


@pytest.fixture
def root_logger() -> object:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield root
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


def test_a_process_log_holds_json_lines(tmp_path: Path, root_logger: logging.Logger) -> None:
    open_process_log(tmp_path / "logs", "worker-0")
    logging.getLogger("sightline.media").info("opened %s", "rtsp://a:b@h/x")
    root_logger.handlers[0].flush()
    line = json.loads((tmp_path / "logs" / "worker-0.log").read_text())
    assert line["text"] == "opened rtsp://h/x"
