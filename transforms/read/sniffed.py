"""What the first bytes of a file tell about its format: its mark, the root of its XML, the fields of its JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from transforms.read.encoding import mark_of

# What may stand before the first element: declaration, processing instructions, comments, a document type.
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s+([\w:.-]+)(?:[^<>\[]|\[.*?\]\s*(?=>))*>)", re.S | re.I)
_ELEMENT = re.compile(r"\s*<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])")
# A string that the bytes end in counts to their end, or each quotation mark in it would be tried as a beginning.
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[{}\[\]:]', re.S)
_JSON_OPENING = re.compile(r'\s*(?:\[\s*)?\{\s*(?:"|\})')


@dataclass(frozen=True)
class Head:
    """The first bytes of a file, and the suffix of its name for what they do not tell."""

    data: bytes
    suffix: str

    @cached_property
    def text(self) -> str:
        """The bytes as text: by their byte order mark, else as UTF-8, what is broken replaced."""
        encoding, mark = mark_of(self.data)
        return self.data[mark:].decode(encoding or "utf-8", errors="replace")

    @cached_property
    def root(self) -> str | None:
        """The name of the first element, without its prefix; that of the document type where it is HTML's."""
        position = 0
        while found := _PROLOG.match(self.text, position):
            if found[1] and found[1].lower() == "html":
                return "html"
            position = found.end()
        found = _ELEMENT.match(self.text, position)
        return found[2] if found else None

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of the fields of the first object, where it is JSON: one object, an array or one a line."""
        opening = _JSON_OPENING.match(self.text)
        names: set[str] = set()
        if opening is None:
            return frozenset()
        depth, last = 0, ""
        for token in _JSON_TOKEN.finditer(self.text, opening.group().index("{")):
            mark = token.group()
            if mark in "{[":
                depth += 1
            elif mark in "}]":
                depth -= 1
                if not depth:
                    break
            elif mark == ":" and depth == 1:
                names.add(last[1:-1])
            last = mark
        return frozenset(names)
