"""An attachment, a signed link to its bytes, and the people who attach."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """Metadata of one attachment. `filename` and `content_type` were chosen by a stranger."""

    id: str
    ticket_id: str
    filename: str
    content_type: str
    size_bytes: int | None = None  # None when the service left it out
    uploaded_by_user_id: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedUrl:
    """A bearer secret: never shown, logged or stored; hence not in repr.

    Attributes:
        expires_at: by the service's clock.
        lifetime_s: how long it was to live when it came, in seconds, whatever our own clock says; None when that is not known.
    """

    url: str = field(repr=False)
    expires_at: datetime | None = None
    lifetime_s: float | None = None


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who can be assigned a ticket or upload a file."""

    id: str
    full_name: str
    email: str = ""
    role: str = ""
    is_active: bool = True
