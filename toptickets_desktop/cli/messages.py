"""Domain errors in words for a terminal: one sentence each, which names the file and says what can be done where that is not plain."""

from __future__ import annotations

from toptickets_desktop.cli.visible_text import size_text, visible
from toptickets_desktop.domain import errors
from toptickets_desktop.domain.errors import (
    InvalidApiKeyReason,
    InvalidBaseUrlReason,
    LocalFileReason,
    NotReachedReason,
    ReceivedInstead,
    RefusalReason,
    TopTicketsError,
)
from toptickets_desktop.domain.file_rules import MAX_NAME_BYTES, MAX_UPLOAD_BYTES, type_not_taken

_INVALID_BASE_URL = {
    InvalidBaseUrlReason.MALFORMED: "it is not a web address",
    InvalidBaseUrlReason.NOT_HTTPS: "it must begin with https:// (http:// is for this computer only)",
    InvalidBaseUrlReason.HAS_CREDENTIALS: "it must not hold a user name or a password",
    InvalidBaseUrlReason.HAS_QUERY: "it must not hold a query or a fragment",
    InvalidBaseUrlReason.NOT_V1: "it must end in /v1",
}
_INVALID_API_KEY = {
    InvalidApiKeyReason.EMPTY: "No API key was given.",
    InvalidApiKeyReason.UNKNOWN_PREFIX: "This is no TopTickets API key: it should begin with tt_admin_, tt_agent_, tt_live_ or tt_ro_.",
    InvalidApiKeyReason.BAD_CHARACTERS: "This is no API key: it may have only letters A to Z, digits, - and _.",
    InvalidApiKeyReason.TOO_SHORT: "The API key is too short: a part of it is missing.",
    InvalidApiKeyReason.TOO_LONG: "The API key is too long: something else came with it.",
}
_NOT_REACHED = {
    NotReachedReason.NAME: "The service's address was not found: there is no network, or the address is wrong.",
    NotReachedReason.CONNECT: "There is no connection to the service.",
    NotReachedReason.TLS: "No secure connection to the service could be made.",
    NotReachedReason.PROXY: "The proxy did not let the request through, or its setting cannot be used.",
    NotReachedReason.TIMEOUT: "The service did not answer in time.",
    NotReachedReason.CONNECTION_LOST: "The connection broke off.",
}
_RECEIVED_INSTEAD = {
    ReceivedInstead.HTML: "A web page came in place of the service's answer, probably from a proxy or a sign-in page on the way.",
    ReceivedInstead.EMPTY: "An empty answer came in place of the service's.",
    ReceivedInstead.NOT_JSON: "An answer came that is not JSON, so it is not the service's.",
    ReceivedInstead.OTHER_JSON: "An answer came in another form than the service documents.",
    ReceivedInstead.REDIRECT: "The answer points to another address, which the service never does.",
    ReceivedInstead.TOO_LARGE: "The answer is larger than it may be.",
    ReceivedInstead.UNKNOWN_STATUS: "An answer came with a status that the service does not use.",
}
_REFUSED = {
    RefusalReason.NOT_FOUND: "there is no such file",
    RefusalReason.DIRECTORY: "it is a folder without files",
    RefusalReason.NOT_REGULAR: "it is not a regular file, or leads out of the folder",
    RefusalReason.UNREADABLE: "it cannot be read",
    RefusalReason.EMPTY: "it is empty",
    RefusalReason.TOO_LARGE: f"it is larger than {MAX_UPLOAD_BYTES // 1024 // 1024} MB",
    RefusalReason.TYPE_NOT_ALLOWED: "the service does not take files of this type",
    RefusalReason.DISGUISED: "its content is not what its name says",
    RefusalReason.NAME_HAS_CONTROL_CHARACTERS: "its name has control characters",
    RefusalReason.NAME_NOT_UNICODE: "its name is not valid Unicode",
    RefusalReason.NAME_TOO_LONG: f"its name is longer than {MAX_NAME_BYTES} bytes",
    RefusalReason.TOO_MANY_FILES: "the folder holds more files than are taken at once",
}
_LOCAL_FILE = {
    LocalFileReason.NOT_FOUND: "it was not found",
    LocalFileReason.PERMISSION: "permission is missing on this computer",
    LocalFileReason.NO_SPACE: "the disk is full",
    LocalFileReason.READ_ONLY: "the place is read-only",
    LocalFileReason.EXISTS: "something of that name is in the way",
    LocalFileReason.NAME_TOO_LONG: "the name is too long for this disk",
    LocalFileReason.IN_USE: "another program uses it",
    LocalFileReason.OTHER: "the system could not read or write it",
}


class AmbiguousName(TopTicketsError):
    """Several attachments have the name that was given; only an id tells them apart."""

    kind = "ambiguous_name"

    def __init__(self, attachment_ids: list[str]) -> None:
        super().__init__(f"{len(attachment_ids)} attachments")
        self.attachment_ids = attachment_ids


