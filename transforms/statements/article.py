"""Find the statements of one article: the entry point of this room."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from spacy.tokens import Token

from transforms.parse.parsed import ParsedArticle
from transforms.resolve.calendar import attached_time
from transforms.resolve.model import Resolution
from transforms.statements.attribution import addressee_of
from transforms.statements.confidence import confidence_of
from transforms.statements.context import share_context
from transforms.statements.cues import find_reports
from transforms.statements.direct import Attacher, Spoken
from transforms.statements.displayed import Displayed
from transforms.statements.meaning import act_by_content, actors_named, channel_of, hearer_of, hears_nothing, medium_of
from transforms.statements.model import Statement
from transforms.statements.plausible import is_caption, is_plausible
from transforms.statements.quotes import Quote, find_quotes
from transforms.statements.report import Report, Run
from transforms.statements.spans import complete, cut_trailing, extend, fragments_of, kind_of, snap_to_quotes
from transforms.statements.speakers import Speakers

EXTENDED = frozenset({"clause", "that follows", "infinitive"})
# Rules whose content begins with the hearer: "ordered him to …".
ADDRESSING = frozenset({"infinitive", "of-phrase", "on-phrase"})
LEAST_CONFIDENCE = 0.4  # what is less sure is wrong twice as often as right, and is left out
TOPICS = frozenset({"of", "about"})
TAKEN = 0.6  # share of a quotation inside a reported clause that makes it part of that clause


class StatementFinder:
    """Works through one article: quotations by their marks, reports by the parse, then both together."""

    def __init__(self, parsed: ParsedArticle, resolution: Resolution) -> None:
        self.parsed, self.resolution, self.doc = parsed, resolution, parsed.doc
        text, paragraphs = parsed.text, parsed.layout.paragraphs
        self.paragraph_starts = [part.start for part in paragraphs]
        self.captions = [part for part in paragraphs if is_caption(text, part.start, part.end)]
        self.quotes = [quote for quote in find_quotes(text, paragraphs) if not self._in_caption(quote.start)]
        self.quote_runs = [parsed.run(quote.start, quote.end) for quote in self.quotes]
        # quotations follow each other, and so do their runs
        self.run_starts, self.run_ends = [run[0] for run in self.quote_runs], [run[1] for run in self.quote_runs]
        self.quoted = bytearray(len(parsed.doc))
        for first, last in self.quote_runs:
            self.quoted[first:last] = b"\1" * (last - first)
        self.speakers = Speakers(resolution)
        self.mentions = sorted(resolution.mentions, key=lambda mention: mention.start)
        self.mention_starts = [mention.start for mention in self.mentions]

    def find(self) -> list[Statement]:
        """All statements, however unsure, in the order of their content."""
        reports = self._reports()
        taken = self._taken(reports)
        spoken = self._spoken(taken, reports)  # first: a quotation may carry on what a report began
        made = [*(self._reported(report) for report in reports), *(self._direct(one) for one in spoken)]
        found = sorted(
            (statement for statement in made if statement is not None),
            key=lambda statement: (statement.start, -statement.end, statement.cue or (0, 0)),
        )
        unique = _once(found)
        _nest(unique)
        share_context(unique, self._paragraph)
        for statement in unique:
            statement.confidence = confidence_of(statement, self.parsed.text)
        return unique

    def _paragraph(self, offset: int) -> int:
        return bisect_right(self.paragraph_starts, offset)

    def _in_caption(self, offset: int) -> bool:
        return any(part.start <= offset < part.end for part in self.captions)

    def _reports(self) -> list[Report]:
        reports = []
        displayed = Displayed(self.parsed, self.resolution).find()
        for report in (*find_reports(self.parsed, self.quoted), *displayed):
            if not is_plausible(report) or self._in_caption(report.cue.idx):
                continue
            content = []
            for run in report.content:
                near = self._quotes_near(run)
                run = cut_trailing(snap_to_quotes(run, near), report, self.doc, self.quoted)
                sentence = self.parsed.sentence_at(run[1] - 1)
                if report.rule in EXTENDED and sentence is not None:
                    run = extend(run, report, self.doc, sentence.last)
                run = complete(run, report, self.doc, self.quoted)
                if not any(run[0] <= token.i < run[1] for token in report.cue_tokens):
                    content.append(run)
            if content:
                report.content = _merged(content)
                reports.append(report)
        return reports

    def _quotes_near(self, run: Run) -> list[Run]:
        first = max(0, bisect_right(self.quote_runs, run) - 2)
        near = []
        for quote_run in self.quote_runs[first:]:
            if quote_run[0] >= run[1]:
                break
            near.append(quote_run)
        return near

    def _taken(self, reports: list[Report]) -> set[int]:
        covered = bytearray(len(self.doc))
        for report in reports:
            for first, last in report.content:
                covered[first:last] = b"\1" * (last - first)
        return {
            number
            for number, (first, last) in enumerate(self.quote_runs)
            if last > first and sum(covered[first:last]) >= TAKEN * (last - first)
        }

    def _reported(self, report: Report) -> Statement | None:
        report.content.sort()
        statement = self._statement(report.content, report.rule)
        if statement is None:
            return None
        first, last = report.cue_tokens[0], report.cue_tokens[-1]
        statement.cue = (first.idx, last.idx + len(last))
        statement.cue_lemma = report.lemma or report.cue.lemma_
        statement.is_negated = report.is_negated
        self._spoken_by(statement, report.speaker)
        is_content = report.rule not in ADDRESSING and not report.is_passive
        hearer = report.addressee
        if hearer is not None and is_content and self._inside(statement, hearer):
            hearer = None
        self._means(statement, report.act, report.content, report.cue, report.speaker, hearer)
        self._dated(statement, report.cue, _told_from(statement, report))
        return statement

    def _dated(self, statement: Statement, cue: Token, told_from: int) -> None:
        """The day beside a cue; behind a topic ("said of the crash on Sunday") it may be the topic's: not taken."""
        time = attached_time(self.resolution.times, cue)
        if time is None or time.precision not in ("day", "part_of_day"):
            return
        topics = (part for part in cue.rights if part.dep_ == "prep" and part.lower_ in TOPICS)
        is_topical = any(part.idx < time.start for part in topics)
        is_told = any(max(f.start, told_from) <= time.start < f.end for f in statement.fragments)
        if not is_topical and not is_told:
            statement.stated_on = time.starts_on

    def _inside(self, statement: Statement, token: Token) -> bool:
        return any(fragment.start <= token.idx < fragment.end for fragment in statement.fragments)

    def _spoken_by(self, statement: Statement, speaker: Token | None) -> None:
        if speaker is not None:
            statement.speaker = self.speakers.printed(speaker)
            statement.speaker_actor = self.speakers.actor(speaker)
            statement.speaker_name = statement.speaker_actor.name

    def _means(
        self,
        statement: Statement,
        act: str,
        content: list[Run],
        cue: Token | None,
        speaker: Token | None,
        hearer: Token | None,
    ) -> None:
        """Fill act, medium and addressee by what stands beside the cue and in the content."""
        statement.act = act_by_content(act, statement, self.parsed.text, self.doc, content[0][0])
        channel = channel_of(cue, range(content[0][0], content[-1][1])) if cue is not None else None
        if hearer is not None and hears_nothing(hearer):
            channel, hearer = hearer, None
        if hearer is None and channel is not None:
            hearer = hearer_of(channel)
        statement.medium = medium_of(cue, speaker, hearer, channel)
        if hearer is not None:
            statement.addressee = self.speakers.actor(hearer)

    def _statement(self, content: list[Run], rule: str) -> Statement | None:
        quotes = [self.quotes[number] for number in self._numbers_of_quotes_in(content)]
        kind = kind_of(content, self.doc, self.quoted)
        fragments = fragments_of(content, self.doc, quotes)
        if not fragments:
            return None
        statement = Statement(fragments, kind, rule)
        statement.about = actors_named(fragments, self.mentions, self.mention_starts)
        return statement

    def _numbers_of_quotes_in(self, content: list[Run]) -> list[int]:
        numbers = set[int]()
        for first, last in content:
            numbers.update(range(bisect_right(self.run_ends, first), bisect_left(self.run_starts, last)))
        return sorted(numbers)

    def _spoken(self, taken: set[int], reports: list[Report]) -> list[Spoken]:
        attacher = Attacher(self.parsed, self.quotes, self.quoted)
        last: Spoken | None = None
        spoken: list[Spoken] = []
        told = sorted((report for report in reports if report.speaker is not None), key=lambda report: report.cue.i)
        for number, quote in enumerate(self.quotes):
            while told and told[0].cue.i < self.quote_runs[number][0]:
                last = self._latest(told.pop(0), last)
            goes_on = number > 0 and self.quotes[number - 1].goes_on and number not in taken
            if number in taken:
                last = self._as_spoken(quote, number, reports) or last
                continue
            found = attacher.attach(number, last)
            if goes_on and last is not None and last.carry_on(quote, self.quote_runs[number], found):
                continue
            if found is None:
                continue
            if found.rule == "split quote" and last is not None:
                last.carry_on(quote, self.quote_runs[number], None)
                continue
            spoken.append(found)
            last = found
        return spoken

    def _latest(self, report: Report, last: Spoken | None) -> Spoken:
        """Whoever spoke last: a report without any quotation counts too, but only for quotations that stand alone."""
        reached = max(last.pieces[-1][1], last.cue.i + 1 if last.cue is not None else 0) if last is not None else 0
        if last is not None and reached > report.cue.i:
            return last
        return Spoken(report.content, [], report.rule, report.cue, None, report.speaker)

    def _as_spoken(self, quote: Quote, number: int, reports: list[Report]) -> Spoken | None:
        """What a quotation inside a reported clause leaves for the next one to inherit."""
        run = self.quote_runs[number]
        for report in reports:
            if any(first < run[1] and run[0] < last for first, last in report.content):
                return Spoken(report.content, [quote], report.rule, report.cue, None, report.speaker)
        return None

    def _direct(self, spoken: Spoken) -> Statement | None:
        content = sorted(spoken.pieces)
        statement = self._statement(content, spoken.rule)
        if statement is None:
            return None
        statement.is_inherited, statement.is_negated = spoken.is_inherited, spoken.is_negated
        cue, entry = spoken.cue, spoken.entry
        self._spoken_by(statement, spoken.speaker)
        if cue is None or entry is None:
            self._means(statement, "state", content, None, None, None)
            return statement
        statement.cue, statement.cue_lemma = (cue.idx, cue.idx + len(cue)), entry.lemma
        hearer = addressee_of(cue, entry)
        if hearer is not None and (hearer == spoken.speaker or self._inside(statement, hearer)):
            hearer = None
        self._means(statement, entry.clause_act, content, cue, spoken.speaker, hearer)
        self._dated(statement, cue, statement.start)
        return statement


