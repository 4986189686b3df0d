"""Rules as the site file writes them."""

import pytest

from console.app.site_file import parse_site
from console.domain.alert import AlertKind, Severity
from console.domain.errors import SiteError
from console.domain.rule import Day, IncidentTrigger, Rule, ScheduleTrigger

CAMERAS = 'cameras = ["rtsp://10.0.0.1/a"]\n'


def rules_of(text: str) -> tuple[Rule, ...]:
    return parse_site(CAMERAS + text, "site.toml").rules


def test_by_incident_and_by_schedule() -> None:
    incident = '[[rule]]\nname = "shots"\npreset = "alarm"\nkinds = ["gunshot", "alpr"]\nhold_s = 60\n'
    schedule = (
        '[[rule]]\nname = "nights"\npreset = "night"\nfrom = "22:00"\nuntil = "6:30"\n'
        'days = ["sun", "fri"]\nzone = "Europe/Vienna"\n'
    )
    kinds = (AlertKind.GUNSHOT, AlertKind.ALPR)
    assert rules_of(incident + schedule) == (
        Rule("shots", "alarm", IncidentTrigger(kinds, Severity.SEVERE, 60)),
        Rule("nights", "night", ScheduleTrigger(1320, 390, "Europe/Vienna", (Day.FRIDAY, Day.SUNDAY))),
    )


def test_a_public_preset() -> None:
    assert parse_site('public_preset = "Visitors"\n' + CAMERAS, "site.toml").public_preset == "Visitors"


SCHEDULE = 'name = "n"\npreset = "p"\nfrom = "22:00"\nuntil = "06:00"\nzone = "UTC"\n'


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('preset = "p"\nkinds = ["gunshot"]', "rule[1].name: a name is not empty"),
        ('name = "n"\nkinds = ["gunshot"]', "rule[1].preset: is missing"),
        ('name = "n"\npreset = "p"', "rule[1].kinds: is missing"),
        ('name = "n"\npreset = "p"\nkinds = ["bang"]', "rule[1].kinds: must be some of gunshot"),
        (SCHEDULE + 'kinds = ["gunshot"]', "rule[1].kinds: is of a rule for incidents"),
        (SCHEDULE.replace("22:00", "24:00"), 'rule[1].from: must be a time of day such as "22:00"'),
        (SCHEDULE.replace('until = "06:00"\n', ""), "rule[1].until: must be a time of day"),
        (SCHEDULE.replace('zone = "UTC"\n', ""), "rule[1].zone: is missing"),
        (SCHEDULE.replace("UTC", "Moon/Base"), "rule[1].zone: names the time zone 'Moon/Base'"),
        (SCHEDULE.replace("UTC", "../etc/passwd"), "rule[1].zone: names the time zone"),
        (SCHEDULE.replace("06:00", "22:00"), "rule[1].until: is the same time as from"),
        (SCHEDULE + 'days = ["monday"]', "rule[1].days: must be some of mon"),
        (SCHEDULE + "\n[[rule]]\n" + SCHEDULE, "rule[2].name: 'n' is another rule's name, too"),
        (SCHEDULE + "untill = 1", "did you mean until?"),
    ],
)
def test_what_is_wrong_is_named(rule: str, said: str) -> None:
    with pytest.raises(SiteError) as caught:
        rules_of("[[rule]]\n" + rule)
    assert any(said in problem for problem in caught.value.problems), caught.value.problems
