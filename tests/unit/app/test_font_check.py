"""A script that no font has is named with its package; what every machine has is not asked for."""

from pathlib import Path

import pytest

from console.app.font_check import SCRIPTS, font_warnings


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An fc-list of this test's own that knows Hangul alone."""
    fake = tmp_path / "fc-list"
    fake.write_text('#!/bin/sh\necho "$1" >> "$0.asked"\ncase "$1" in :charset=ac00) echo Noto;; esac\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path / "fc-list.asked"


def named(*texts: str) -> dict[str, str]:
    return {text: f"site.toml:{line}: name" for line, text in enumerate(texts, 1)}


def test_each_script_that_lacks_is_named_once_with_its_package(fonts: Path) -> None:
    warnings = list(font_warnings(named("駅前", "新宿", "가", "🚓 unit", "Ольга", "Βουλή", "Łódź", "café")))
    assert [warning.split(": ")[-1] for warning in warnings] == [
        "apt-get install fonts-noto-cjk",
        "apt-get install fonts-noto-color-emoji",
    ]
    assert warnings[0].startswith("site.toml:1: name: '駅前'") and "Chinese" in warnings[0]
    assert len(fonts.read_text().splitlines()) == 3


def test_names_that_the_products_own_font_has_ask_nobody(fonts: Path) -> None:
    assert list(font_warnings(named("Harbour West", "Hämeentie 12", "Проспект", "Ομόνοια", ""))) == []
    assert not fonts.exists()


def test_without_fontconfig_nothing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list(font_warnings(named("駅前"))) == []


def test_a_fontconfig_that_fails_says_nothing(fonts: Path) -> None:
    fonts.with_name("fc-list").write_text("#!/bin/sh\nexit 1\n")
    assert list(font_warnings(named("駅前"))) == []


def test_scripts_do_not_overlap() -> None:
    bounds = [edge for script in SCRIPTS for edge in (script.first, script.last)]
    assert bounds == sorted(bounds)
