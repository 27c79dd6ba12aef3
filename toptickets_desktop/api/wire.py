"""The API's JSON, read and written; the only place that knows its field names.

Reading forgives (contract.md, "Where the documentation leaves room"): unknown values are kept as text, missing, superfluous and null
fields are nothing special, times may look in several ways, and a row that cannot be used never hides the others.
"""

from __future__ import annotations

import json
import logging
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import msgspec

from toptickets_desktop.domain.attachment import Attachment, SignedUrl, User
from toptickets_desktop.domain.errors import ReceivedInstead, UnexpectedAnswer
from toptickets_desktop.domain.redaction import redact
from toptickets_desktop.domain.ticket import Ticket

DETAIL_LENGTH_MAX = 300
_WHOLE_NUMBER_MAX = 2**63 - 1
_BODY_SIDES = frozenset({"body", "query", "path", "header"})

_log = logging.getLogger(__name__)
_Row = TypeVar("_Row")
_Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rows(Generic[_Row]):
    """One page of a list. `received` counts the unusable rows too: the next page begins behind all of them."""

    usable: list[_Row]
    received: int


def decode_tickets(body: bytes) -> Rows[Ticket]:
    """Read a list of tickets.

    Raises:
        UnexpectedAnswer: it is no list.
    """
    return _decode_rows(body, _ticket)


def decode_ticket(body: bytes) -> Ticket:
    """Read one ticket.

    Raises:
        UnexpectedAnswer: it is none.
    """
    return _decode_one(body, _ticket)


def decode_attachments(body: bytes, *, ticket_id: str) -> Rows[Attachment]:
    """Read a ticket's attachments.

    Args:
        body: the answer.
        ticket_id: the ticket asked about, for rows that leave it out.

    Raises:
        UnexpectedAnswer: it is no list.
    """
    return _decode_rows(body, lambda fields: _attachment(fields, ticket_id))


def decode_attachment(body: bytes, *, ticket_id: str) -> Attachment:
    """Read one attachment; arguments and errors as for `decode_attachments`."""
    return _decode_one(body, lambda fields: _attachment(fields, ticket_id))


def decode_users(body: bytes) -> Rows[User]:
    """Read a list of users.

    Raises:
        UnexpectedAnswer: it is no list.
    """
    return _decode_rows(body, _user)


def decode_signed_url(body: bytes) -> SignedUrl:
    """Read a signed URL. Whether it may be followed is asked when it is.

    Raises:
        UnexpectedAnswer: there is no absolute URL in it.
    """
    return _decode_one(body, _signed_url)


def decode_detail(body: bytes) -> str | None:
    """The service's own sentence in an error's body, fit to be shown; None when the body is not of the documented form."""
    try:
        answer = _parse(body)
    except UnexpectedAnswer:
        return None
    detail = answer.get("detail") if isinstance(answer, dict) else None
    if isinstance(detail, str):
        return clean_sentence(redact(detail))
    if isinstance(detail, list) and detail and all(isinstance(item, dict) for item in detail):
        return clean_sentence(redact("; ".join(filter(None, map(_validation_message, detail[:20])))))
    return None


def what_came(body: bytes, content_type: str = "") -> ReceivedInstead:
    """Name an answer that could not be used."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return ReceivedInstead.EMPTY
    if start.startswith(b"<") or (content_type.lower().startswith("text/html") and not start.startswith((b"{", b"["))):
        return ReceivedInstead.HTML
    try:
        _parse(body)
    except UnexpectedAnswer as exc:
        return exc.received
    return ReceivedInstead.OTHER_JSON


def clean_sentence(text: str) -> str:
    """Foreign text on one line, without control and direction characters, cut to `DETAIL_LENGTH_MAX` characters."""
    text = text[: 4 * DETAIL_LENGTH_MAX]
    visible = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    sentence = " ".join(visible.split())
    return sentence if len(sentence) <= DETAIL_LENGTH_MAX else f"{sentence[: DETAIL_LENGTH_MAX - 1]}…"


def ticket_to_json(ticket: Ticket) -> dict[str, Any]:
    """A ticket under the API's field names, times in UTC (RFC 3339)."""
    return {
        "id": ticket.id,
        "ticket_number": ticket.number,
        "ticket_display_id": ticket.display_id,
        "customer_id": ticket.customer_id,
        "subject": ticket.subject,
        "description": ticket.description,
        "status": ticket.status,
        "priority": ticket.priority,
        "category": ticket.category,
        "assigned_user_id": ticket.assigned_user_id,
        "assigned_team_id": ticket.assigned_team_id,
        "due_date": _time_text(ticket.due_date),
        "created_at": _time_text(ticket.created_at),
        "updated_at": _time_text(ticket.updated_at),
        "resolved_at": _time_text(ticket.resolved_at),
        "closed_at": _time_text(ticket.closed_at),
    }


def attachment_to_json(attachment: Attachment) -> dict[str, Any]:
    """An attachment under the API's field names, times in UTC (RFC 3339)."""
    return {
        "id": attachment.id,
        "ticket_id": attachment.ticket_id,
        "filename": attachment.filename,
        "content_type": attachment.content_type,
        "size_bytes": attachment.size_bytes,
        "uploaded_by_user_id": attachment.uploaded_by_user_id,
        "created_at": _time_text(attachment.created_at),
    }


