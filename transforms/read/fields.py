"""The fields of one record, as any format gives them: checked, and what cannot be used is said in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from transforms.read.header import is_day_of_news
from transforms.read.language import code_of
from transforms.read.source import shown


class FieldError(ValueError):
    """A field without which there is no article is missing or unusable; its message says what to do."""


def unstorable(text: str) -> str | None:
    """What in a string no table can hold, in words; None where it is sound."""
    if "\0" in text:
        return "a NUL character"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"half of a surrogate pair ({text[error.start]!a})"
    return None


class Fields:
    """One record's fields.  `faults` gathers what was left out, for the repairs of its article."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self.faults: list[str] = []

    def text(self) -> str:
        """The article's text as it stands.  Raises FieldError where there is none that can be stored."""
        value = self._values.get("text")
        if value is None:
            names = ", ".join(sorted(self._values)) or "no field at all"
            raise FieldError(
                f'no "text"; name the field that holds the article so (the record has {shown(names)[1:-1]})'
            )
        if not isinstance(value, str):
            raise FieldError(f'"text" is no string but {shown(value)}; give the article\'s text')
        if not value.strip():
            raise FieldError('"text" is empty; give the article\'s text or take the record away')
        if fault := unstorable(value):
            raise FieldError(f'"text" holds {fault}, which no table can hold; take it out')
        return value

    def identifier(self) -> str | None:
        """The record's own id, None where it has none.  Raises FieldError unless it is a string or an integer."""
        value = self._values.get("id")
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise FieldError(f'"id" is {shown(value)}; give a string or a whole number')
        if fault := unstorable(str(value)):
            raise FieldError(f'"id" holds {fault}, which no table can hold; take it out')
        return str(value)

    def string(self, name: str) -> str | None:
        """A lesser field without surrounding space; None where it is missing, blank or unusable."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self._fault(name, f"is no string but {shown(value)}")
            return None
        if fault := unstorable(value):
            self._fault(name, f"holds {fault}")
            return None
        return value.strip() or None

    def language(self) -> str | None:
        """The ISO 639 code of the record's own `language`; None where it names none that is known."""
        value = self.string("language")
        code = code_of(value) if value else None
        if value and code is None:
            self._fault("language", f"names no language: {shown(value)}")
        return code

    def published(self) -> tuple[date | None, datetime | None]:
        """Day and moment of publication from `published`, ISO 8601; a date alone gives no moment.

        The day is the one that the record writes, which is the day its own clock showed; the moment is in UTC.  A time
        without an offset is taken for UTC.
        """
        value = self.string("published")
        if value is None:
            return None, None
        try:
            day, moment = _iso(value)
        except (ValueError, OverflowError):
            day, moment = None, None
        if day is None or not is_day_of_news(day):
            self._fault("published", f"is no usable ISO 8601 date or time: {shown(value)}")
            return None, None
        return day, moment

    def _fault(self, name: str, words: str) -> None:
        self.faults.append(f'"{name}" {words}; it is left out of the article')


def _iso(value: str) -> tuple[date, datetime | None]:
    try:
        return date.fromisoformat(value), None
    except ValueError:
        moment = datetime.fromisoformat(value)
    in_utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.date(), in_utc
