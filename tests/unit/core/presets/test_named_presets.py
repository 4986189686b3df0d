"""Which wall presets the site file names, and which of them nobody has stored."""

import msgspec
import pytest

from console.core.presets.named_presets import SiteNames, missing_words, names_in_site
from console.protocol.preset_messages import DeletePreset, SavePreset
from tests.fakes.input_feeder import InputFeeder
from tests.unit.core.presets.test_frames import ODD, site_of_rules

ODD_WORDS = (
    "There is no wall preset nowhere: rule odd can't put it up; "
    "save one of that name, or change the site file"
)


@pytest.fixture
def feeder() -> InputFeeder:
    return site_of_rules()


def test_rules_and_the_public_preset_name_one(feeder: InputFeeder) -> None:
    assert names_in_site(feeder.state, "alarm") == SiteNames(("shots",), True)
    assert names_in_site(feeder.state, "night") == SiteNames(("nights",))
    assert not names_in_site(feeder.state, "day").is_any
    feeder.feed(msgspec.structs.replace(feeder.site, public_preset=""))
    assert not names_in_site(feeder.state, "").is_any


def test_what_is_not_stored_is_said_as_long_as_it_is_so(feeder: InputFeeder) -> None:
    assert missing_words(feeder.state) == (ODD_WORDS,)
    feeder.command(DeletePreset("alarm"))
    assert missing_words(feeder.state) == (
        "There is no wall preset alarm: rule shots can't put it up, and public shows a clock in its place; "
        "save one of that name, or change the site file",
        ODD_WORDS,
    )
    feeder.command(SavePreset("alarm"))
    feeder.command(SavePreset("nowhere"))
    assert missing_words(feeder.state) == ()


def test_several_rules_of_one_preset_are_one_sentence(feeder: InputFeeder) -> None:
    rules = (ODD, msgspec.structs.replace(ODD, name="odder"))
    feeder.feed(msgspec.structs.replace(feeder.site, rules=rules, public_preset=""))
    (words,) = missing_words(feeder.state)
    assert "rules odd, odder can't put it up;" in words
