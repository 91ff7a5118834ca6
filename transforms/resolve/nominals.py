"""Whom a noun phrase means: somebody known ("the French leader"), several ("both nations") or somebody unnamed."""

from __future__ import annotations

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from transforms.parse.grammar import RELATIVE_PRONOUNS, antecedent_of, characters, child, children, core, phrase
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.definite import OFFICIAL, DefiniteResolver
from transforms.resolve.gazetteer import Role, country_names, demonym_ending_at, role_of
from transforms.resolve.model import Actor, Mention
from transforms.resolve.names import NameMention
from transforms.resolve.people import ActorBook
from transforms.resolve.pronouns import PRONOUNS, PronounResolver

PAIRS = frozenset({"both", "two"})
COUNTRY_NOUNS = frozenset(
    {"nation", "country", "neighbour", "neighbor", "side", "government", "power", "state", "capital"}
)
CROWDS = frozenset({"people", "crowd", "family"})  # may be meant by "they" further on
MOST_NAME_TOKENS = 14
CUT = frozenset({"relcl", "acl", "appos", "punct", "advcl", "parataxis", "prep"})


class NominalResolver:
    """Resolves the noun phrases of one article and remembers what it found for each head."""

    def __init__(
        self,
        parsed: ParsedArticle,
        book: ActorBook,
        mentions: list[Mention],
        pronouns: PronounResolver,
        names: dict[int, NameMention],
    ) -> None:
        self.parsed, self.book, self.pronouns = parsed, book, pronouns
        self.definite = DefiniteResolver(parsed, pronouns.mentions)
        self.mentions = mentions  # the resolution's own list: what is found here is added to it
        self.names = names  # every name by its head, places and adjectives included
        self.by_head: dict[int, Mention] = {mention.head: mention for mention in mentions}
        self._name_of_token = {index: name for name in names.values() for index in range(name.first, name.last)}
        self._unnamed: dict[str, Actor] = {}

    def mention_at(self, token: Token) -> Mention | None:
        """The mention whose head is this token."""
        return self.by_head.get(token.i)

    def actor_of(self, span: TokenSpan) -> Actor:
        """The actor that a noun phrase means; one that nothing known fits becomes a new unnamed actor."""
        head = span.root
        found = self.by_head.get(head.i)
        if found is not None:
            return found.actor
        name = self._name_of_token.get(head.i)
        if name is not None:
            return self.book.actor(name)
        actor, form = self._resolve(head, span)
        self._remember(head, span, actor, form)
        return actor

    def recognise(self, head: Token) -> None:
        """Note a description of somebody known ("the French leader"); one that fits nobody is left alone."""
        if head.i not in self.by_head and head.i not in self._name_of_token:
            actor = self._known(head)
            if actor is not None:
                self._remember(head, self.parsed.doc[head.i : head.i + 1], actor, "nominal")
            elif head.dep_ in ("nsubj", "nsubjpass") and self._is_human(head):
                # Somebody unnamed who acts may be meant by "he" or "they" further on; a mention it becomes only then.
                start, end = characters(core(head))
                self.pronouns.add(Mention(start, end, head.i, self._describe(head, phrase(head)), "nominal"))

    def _is_human(self, noun: Token) -> bool:
        role = role_of(noun)
        return role is not None and (role.actor_type == "person" or noun.lemma_.lower() in CROWDS)

    def _named(self, token: Token) -> Actor | None:
        """The actor whose name a token belongs to."""
        mention = self.by_head.get(token.i)
        if mention is not None:
            return mention.actor
        name = self._name_of_token.get(token.i)
        return self.book.actor(name) if name is not None and not name.is_place and name.label != "NORP" else None

    def _known(self, head: Token) -> Actor | None:
        if role_of(head) is None and head.lemma_ not in COUNTRY_NOUNS:
            return None
        return (
            self._apposition(head)
            or self.definite.actor(head, self._nation(head))
            or self.definite.introduced(head)
            or self._pair(head)
        )

    def _remember(self, head: Token, span: TokenSpan, actor: Actor, form: str) -> None:
        doc = self.parsed.doc
        first = head.i
        if form != "pronoun":
            first = min((part.left_edge.i for part in head.lefts if part.dep_ not in CUT), default=head.i)
        while first < head.i and (doc[first].is_space or doc[first].is_punct):
            first += 1
        mention = Mention(doc[first].idx, head.idx + len(head), head.i, actor, form)
        self.by_head[head.i] = mention
        self.mentions.append(mention)
        self.pronouns.add(mention)

    def _resolve(self, head: Token, span: TokenSpan) -> tuple[Actor, str]:
        word = head.lower_
        if word in RELATIVE_PRONOUNS and head.pos_ != "NOUN":
            above = antecedent_of(head)
            if above is not None and above.i != head.i:
                return self.actor_of(self.parsed.doc[above.i : above.i + 1]), "pronoun"
        if head.pos_ == "PRON" or word in PRONOUNS:
            actor = self.pronouns.resolve(head) if word in PRONOUNS else None
            return actor or self._fresh(
                head.text.lower() if word != "i" else "I", "group", None, key=f"{word}@{head.i}"
            ), "pronoun"
        return self._known(head) or self._describe(head, span), "nominal"

    def _apposition(self, head: Token) -> Actor | None:
        """ "his British colleague, Priti Patel": the description is of the one who is named beside it."""
        role = role_of(head)
        if role is None:
            return None
        beside = children(head, "appos")
        if head.dep_ == "appos":
            beside.append(head.head)
        # The parser may hang both on the verb: "the monitoring firm StillUp closed".
        beside += [part for part in head.head.children if part.dep_ == head.dep_ and part.left_edge.i == head.i + 1]
        for part in beside:
            mention = self.by_head.get(part.i)
            if mention is None or mention.form != "name":
                continue
            actor = mention.actor
            if actor.actor_type == "person" or role.actor_type == actor.actor_type == "organization":
                return actor
        return None

    def _nation(self, head: Token) -> str | None:
        for part in head.children:
            demonym, _ = demonym_ending_at(part)
            if demonym is not None:
                return demonym.country
            owner = self._named(part) if part.dep_ in ("poss", "compound") else None
            if owner is not None and owner.actor_type == "country" and not self._is_beside(head):
                return owner.country
        for preposition in children(head, "prep"):  # "ministers from France"
            source = child(preposition, "pobj") if preposition.lower_ == "from" else None
            name = self._name_of_token.get(source.i) if source is not None else None
            if name is not None and name.known is not None and name.known.actor_type == "country":
                return name.known.country
        return None

    def _is_beside(self, head: Token) -> bool:
        """Whether a noun tells who stands beside its owner: a neighbour or rival of France is not of France."""
        role = role_of(head)
        return head.lemma_.lower() in COUNTRY_NOUNS or (role is not None and role.sector is None)

    def _pair(self, head: Token) -> Actor | None:
        """ "both nations", "the two countries": the two countries mentioned last."""
        if head.lemma_ not in COUNTRY_NOUNS or not any(part.lower_ in PAIRS for part in head.children):
            return None
        recent: list[Actor] = []
        for mention in reversed([m for m in self.pronouns.mentions if m.head < head.i]):
            country = mention.actor
            if country.actor_type == "person" and country.country:
                country = next(
                    (
                        a
                        for a in self.book.by_name.values()
                        if a.actor_type == "country" and a.country == country.country
                    ),
                    country,
                )
            if country.actor_type == "country" and country not in recent:
                recent.append(country)
            if len(recent) == 2:
                names = sorted(actor.name for actor in recent)
                return self._fresh(" and ".join(names), "group", "GOV")
        return None

    def _fresh(
        self, name: str, actor_type: str, sector: str | None, *, key: str | None = None, of: Actor | None = None
    ) -> Actor:
        actor = self._unnamed.get(key or name)
        if actor is None:
            actor = Actor(name, actor_type, sector=sector, of=of, is_named=False)
            actor.country = of.country if of is not None else None
            self._unnamed[key or name] = actor
        return actor

    def _describe(self, head: Token, span: TokenSpan) -> Actor:
        """A new unnamed actor, told by its role and whom it belongs to, else by the phrase itself."""
        role = role_of(head)
        owner = self._owner(head, role)
        plural = head.tag_ in ("NNS", "NNPS")
        actor_type = "group" if role is None or (plural and role.actor_type == "person") else role.actor_type
        sector = role.sector if role is not None else None
        beside = child(head, "poss")
        if head.lemma_.lower() in COUNTRY_NOUNS and beside is not None:
            known = self._named(beside)
            sector = "GOV" if known is not None and known.actor_type == "country" else sector  # "its neighbours"
        if owner is not None and role is not None:
            actor = self._fresh(f"unnamed {head.lower_} {role.preposition} {owner.name}", actor_type, sector, of=owner)
            actor.gender = role.gender
            return actor
        actor = self._fresh(self._phrase(head, span), actor_type, sector)
        if role is not None and role.gender is not None:
            actor.gender = role.gender
        nation = self._nation(head)
        if nation is not None:
            actor.country = nation
            if role is not None and role.actor_type in ("government", "organization") and role.sector in OFFICIAL:
                name = country_names()[nation]
                actor.of = self.book.named(name, "country", country=nation, sector="GOV")
        return actor

    def _owner(self, head: Token, role: Role | None) -> Actor | None:
        """Whom an unnamed one belongs to: "a Darmanin aide", "an aide to Darmanin", "his spokesman"."""
        if role is None or role.actor_type != "person" or head.tag_ in ("NNS", "NNPS"):
            return None
        for part in head.children:
            if part.dep_ in ("compound", "poss", "nmod"):
                if part.lower_ in PRONOUNS:
                    return self.pronouns.resolve(part)
                owner = self._named(part)
            elif part.dep_ == "prep" and part.lower_ in ("to", "for", "of") and part.i > head.i:
                inner = child(part, "pobj")
                owner = self._named(inner) if inner is not None else None
            else:
                continue
            if owner is not None and owner.actor_type != "group":
                return owner
        return None

    def _phrase(self, head: Token, span: TokenSpan) -> str:
        tokens = (
            list(span)[:MOST_NAME_TOKENS]
            if len(span) > MOST_NAME_TOKENS and head.i < span.start + MOST_NAME_TOKENS
            else list(span)
        )
        while tokens and (tokens[0].lower_ in ("the", "a", "an") or tokens[0].is_space or tokens[0].is_punct):
            tokens = tokens[1:]
        while tokens and (tokens[-1].is_punct or tokens[-1].is_space or tokens[-1].tag_ == "POS"):
            tokens = tokens[:-1]
        return " ".join("".join(token.text_with_ws for token in tokens).split()) or head.text