def sentence(error: TopTicketsError, *, name: str = "") -> str:
    """What happened, in one sentence of plain, visible text.

    Args:
        error: any error of the domain.
        name: the file that it happened to; said first.
    """
    words = _words(error)
    return f"{visible(name)}: {words}" if name else words


def _words(error: TopTicketsError) -> str:
    match error:
        case errors.InvalidBaseUrl():
            return f"The service's address cannot be used: {_INVALID_BASE_URL[error.reason]}."
        case errors.InvalidApiKey():
            return _INVALID_API_KEY[error.reason]
        case errors.ServiceError():
            return _service(error)
        case errors.StorageError():
            return _storage(error)
        case errors.TransferError():
            return _transfer(error)
        case errors.FileRefused():
            return _refused(error)
        case errors.LocalFileError():
            code = f" ({error.errno_name})" if error.reason is LocalFileReason.OTHER and error.errno_name else ""
            return f"{visible(str(error.path))} could not be read or written: {_LOCAL_FILE[error.reason]}{code}."
        case errors.CredentialError():
            return _credentials(error)
        case AmbiguousName():
            return f"Several attachments have this name; give an id instead: {', '.join(map(visible, error.attachment_ids))}."
        case _ if error.kind == "no_key":
            return "There is no API key for this address. Give one with `toptickets key set`, or in TOPTICKETS_API_KEY."
        case _:
            return "Something went wrong that the program has no words for."


def _service(error: errors.ServiceError) -> str:
    match error:
        case errors.NotReached():
            cause = error.detail if error.detail != error.reason.value else ""
            return _with_detail(_NOT_REACHED[error.reason], cause)
        case errors.Unauthorized():
            return "The service did not accept the API key: it is wrong, expired or revoked."
        case errors.Forbidden(required_scope=str() as scope) if scope:
            return f"The API key may not do this: it lacks the permission {visible(scope)}."
        case errors.Forbidden():
            return _with_detail("The API key may not do this.", error.detail)
        case errors.NotFound():
            return "The service has nothing of this name or id."
        case errors.Rejected():
            return _with_detail("The service refused the request.", error.detail)
        case errors.RateLimited():
            wait = f" It asks to wait {error.retry_after_s:.0f} s." if error.retry_after_s else ""
            return f"There were too many requests in a short time.{wait}"
        case errors.UnexpectedAnswer():
            return _with_status(_RECEIVED_INSTEAD[error.received], error.status)
        case errors.ServerFault():
            return _with_detail(_with_status("The service has a fault of its own.", error.status), error.detail)
        case _:
            return _with_detail(_with_status("The service could not do this.", error.status), error.detail)


def _storage(error: errors.StorageError) -> str:
    match error:
        case errors.ObjectMissing():
            return "The file is missing in the service's storage."
        case errors.SignedUrlRefused():
            return _with_status("The storage did not accept the link to the file.", error.status)
        case _:
            return _with_status("The storage did not hand out the file.", error.status)


def _transfer(error: errors.TransferError) -> str:
    match error:
        case errors.LengthMismatch():
            return f"Only whole files are kept: {error.expected_bytes} bytes were announced and {error.received_bytes} came."
        case errors.AnswerLost():
            return "It was sent and the answer was lost: look at the ticket's attachments before you send it again."
        case errors.Stalled():
            return "It stood still for too long and was stopped."
        case errors.FileChanged():
            return "It changed while it was being sent, and was not stored."
        case errors.TransferCancelled():
            return "Cancelled."
        case _:
            return "The transfer failed."


def _refused(error: errors.FileRefused) -> str:
    words = _REFUSED[error.reason]
    if error.reason is RefusalReason.DISGUISED and error.found_type and error.named_type:
        words = f"its name says {visible(error.named_type)}, its content is {visible(error.found_type)}"
    elif error.reason is RefusalReason.TYPE_NOT_ALLOWED and type_not_taken(error):
        words = f"{words} ({visible(type_not_taken(error) or '')})"
    elif error.reason is RefusalReason.TOO_LARGE and error.size_bytes is not None:
        words = f"{words} ({size_text(error.size_bytes)})"
    return f"{words}."


def _credentials(error: errors.CredentialError) -> str:
    match error:
        case errors.KeyringUnavailable():
            return "This computer has no usable keyring to keep the API key in. Put the key into TOPTICKETS_API_KEY instead."
        case errors.KeyringTimedOut():
            return "The keyring did not answer in time. Unlock it, or put the key into TOPTICKETS_API_KEY."
        case _:
            return "The keyring did not keep or give out the API key. Check it, or put the key into TOPTICKETS_API_KEY."


def _with_status(words: str, status: int | None) -> str:
    return words if status is None else f"{words.rstrip('.')} (HTTP {status})."


def _with_detail(words: str, detail: str) -> str:
    """The foreign sentence, quoted, on one line."""
    detail = " ".join(detail.split())
    return f"{words.rstrip('.')}: “{visible(detail)}”." if detail else words
