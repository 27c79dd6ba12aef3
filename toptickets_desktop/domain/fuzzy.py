"""Finding texts by a few of their letters, best first: what stands behind the palette.

Every word of the query has to be in a text: as it stands, or letter by letter in the same order from the beginning of a word on
("udel" finds "Undo delete"). What begins a text is better than what begins a word, that is better than what is inside one, and
scattered letters come last.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence
from dataclasses import dataclass

_WHOLE, _PREFIX, _WORD_START, _INSIDE, _SCATTERED = 120, 100, 80, 50, 30
_ENDS_A_WORD = 10
_PLACES_LOOKED_AT_MAX = 8


@dataclass(frozen=True, slots=True)
class Match:
    """A text that fits: its position among the texts, and how well it fits (higher is better)."""

    position: int
    score: int


class FuzzyIndex:
    """Texts that are searched many times. Neither making nor asking one belongs on the window's thread when there are many."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [fold(text) for text in texts]

    def __len__(self) -> int:
        return len(self._texts)

    def best(self, query: str, limit: int) -> list[Match]:
        """The best matches, best first; of equal ones the shorter text, then the earlier.

        Args:
            query: words; without any nothing is found.
            limit: how many at most.
        """
        words = fold(query).split()
        if not words:
            return []
        texts = self._texts
        whole = [i for i, text in enumerate(texts) if all(word in text for word in words)]
        found = [Match(i, sum(_score_of_whole(word, texts[i]) for word in words)) for i in whole]
        if len(found) < limit:
            patterns = [_scattered(word) for word in words]
            known = set(whole)
            for i, text in enumerate(texts):
                if i not in known:
                    score = _score(words, patterns, text)
                    if score:
                        found.append(Match(i, score))
        return heapq.nsmallest(limit, found, key=lambda match: (-match.score, len(texts[match.position]), match.position))


def fold(text: str) -> str:
    """A text in which upper and lower case are alike, of the same length as it was."""
    folded = text.casefold()
    if len(folded) == len(text):
        return folded
    return "".join(part if len(part := character.casefold()) == 1 else character for character in text)


def marks(query: str, text: str) -> list[int]:
    """The positions in `text` of the letters that `query` found there, ascending."""
    folded = fold(text)
    found: set[int] = set()
    for word in fold(query).split():
        place = _best_place(word, folded)
        if place >= 0:
            found.update(range(place, place + len(word)))
        else:
            scattered = _scattered(word).search(folded)
            if scattered:
                found.update(scattered.start(group + 1) for group in range(len(word)))
    return sorted(found)


def _score(words: Sequence[str], patterns: Sequence[re.Pattern[str]], text: str) -> int:
    total = 0
    for word, pattern in zip(words, patterns, strict=True):
        if word in text:
            total += _score_of_whole(word, text)
            continue
        found = pattern.search(text)
        if found is None:
            return 0
        total += max(1, _SCATTERED - (found.end() - found.start() - len(word)))
    return total


def _score_of_whole(word: str, text: str) -> int:
    if text.startswith(word):
        return _WHOLE if len(text) == len(word) else _PREFIX
    place = _best_place(word, text)
    if not _begins_word(text, place):
        return _INSIDE
    end = place + len(word)
    return _WORD_START + (_ENDS_A_WORD if not text[end : end + 1].isalnum() else 0)


def _best_place(word: str, text: str) -> int:
    """Where a word stands in a text, at the beginning of a word if it does so anywhere near; -1 when it does not."""
    first = place = text.find(word)
    for _ in range(_PLACES_LOOKED_AT_MAX):
        if place < 0:
            break
        if _begins_word(text, place):
            return place
        place = text.find(word, place + 1)
    return first


def _begins_word(text: str, place: int) -> bool:
    return place == 0 or not text[place - 1].isalnum()


def _scattered(word: str) -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])" + ".*?".join(f"({re.escape(character)})" for character in word), re.DOTALL)