def _ticket(fields: _Fields) -> Ticket | None:
    ticket_id = _text(fields.get("id"))
    if not ticket_id:
        return None
    display_id = _text(fields.get("ticket_display_id"))
    number = _whole_number(fields.get("ticket_number"))
    if number is None:
        digits = re.search(r"([0-9]{1,18})$", display_id, re.ASCII)
        number = int(digits[1]) if digits else 0
    return Ticket(
        id=ticket_id,
        number=number,
        display_id=display_id or (f"TKT-{number}" if number else ticket_id[:8]),
        subject=_text(fields.get("subject")),
        status=_text(fields.get("status")),
        priority=_text(fields.get("priority")),
        description=_text(fields.get("description")) or None,
        category=_text(fields.get("category")) or None,
        customer_id=_text(fields.get("customer_id")) or None,
        assigned_user_id=_text(fields.get("assigned_user_id")) or None,
        assigned_team_id=_text(fields.get("assigned_team_id")) or None,
        due_date=_time(fields.get("due_date")),
        created_at=_time(fields.get("created_at")),
        updated_at=_time(fields.get("updated_at")),
        resolved_at=_time(fields.get("resolved_at")),
        closed_at=_time(fields.get("closed_at")),
    )


def _attachment(fields: _Fields, ticket_id: str) -> Attachment | None:
    attachment_id = _text(fields.get("id"))
    if not attachment_id:
        return None
    return Attachment(
        id=attachment_id,
        ticket_id=_text(fields.get("ticket_id")) or ticket_id,
        filename=_text(fields.get("filename")),
        content_type=_text(fields.get("content_type")),
        size_bytes=_whole_number(fields.get("size_bytes")),
        uploaded_by_user_id=_text(fields.get("uploaded_by_user_id")) or None,
        created_at=_time(fields.get("created_at")),
    )


def _user(fields: _Fields) -> User | None:
    user_id = _text(fields.get("id"))
    if not user_id:
        return None
    return User(
        id=user_id,
        full_name=_text(fields.get("full_name")),
        email=_text(fields.get("email")),
        role=_text(fields.get("role")),
        is_active=fields.get("is_active") is not False,
    )


def _signed_url(fields: _Fields) -> SignedUrl | None:
    url = fields.get("signed_url")
    if not isinstance(url, str) or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    return SignedUrl(url=url, expires_at=_time(fields.get("expires_at")))


def _decode_rows(body: bytes, convert: Callable[[_Fields], _Row | None]) -> Rows[_Row]:
    usable: list[_Row] = []
    received = objects = 0
    for fields in _row_fields(body):
        received += 1
        if fields is None:
            continue
        objects += 1
        row = convert(fields)
        if row is not None:
            usable.append(row)
    if received and not objects:
        raise UnexpectedAnswer(ReceivedInstead.OTHER_JSON)
    if len(usable) < received:
        _log.warning("%d of %d rows of a list could not be used", received - len(usable), received)
    return Rows(usable, received)


def _row_fields(body: bytes) -> Iterator[_Fields | None]:
    """The rows of a list, each parsed by itself; None for one that is no JSON object."""
    rows: list[Any]
    try:
        rows = msgspec.json.decode(body, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        answer = _parse(body)
        if not isinstance(answer, list):
            raise UnexpectedAnswer(ReceivedInstead.OTHER_JSON) from None
        rows = answer
    for row in rows:
        try:
            fields = _parse(bytes(row)) if isinstance(row, msgspec.Raw) else row
        except UnexpectedAnswer:
            fields = None
        yield fields if isinstance(fields, dict) else None


def _decode_one(body: bytes, convert: Callable[[_Fields], _Row | None]) -> _Row:
    answer = _parse(body)
    row = convert(answer) if isinstance(answer, dict) else None
    if row is None:
        raise UnexpectedAnswer(ReceivedInstead.OTHER_JSON)
    return row


def _parse(body: bytes) -> Any:
    """Parse JSON, strictly if possible; else as generously as the standard library does (NaN, lone surrogates, broken UTF-8).

    Raises:
        UnexpectedAnswer: it is not JSON.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:  # msgspec lets bad UTF-8 in a name through as it is
        try:
            return json.loads(body.decode("utf-8-sig", errors="replace"))
        except (ValueError, RecursionError):
            start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
            received = ReceivedInstead.HTML if start.startswith(b"<") else ReceivedInstead.NOT_JSON if start else ReceivedInstead.EMPTY
            raise UnexpectedAnswer(received) from exc


def _validation_message(item: Mapping[str, Any]) -> str:
    """FastAPI's `{"loc": ["body", "file"], "msg": "Field required"}` as "file: Field required"."""
    message = item.get("msg")
    loc = item.get("loc")
    place = (
        ".".join(str(step) for step in loc if step not in _BODY_SIDES)
        if isinstance(loc, list) and all(isinstance(s, (str, int)) for s in loc)
        else ""
    )
    return ": ".join(part for part in (place, message if isinstance(message, str) else "") if part)


def _text(value: object) -> str:
    """A text that can be encoded; numbers as they are written; empty for everything else."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return ""


def _whole_number(value: object) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,19}", value, re.ASCII):
        value = int(value)
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _WHOLE_NUMBER_MAX:
        return value
    return None


def _time(value: object) -> datetime | None:
    """A time in UTC: with or without fraction, with `Z` or an offset; without either it is taken for UTC."""
    if not isinstance(value, str) or not 10 < len(value) <= 40:
        return None
    try:
        moment = datetime.fromisoformat(value.strip().upper())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _time_text(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"