def _told_from(statement: Statement, report: Report) -> int:
    """The character that what is told begins at: behind the hearer in "urged drivers on Sunday to stay"."""
    if report.rule != "infinitive":
        return statement.start
    first, last = report.content[0]
    return next((token.idx for token in report.cue.doc[first:last] if token.tag_ == "TO"), statement.start)


def _once(found: list[Statement]) -> list[Statement]:
    """Each statement once: of two with one content and speaker ("repeated his claim that …") the first cue's."""
    kept: dict[tuple[int, int, int], Statement] = {}
    for statement in found:
        kept.setdefault((statement.start, statement.end, id(statement.speaker_actor)), statement)
    return list(kept.values())


def _merged(runs: list[Run]) -> list[Run]:
    found: list[Run] = []
    for run in sorted(runs):
        if found and run[0] <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], run[1]))
        else:
            found.append(run)
    return found


def _nest(statements: list[Statement]) -> None:
    """Point every statement whose cue stands in another's content at the innermost such one."""
    by_start = sorted(range(len(statements)), key=lambda number: statements[number].start)
    starts = [statements[number].start for number in by_start]
    longest = max((statement.end - statement.start for statement in statements), default=0)
    for inner in statements:
        if inner.cue is None:
            continue
        # only these begin where one may that holds it
        near = by_start[bisect_left(starts, inner.end - longest) : bisect_right(starts, inner.start)]
        outer = [
            statement
            for statement in (statements[number] for number in sorted(near))
            if statement is not inner
            and any(f.start <= inner.cue[0] and inner.cue[1] <= f.end for f in statement.fragments)
            and inner.end <= statement.end
        ]
        inner.within = min(outer, key=lambda statement: statement.end - statement.start, default=None)


def find_statements(parsed: ParsedArticle, resolution: Resolution) -> list[Statement]:
    """The statements of one article that are sure enough, in the order of their content."""
    found = StatementFinder(parsed, resolution).find()
    for statement in found:
        while statement.within is not None and statement.within.confidence < LEAST_CONFIDENCE:
            statement.within = statement.within.within
    return [statement for statement in found if statement.confidence >= LEAST_CONFIDENCE]
