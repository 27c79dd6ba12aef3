"""Pinned and recent tickets stay few, in order, and survive a damaged file."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.finding import PINNED_MAX, RECENT_MAX, FindingMemory, TicketReference

REFERENCES = st.builds(TicketReference, st.text(min_size=1, max_size=5), st.text(max_size=8))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["pinned", "recent", "user_id", "filters", "x"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.lists(REFERENCES, max_size=60))
def test_the_newest_come_first_and_never_too_many_or_twice(opened: list[TicketReference]) -> None:
    memory = FindingMemory()
    for ticket in opened:
        memory = memory.with_recent(ticket).with_pin(ticket)
    for kept, most in ((memory.recent, RECENT_MAX), (memory.pinned, PINNED_MAX)):
        assert len(kept) <= most
        assert len({each.id for each in kept}) == len(kept)
        assert not opened or kept[0] == opened[-1]
    assert FindingMemory.from_stored(json.loads(json.dumps(memory.to_stored()))) == memory
    for ticket in opened:
        memory = memory.without_pin(ticket.id)
    assert memory.pinned == ()


@given(JSON)
def test_whatever_a_file_says_is_no_error(stored: object) -> None:
    memory = FindingMemory.from_stored(stored)
    assert FindingMemory.from_stored(memory.to_stored()) == memory
