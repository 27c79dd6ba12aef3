from __future__ import annotations

import json
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toptickets_desktop.api import wire
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import ReceivedInstead, UnexpectedAnswer
from toptickets_desktop.domain.ticket import Ticket

TICKET: dict[str, Any] = {
    "id": "t-1",
    "ticket_number": 1042,
    "tracking_token": "2f6f1d9a-aaaa-bbbb-cccc-1234567890ab",
    "ticket_display_id": "TKT-1042",
    "customer_id": "c-1",
    "subject": "Unable to login",
    "description": None,
    "status": "open",
    "priority": "high",
    "category": "Access",
    "assigned_user_id": "u-1",
    "assigned_team_id": None,
    "due_date": "2026-01-05T00:00:00Z",
    "created_at": "2026-01-01T10:00:00.123456+00:00",
    "updated_at": "2026-01-02T10:00:00Z",
    "resolved_at": None,
    "closed_at": None,
}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def one_ticket(**changes: object) -> Ticket:
    return wire.decode_ticket(json.dumps({**TICKET, **changes}).encode())


def test_a_documented_ticket_is_read_whole_and_written_under_the_same_names() -> None:
    ticket = one_ticket()
    assert (ticket.number, ticket.display_id, ticket.status, ticket.category) == (1042, "TKT-1042", "open", "Access")
    assert ticket.created_at == datetime(2026, 1, 1, 10, 0, 0, 123456, tzinfo=UTC)
    written = wire.ticket_to_json(ticket)
    assert written == {**{k: v for k, v in TICKET.items() if k != "tracking_token"}, "created_at": "2026-01-01T10:00:00.123456Z"}


def test_the_tracking_token_is_nowhere() -> None:
    assert TICKET["tracking_token"] not in repr(one_ticket()) + json.dumps(wire.ticket_to_json(one_ticket()))


def test_an_attachment_is_written_under_the_names_of_the_api_with_times_in_utc() -> None:
    moment = datetime(2026, 1, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    attachment = Attachment("a", "t", "n.png", "image/png", 7, "u", moment)
    assert wire.attachment_to_json(attachment) == {
        "id": "a",
        "ticket_id": "t",
        "filename": "n.png",
        "content_type": "image/png",
        "size_bytes": 7,
        "uploaded_by_user_id": "u",
        "created_at": "2026-01-01T10:00:00Z",
    }


def test_unknown_values_are_kept_as_text_and_missing_fields_are_filled_sensibly() -> None:
    ticket = wire.decode_ticket(
        b'{"id": 17, "status": "snoozed", "priority": 5, "ticket_display_id": "TKT-77", "subject": null, "extra": {}}'
    )
    assert (ticket.id, ticket.status, ticket.priority, ticket.number, ticket.subject) == ("17", "snoozed", "5", 77, "")
    assert wire.decode_ticket(b'{"id": "abcdefghij", "ticket_number": 9}').display_id == "TKT-9"
    assert wire.decode_ticket(b'{"id": "abcdefghij"}').display_id == "abcdefgh"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-01T10:00:00Z", datetime(2026, 1, 1, 10, tzinfo=UTC)),
        ("2026-01-01t10:00:00z", datetime(2026, 1, 1, 10, tzinfo=UTC)),
        ("2026-01-01T10:00:00.5+00:00", datetime(2026, 1, 1, 10, 0, 0, 500000, tzinfo=UTC)),
        ("2026-01-01T10:00:00.123456789Z", datetime(2026, 1, 1, 10, 0, 0, 123456, tzinfo=UTC)),
        ("2026-01-01T12:00:00+02:00", datetime(2026, 1, 1, 10, tzinfo=UTC)),
        ("2026-01-01 10:00:00", datetime(2026, 1, 1, 10, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("2026-13-01T10:00:00Z", None),
        ("yesterday afternoon", None),
        ("", None),
        (1767261600, None),
        ("2" * 10_000, None),
    ],
)
def test_times(text: object, expected: datetime | None) -> None:
    assert one_ticket(created_at=text).created_at == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(245, 245), (245.0, 245), ("245", 245), (-1, None), (True, None), (1.5, None), ("x", None), (2**63, None), (10**30, None)],
)
def test_sizes(value: object, expected: int | None) -> None:
    body = json.dumps({"id": "a", "size_bytes": value}).encode()
    assert wire.decode_attachment(body, ticket_id="t").size_bytes == expected


def test_an_attachment_without_its_ticket_belongs_to_the_one_asked_about() -> None:
    rows = wire.decode_attachments(b'[{"id": "a"}, {"id": "b", "ticket_id": "other"}]', ticket_id="mine")
    assert [row.ticket_id for row in rows.usable] == ["mine", "other"]


def test_bad_rows_never_hide_the_others_and_are_counted_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    body = (
        b'[{"id": "a", "full_name": "Ann"}, {"full_name": "No Id"}, 7, null, {"id": ""},'
        b' {"id": "b", "full_name": "Lone \\ud800"}, {"id": "c", "full_name": "\xff"}]'
    )
    with caplog.at_level(logging.WARNING):
        rows = wire.decode_users(body)
    assert [row.id for row in rows.usable] == ["a", "b", "c"]
    assert rows.received == 7
    assert rows.usable[1].full_name == "Lone ?"
    assert caplog.messages == ["4 of 7 rows of a list could not be used"]


def test_a_row_that_no_parser_takes_does_not_hide_the_others() -> None:
    rows = wire.decode_users(b'[{"id": "a"}, {"id": "b", "x": ' + b"1" * 5_000 + b'}, {"id": "c"}]')
    assert [row.id for row in rows.usable] == ["a", "c"]
    assert rows.received == 3


