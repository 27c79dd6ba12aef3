"""The palette's ranking: what is found, in which order, and that it is quick."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.fuzzy import FuzzyIndex, fold, marks

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WORDS = st.text("abcdeXYZ ß-İ1", max_size=8)


def found(query: str, *texts: str) -> list[str]:
    return [texts[match.position] for match in FuzzyIndex(texts).best(query, 100)]


def test_the_order_is_beginning_then_word_then_inside_then_scattered() -> None:
    assert found("del", "dead element", "model", "undo delete", "delete") == ["delete", "undo delete", "model", "dead element"]


def test_letters_from_the_beginning_of_a_word_on_are_enough() -> None:
    assert found("udel", "Undo delete", "model") == ["Undo delete"]


def test_a_whole_number_is_better_than_the_beginning_of_one() -> None:
    assert found("1042", "TKT-10421 Other", "TKT-1042 Unable to login") == ["TKT-1042 Unable to login", "TKT-10421 Other"]


def test_every_word_has_to_be_there_in_any_order() -> None:
    assert found("login unable", "TKT-1 Unable to login", "TKT-2 Unable to pay") == ["TKT-1 Unable to login"]


@pytest.mark.parametrize("query", ["", "   "])
def test_nothing_is_asked_for_by_nothing(query: str) -> None:
    assert found(query, "anything") == []


@given(TEXTS)
def test_a_text_finds_itself_and_no_other_is_better(text: str) -> None:
    if fold(text).split():
        best = FuzzyIndex(["other", text, text + "x", "x" + text]).best(text, 4)
        assert best
        assert 1 in {match.position for match in best if match.score == best[0].score}


@given(st.lists(TEXTS, max_size=12), WORDS, st.integers(1, 12))
def test_the_best_come_first_and_never_too_many(texts: list[str], query: str, limit: int) -> None:
    index = FuzzyIndex(texts)
    few, all_ = index.best(query, limit), index.best(query, len(texts) + 1)
    assert len(few) <= limit
    assert [match.score for match in few] == [match.score for match in all_[: len(few)]]
    assert [match.score for match in all_] == sorted((match.score for match in all_), reverse=True)


@given(st.lists(TEXTS, max_size=12), WORDS, WORDS)
def test_another_letter_never_finds_more(texts: list[str], query: str, more: str) -> None:
    index = FuzzyIndex(texts)
    if fold(query).split():
        before = {match.position for match in index.best(query, 100)}
        after = {match.position for match in index.best(f"{query}{more}", 100)}
        assert after <= before


@given(TEXTS, WORDS)
def test_marks_are_letters_of_the_query(text: str, query: str) -> None:
    marked = marks(query, text)
    assert marked == sorted(set(marked))
    letters = set(fold(query))
    assert all(fold(text)[place] in letters for place in marked)


@given(TEXTS)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_a_hundred_thousand_texts_are_searched_in_a_moment() -> None:
    index = FuzzyIndex([f"TKT-{number} Printer on floor {number % 97} does not answer" for number in range(100_000)])
    start = time.perf_counter()
    for query in ("p", "99999", "floor 12", "prflr"):
        assert index.best(query, 50)
    # Generous: a shared runner is slow; a search that grows with the square of the count takes minutes.
    assert time.perf_counter() - start < 20
