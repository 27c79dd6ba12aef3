"""The small language of the attachment filter: `report type:image size:>1mb by:alice`.

Words without a key look at everything. What cannot be understood is no error that hides all rows: it is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class FilterKey(StrEnum):
    """What may stand before a colon."""

    NAME = "name"
    TYPE = "type"
    SIZE = "size"
    BY = "by"


@dataclass(frozen=True, slots=True)
class FilterFacts:
    """What a filter looks at.

    Attributes:
        name: the file's name.
        types: everything that its type may be called.
        uploader: the name of who uploaded it; empty when it is not known.
        size_bytes: None when it is not known; then no condition on the size holds.
    """

    name: str
    types: tuple[str, ...]
    uploader: str
    size_bytes: int | None


@dataclass(frozen=True, slots=True)
class FilterTerm:
    """One condition: a key, or none for a free word, and what was written behind it."""

    key: FilterKey | None
    value: str


@dataclass(frozen=True, slots=True)
class AttachmentFilter:
    """What was asked for.

    Attributes:
        terms: all of them must hold.
        not_understood: what was left out, as it was written.
    """

    terms: tuple[FilterTerm, ...] = ()
    not_understood: tuple[str, ...] = ()

    def accepts(self, facts: FilterFacts) -> bool:
        """Whether every condition holds."""
        return all(_holds(term, facts) for term in self.terms)

    def value_of(self, key: FilterKey) -> str | None:
        """What was asked for under a key; the last, when it was written more than once."""
        return next((term.value for term in reversed(self.terms) if term.key is key), None)


_TOKEN = re.compile(r'(?:[A-Za-z]+:)?"[^"]*"?|\S+')
_SIZE = re.compile(r"(?P<sign>[<>]=?|=)?\s*(?P<number>\d{1,15}(?:[.,]\d{1,6})?)\s*(?P<unit>[kmg]?i?b?|bytes?)", re.ASCII)
_STEPS = {"": 0, "b": 0, "k": 1, "m": 2, "g": 3}
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    ">": lambda size, bound: size > bound,
    ">=": lambda size, bound: size >= bound,
    "<": lambda size, bound: size < bound,
    "<=": lambda size, bound: size <= bound,
}
_ABOUT = 0.05  # "size:=1mb" means what a table shows as 1.0 MB


def parse_filter(text: str) -> AttachmentFilter:
    """Read what somebody typed; never fails."""
    terms: list[FilterTerm] = []
    not_understood: list[str] = []
    for token in _TOKEN.findall(text):
        key_text, colon, rest = token.partition(":")
        key = next((key for key in FilterKey if colon and key_text.casefold() == key.value), None)
        value = (rest if key else token).replace('"', "").strip().casefold()
        if key is FilterKey.SIZE and value and _parsed_size(value) is None:
            not_understood.append(token)
        elif value:
            terms.append(FilterTerm(key, value))
    return AttachmentFilter(tuple(terms), tuple(not_understood))


def with_term(text: str, key: FilterKey, value: str | None) -> str:
    """The same filter with another condition under a key, or with none when `value` is None."""
    kept = [token for token in _TOKEN.findall(text) if token.partition(":")[0].casefold() != key.value or ":" not in token]
    if value is not None:
        value = value.replace('"', "")
        kept.append(f'{key.value}:"{value}"' if re.search(r"\s", value) else f"{key.value}:{value}")
    return " ".join(kept)


def _holds(term: FilterTerm, facts: FilterFacts) -> bool:
    match term.key:
        case None:
            return any(term.value in text.casefold() for text in (facts.name, facts.uploader, *facts.types))
        case FilterKey.NAME:
            return term.value in facts.name.casefold()
        case FilterKey.TYPE:
            return any(term.value in text.casefold() for text in facts.types)
        case FilterKey.BY:
            return term.value in facts.uploader.casefold()
        case FilterKey.SIZE:
            parsed = _parsed_size(term.value)
            if parsed is None or facts.size_bytes is None:
                return False
            sign, bound_bytes = parsed
            compare = _COMPARISONS.get(sign)
            return compare(facts.size_bytes, bound_bytes) if compare else abs(facts.size_bytes - bound_bytes) <= bound_bytes * _ABOUT


def _parsed_size(value: str) -> tuple[str, float] | None:
    """A comparison and a number of bytes; an MB is 1024 × 1024 of them, as everywhere in this program."""
    found = _SIZE.fullmatch(value)
    if found is None:
        return None
    number = float(found["number"].replace(",", "."))
    unit = found["unit"]
    return found["sign"] or ">=", number * 1024 ** _STEPS["" if unit.startswith("byte") else unit[:1]]