def test_nesting_beyond_reason_is_no_json() -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        wire.decode_users(b"[" * 200_000)
    assert caught.value.received is ReceivedInstead.NOT_JSON


def test_json_that_only_the_standard_library_reads_is_read() -> None:
    assert wire.decode_users(b'\xef\xbb\xbf[{"id": "a", "x": NaN}]').usable[0].id == "a"
    assert wire.decode_ticket(b'{"id": "a", "ticket_number": NaN}').number == 0


@pytest.mark.parametrize(
    ("body", "received"),
    [
        (b"", ReceivedInstead.EMPTY),
        (b" \r\n", ReceivedInstead.EMPTY),
        (b"\n <!doctype html><p>Sign in", ReceivedInstead.HTML),
        (b"upstream timed out", ReceivedInstead.NOT_JSON),
        (b'[{"id": "a"', ReceivedInstead.NOT_JSON),
        (b'{"items": []}', ReceivedInstead.OTHER_JSON),
        (b"[1, 2]", ReceivedInstead.OTHER_JSON),
        (b"null", ReceivedInstead.OTHER_JSON),
    ],
)
def test_what_is_no_list(body: bytes, received: ReceivedInstead) -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        wire.decode_tickets(body)
    assert caught.value.received is received


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"id": null}', b'"x"'])
def test_what_is_no_ticket(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        wire.decode_ticket(body)
    assert caught.value.received is ReceivedInstead.OTHER_JSON


@pytest.mark.parametrize(
    "url", ["/object/sign/x?token=s", "ftp://h/x", "https:///x", "https://h/a b", "https://h/\r\nX: y", "https://[", "", 7, None]
)
def test_what_is_no_signed_url(url: object) -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        wire.decode_signed_url(json.dumps({"signed_url": url, "expires_at": "2026-01-01T10:00:00Z"}).encode())
    assert "token" not in str(caught.value)


def test_a_signed_url_does_not_need_an_expiry() -> None:
    signed = wire.decode_signed_url(b'{"signed_url": "https://files.example.com/x?token=s"}')
    assert (signed.url, signed.expires_at) == ("https://files.example.com/x?token=s", None)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"detail": "Invalid API key"}', "Invalid API key"),
        (b'{"detail": ""}', ""),
        (b'{"detail": [{"loc": ["body", "file"], "msg": "Field required", "type": "missing"}]}', "file: Field required"),
        (b'{"detail": [{"loc": ["query", "limit"], "msg": "too big"}, {"msg": "and this"}]}', "limit: too big; and this"),
        (b'{"detail": [{"loc": [[]], "msg": 3}]}', ""),
        (b'{"detail": "bad key tt_live_abcdefghijklmnop"}', "bad key tt_live_[redacted]"),
        (b'{"detail": "a\\u0000\\n\\tb \\u202egnp.exe"}', "a b gnp.exe"),
        (b'{"detail": {"code": 1}}', None),
        (b'{"detail": []}', None),
        (b'{"error": "x"}', None),
        (b"[]", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_the_services_own_sentence(body: bytes, detail: str | None) -> None:
    assert wire.decode_detail(body) == detail


def test_a_long_sentence_is_cut() -> None:
    detail = wire.decode_detail(json.dumps({"detail": "word " * 100_000}).encode())
    assert detail is not None
    assert len(detail) == wire.DETAIL_LENGTH_MAX
    assert detail.endswith("…")


def test_what_came_in_place_of_json() -> None:
    assert wire.what_came(b"Sign in please", "text/html; charset=utf-8") is ReceivedInstead.HTML
    assert wire.what_came(b'{"a": 1}', "text/html") is ReceivedInstead.OTHER_JSON
    assert wire.what_came(b"Bad Gateway", "text/plain") is ReceivedInstead.NOT_JSON
    assert wire.what_came(b"") is ReceivedInstead.EMPTY


@settings(deadline=None)
@given(
    st.binary(max_size=300)
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.lists(JSON).map(lambda value: json.dumps(value).encode())
)
def test_nothing_but_unexpected_answer_ever_comes_out(body: bytes) -> None:
    for decode in (wire.decode_tickets, wire.decode_ticket, wire.decode_users, wire.decode_signed_url):
        with suppress(UnexpectedAnswer):
            decode(body)
    wire.decode_detail(body)
    wire.what_came(body)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(TICKET)), JSON))
def test_a_row_with_an_id_is_always_shown_and_can_be_written(changes: dict[str, object]) -> None:
    rows = wire.decode_tickets(json.dumps([{**TICKET, **changes, "id": "kept"}]).encode())
    assert [row.id for row in rows.usable] == ["kept"]
    json.dumps(wire.ticket_to_json(rows.usable[0]), allow_nan=False).encode()


@settings(deadline=None)
@given(st.text())
def test_a_cleaned_sentence_can_be_shown(text: str) -> None:
    cleaned = wire.clean_sentence(text)
    assert len(cleaned) <= wire.DETAIL_LENGTH_MAX
    assert all(c == " " or not c.isspace() for c in cleaned)
    cleaned.encode()


@pytest.mark.parametrize("body", [b'{"\xff": 1, "id": "t"}', b'[{"\xff": 1, "id": "t"}]'])
def test_a_field_whose_name_is_no_text_is_one_we_do_not_know(body: bytes) -> None:
    read = wire.decode_ticket if body.startswith(b"{") else lambda each: wire.decode_tickets(each).usable[0]
    assert read(body).id == "t"
