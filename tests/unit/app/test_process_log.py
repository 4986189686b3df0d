"""A log line is JSON, and no credential gets into it."""

import contextlib
import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.app.process_log import JsonLines, LogFile, open_process_log, redact

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


def test_lines_that_the_disk_does_not_take_are_counted_and_told_of_later(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "one.log", encoding="utf-8")
    log.setFormatter(JsonLines())
    disk, log.stream = log.stream, open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115
    for number in range(3):
        log.handle(logging.LogRecord("sightline.x", logging.INFO, "", 0, f"line {number}", None, None))
    with contextlib.suppress(OSError):
        log.stream.close()
    log.stream = disk
    log.handle(logging.LogRecord("sightline.x", logging.INFO, "", 0, "again", None, None))
    log.close()
    told = [json.loads(line)["text"] for line in (tmp_path / "one.log").read_text().splitlines()]
    assert told == ["again", "3 lines of this log are missing: they could not be written"]


def test_a_log_that_can_not_be_opened_ends_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in the way").write_text("")
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        open_process_log(tmp_path / "in the way" / "logs", "core")
        logging.getLogger("sightline.x").error("goes nowhere")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        logging.captureWarnings(False)
    assert "core writes no log: " in capsys.readouterr().err
