"""What goes wrong in the command alone."""

from __future__ import annotations

from toptickets_desktop.domain.errors import TopTicketsError


class NoKey(TopTicketsError):
    """No API key was given for this address yet."""

    kind = "no_key"


class NoSuchProfile(TopTicketsError):
    """There is no profile of this name for the command to use. `name` is what the user wrote."""

    kind = "no_such_profile"

    def __init__(self, name: str) -> None:
        super().__init__("no such profile")
        self.name = name


class TicketNotFound(TopTicketsError):
    """There is no ticket of this id or number. `reference` is what the user wrote."""

    kind = "not_found"

    def __init__(self, reference: str) -> None:
        super().__init__("no such ticket")
        self.reference = reference


class AmbiguousName(TopTicketsError):
    """Several attachments have the name that was given; only an id tells them apart."""

    kind = "ambiguous_name"

    def __init__(self, attachment_ids: list[str]) -> None:
        super().__init__(f"{len(attachment_ids)} attachments")
        self.attachment_ids = attachment_ids
