"""The table of a transfer's states."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from toptickets_desktop.domain.transfer import FIRST_STATES, NEXT_STATES, ConflictPolicy, Direction, Transfer, TransferState

S = TransferState


def test_the_table_knows_every_state() -> None:
    assert set(NEXT_STATES) == set(TransferState)


def test_every_state_can_be_reached_and_no_active_one_is_a_dead_end() -> None:
    reached = set(FIRST_STATES)
    while found := {after for before in reached for after in NEXT_STATES[before]} - reached:
        reached |= found
    assert reached == set(TransferState)
    assert all(NEXT_STATES[state] for state in TransferState if not state.is_final)


def test_final_states_lead_nowhere_but_back_into_the_queue_or_to_a_look_at_the_ticket() -> None:
    assert {state for state in TransferState if state.is_final} == {S.DONE, S.SKIPPED, S.REFUSED, S.UNCONFIRMED, S.FAILED, S.CANCELLED}
    assert all(NEXT_STATES[state] <= {S.QUEUED} for state in TransferState if state.is_final and state is not S.UNCONFIRMED)
    assert NEXT_STATES[S.UNCONFIRMED] == {S.QUEUED, S.VERIFYING}
    assert {state for state in TransferState if state.is_final and state.can_retry} == {S.UNCONFIRMED, S.FAILED, S.CANCELLED}


def test_done_comes_only_after_verifying() -> None:
    assert {before for before, after in NEXT_STATES.items() if S.DONE in after} == {S.VERIFYING}


def test_words_for_the_command_line_stay() -> None:
    assert [policy.value for policy in ConflictPolicy] == ["keep-both", "replace", "skip", "ask"]


def test_a_picture_cannot_be_changed() -> None:
    picture = Transfer(id=1, direction=Direction.UPLOAD, ticket_id="t", name="a", state=S.QUEUED)
    with pytest.raises(FrozenInstanceError):
        picture.bytes_done = 5  # type: ignore[misc]  # that is the test
