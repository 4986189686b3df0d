"""A test fails when the product logs a WARNING or worse that it did not expect, or not what it expected."""

import logging
import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

ALLOWED_FILE = Path(__file__).parent.parent / "allowed_log_texts.txt"


PASSED = pytest.StashKey[bool]()


def allowed_patterns() -> list[str]:
    """Patterns of other people's noise: Qt's and Chromium's."""
    lines = ALLOWED_FILE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ignore = pytest.mark.qt_log_ignore(*allowed_patterns(), extend=True)
    for item in items:
        item.add_marker(ignore)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


class ExpectedLog:
    """Texts (regular expressions) that this test expects at WARNING or above."""

    def __init__(self) -> None:
        self.wanted: list[str] = []
        self.allowed: list[str] = []

    def __call__(self, pattern: str) -> None:
        """A record whose text matches comes."""
        self.wanted.append(pattern)

    def may_come(self, pattern: str) -> None:
        """On a slow machine, or where it depends on who is faster."""
        self.allowed.append(pattern)


class WarningCollector(logging.Handler):
    """Keeps every record of WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def texts(self) -> list[str]:
        return [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self.records]

    def unexpected(self, patterns: list[str]) -> list[str]:
        return [text for text in self.texts() if not any(re.search(one, text) for one in patterns)]

    def missing(self, patterns: list[str]) -> list[str]:
        return [one for one in patterns if not any(re.search(one, text) for text in self.texts())]


@pytest.fixture
def expected_log() -> ExpectedLog:
    """Call it with a pattern for each WARNING that the test provokes."""
    return ExpectedLog()


@pytest.fixture(autouse=True)
def _no_unexpected_warning(expected_log: ExpectedLog, request: pytest.FixtureRequest) -> Iterator[None]:
    collector = WarningCollector()
    root = logging.getLogger()
    root.addHandler(collector)
    yield
    root.removeHandler(collector)
    expected = expected_log.wanted + expected_log.allowed
    unexpected = collector.unexpected(expected + allowed_patterns())
    assert not unexpected, "unexpected log records:\n" + "\n".join(unexpected)
    has_passed = request.node.stash.get(PASSED, False)  # else it may not have come so far
    missing = collector.missing(expected_log.wanted) if has_passed else []
    assert not missing, "log records that did not come:\n" + "\n".join(missing)
