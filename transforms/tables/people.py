"""Which articles' people are one person.

Two people of one name are one unless something speaks against it: another country, another calling, another gender, or
another middle name.  An initial or a familiar form is another's full name only where something else bears it out.  A
name that fits several people goes to the one whom its article's words or setting point at, else to nobody but its own
article: a person in two rows is a smaller fault than two persons in one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from transforms.tables.personal_names import PersonalName, full_forms, middles_agree

# A person who makes up this share of a name's articles is meant where nothing else tells
DOMINANT = 0.9


@dataclass(eq=False, slots=True)
class Report:
    """What articles say of one person in the same words; `articles` is how many do, `first` ranks the earliest."""

    name: PersonalName
    country: str | None
    calling: str | None
    office: str | None
    gender: str | None
    setting: str | None  # the country that the article is set in
    first: int
    articles: int

    def content(self) -> tuple[object, ...]:
        """All that it says, to sort by: what says more first, so that the order of reading is of no account."""
        said = (self.country, self.calling, self.gender, self.office, self.setting)
        return (
            self.country is None,
            self.calling is None,
            not self.name.middle,
            self.gender is None,
            self.office is None,
            (self.name.given, self.name.middle),
            tuple(part or "" for part in said),
        )


@dataclass(eq=False, slots=True)
class Person:
    """One person of a surname, with all that the reports joined so far say."""

    given: str
    surname: str
    middle: tuple[str, ...] = ()
    country: str | None = None
    calling: str | None = None
    gender: str | None = None
    offices: set[str] = field(default_factory=set)
    first: int | None = None
    articles: int = 0

    def fits(self, report: Report) -> bool:
        """Whether nothing that a report says speaks against this person; its given name is not looked at."""
        return (
            middles_agree(self.middle, report.name.middle)
            and (self.country is None or report.country in (None, self.country))
            and (self.calling is None or report.calling in (None, self.calling))
            and (self.gender is None or report.gender in (None, self.gender))
        )

    def is_borne_out_by(self, report: Report) -> bool:
        """Whether something besides the name says that a report is of this person."""
        known = ((self.country, report.country), (self.calling, report.calling))
        return any(own is not None and own == told for own, told in known) or report.office in self.offices

    def join(self, report: Report) -> None:
        """Take in what a report adds."""
        self.middle = max(self.middle, report.name.middle, key=lambda names: (len(names), sum(map(len, names))))
        self.country = self.country or report.country
        self.calling = self.calling or report.calling
        self.gender = self.gender or report.gender
        if report.office is not None:
            self.offices.add(report.office)
        self.first = report.first if self.first is None else min(self.first, report.first)
        self.articles += report.articles

    def natural_key(self) -> tuple[str, str]:
        """Full form of the given name where it has but one, and surname."""
        full = full_forms(self.given) - {self.given}
        return (next(iter(full)) if len(full) == 1 else self.given), self.surname


def find_people(reports: Iterable[Report]) -> dict[Report, Person]:
    """The person of every report; a report that could be of several people, or of anybody, is left out."""
    by_surname: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_surname[report.name.surname].append(report)
    found: dict[Report, Person] = {}
    for surname in sorted(by_surname):
        found.update(_of_one_surname(by_surname[surname]))
    return found


def _of_one_surname(reports: list[Report]) -> dict[Report, Person]:
    people: list[Person] = []
    bearers: dict[str, list[Person]] = defaultdict(list)  # by every form of the given name, its initial included
    found: dict[Report, Person] = {}
    for report in sorted(reports, key=lambda report: (_vagueness(report.name), report.content())):
        given = report.name.given
        if not given:
            person = _known_by_surname(report, people)
        else:
            namesakes = dict.fromkeys(person for form in sorted(full_forms(given)) for person in bearers[form])
            # an initial or a familiar form alone ("Marty Jones") does not make one of two people
            fitting = [
                person
                for person in namesakes
                if person.fits(report) and (person.given == given or person.is_borne_out_by(report))
            ]
            person = _meant(report, fitting) if fitting else Person(given, report.name.surname)
        if person is None:
            continue
        if person.first is None:
            people.append(person)
            for form in {*full_forms(given), given[:1]} - {""}:
                bearers[form].append(person)
        person.join(report)
        found[report] = person
    return found


def _vagueness(name: PersonalName) -> int:
    """Full given names first, then the forms of one and of several names, initials, and those known by one name."""
    if not name.given:
        return 4
    return 3 if name.is_initial else min(2, len(full_forms(name.given)) - 1)


def _meant(report: Report, people: list[Person]) -> Person | None:
    """Who of several fitting people a report is of, None where it could be any."""
    tests: tuple[Callable[[Person], bool], ...] = (
        lambda person: person.country is not None and person.country == report.country,
        lambda person: person.calling is not None and person.calling == report.calling,
        lambda person: person.given == report.name.given,
        lambda person: report.office in person.offices,
        lambda person: person.country is not None and person.country == report.setting,
    )
    for test in tests:
        people = [person for person in people if test(person)] or people
        if len(people) == 1:
            return people[0]
    most = max(people, key=lambda person: person.articles)
    return most if most.articles >= DOMINANT * sum(person.articles for person in people) else None


def _known_by_surname(report: Report, people: list[Person]) -> Person | None:
    """ "Interior Minister Okello": the one person of that surname, calling and country.

    A surname that no full name goes with makes a person of its own where calling and country are told ("Brazil's
    President Lula").
    """
    if report.calling is None:
        return None
    where = report.country or report.setting
    fitting = [
        person
        for person in people
        if person.given and person.fits(report) and person.calling == report.calling and person.country == where
    ]
    if where is None or len(fitting) > 1:
        same_office = [person for person in fitting if report.office in person.offices]
        return same_office[0] if len(same_office) == 1 and where is not None else None
    if fitting:
        return fitting[0]
    if report.country is None:
        return None
    same = (person for person in people if not person.given and person.fits(report))
    return next(same, Person("", report.name.surname))
