"""Domain errors in words for a terminal: one sentence each, which names the file and says what can be done where that is not plain."""

from __future__ import annotations

from toptickets_desktop.cli.errors import AmbiguousName, NoKey, NoSuchProfile, TicketNotFound
from toptickets_desktop.cli.formats import size_text
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
from toptickets_desktop.domain.visible_names import visible_text

_INVALID_BASE_URL = {
    InvalidBaseUrlReason.MALFORMED: "it is not a web address",
    InvalidBaseUrlReason.NOT_HTTPS: "it must begin with https:// (http:// is for this computer only)",
    InvalidBaseUrlReason.HAS_CREDENTIALS: "it must not contain a user name or a password",
    InvalidBaseUrlReason.HAS_QUERY: "it must not contain a query or a fragment",
    InvalidBaseUrlReason.NOT_V1: "it must end in /v1",
}
_INVALID_API_KEY = {
    InvalidApiKeyReason.EMPTY: "No API key was given.",
    InvalidApiKeyReason.UNKNOWN_PREFIX: "This is not a TopTickets API key: those begin with tt_admin_, tt_agent_, tt_live_ or tt_ro_.",
    InvalidApiKeyReason.BAD_CHARACTERS: "This is not an API key: those consist of the letters A to Z, digits, - and _.",
    InvalidApiKeyReason.TOO_SHORT: "The API key is too short: part of it is missing.",
    InvalidApiKeyReason.TOO_LONG: "The API key is too long: something else was pasted with it.",
}
_NOT_REACHED = {
    NotReachedReason.NAME: "The service's address was not found; check the network and the address.",
    NotReachedReason.CONNECT: "Could not connect to the service.",
    NotReachedReason.TLS: "Could not make a secure connection to the service.",
    NotReachedReason.PROXY: "The proxy refused the request, or could not be used.",
    NotReachedReason.TIMEOUT: "The service did not answer in time.",
    NotReachedReason.CONNECTION_LOST: "The connection was lost.",
}
_RECEIVED_INSTEAD = {
    ReceivedInstead.HTML: "A web page came instead of the service's answer, probably from a proxy or a sign-in page on the way.",
    ReceivedInstead.EMPTY: "An empty answer came instead of the service's.",
    ReceivedInstead.NOT_JSON: "The answer is not JSON, so it did not come from the service.",
    ReceivedInstead.OTHER_JSON: "The answer does not have the form that the service documents.",
    ReceivedInstead.REDIRECT: "The answer points to another address, which the service never does.",
    ReceivedInstead.TOO_LARGE: "The answer is larger than it may be.",
    ReceivedInstead.UNKNOWN_STATUS: "The answer has a status that the service does not use.",
}
_REFUSED = {
    RefusalReason.NOT_FOUND: "there is no such file",
    RefusalReason.DIRECTORY: "it is a folder",
    RefusalReason.NOT_REGULAR: "it is a device, a pipe, a socket, or a link out of the folder",
    RefusalReason.UNREADABLE: "it cannot be read",
    RefusalReason.EMPTY: "it is empty",
    RefusalReason.TOO_LARGE: f"it is larger than {MAX_UPLOAD_BYTES // 1024 // 1024} MB",
    RefusalReason.TYPE_NOT_ALLOWED: "the service does not accept files of this type",
    RefusalReason.DISGUISED: "its content is not what its name says",
    RefusalReason.NAME_HAS_CONTROL_CHARACTERS: "its name contains control characters",
    RefusalReason.NAME_NOT_UNICODE: "its name is not valid Unicode",
    RefusalReason.NAME_TOO_LONG: f"its name is longer than {MAX_NAME_BYTES} bytes",
    RefusalReason.TOO_MANY_FILES: "the folder holds more files than can be sent at once",
}
_LOCAL_FILE = {
    LocalFileReason.NOT_FOUND: "it was not found",
    LocalFileReason.PERMISSION: "permission denied",
    LocalFileReason.NO_SPACE: "the disk is full",
    LocalFileReason.READ_ONLY: "the disk or folder is read-only",
    LocalFileReason.EXISTS: "something of that name is in the way",
    LocalFileReason.NAME_TOO_LONG: "the name is too long for this disk",
    LocalFileReason.IN_USE: "another program is using it",
    LocalFileReason.OTHER: "the system reported an error",
}


def sentence(error: TopTicketsError, *, name: str = "") -> str:
    """What happened, in one sentence of plain, visible text.

    Args:
        error: any error of the domain.
        name: the file that it happened to; said first.
    """
    words = _words(error)
    return f"{visible_text(name)}: {words}" if name else words


def _words(error: TopTicketsError) -> str:
    match error:
        case errors.InvalidBaseUrl():
            return f"The service's address cannot be used: {_INVALID_BASE_URL[error.reason]}."
        case errors.InvalidApiKey():
            return _INVALID_API_KEY[error.reason]
        case errors.InvalidProxy():
            return f"The proxy in the settings cannot be used ({error.reason.value.replace('_', ' ')})."
        case errors.InvalidCaFile():
            return f"The extra certificates in {visible_text(str(error.path))} cannot be used ({error.reason.value.replace('_', ' ')})."
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
            return f"{visible_text(str(error.path))} could not be read or written: {_LOCAL_FILE[error.reason]}{code}."
        case errors.CredentialError():
            return _credentials(error)
        case AmbiguousName():
            return f"Several attachments have this name; give an id instead: {', '.join(map(visible_text, error.attachment_ids))}."
        case TicketNotFound():
            return f"There is no ticket {visible_text(error.reference)}."
        case NoSuchProfile():
            return f"There is no profile {visible_text(error.name)}. `toptickets profiles` lists them."
        case NoKey():
            return "There is no API key for this address. Store one with `toptickets key set`, or put it into TOPTICKETS_API_KEY."
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
            return f"The API key may not do this: it lacks the permission {visible_text(scope)}."
        case errors.Forbidden():
            return _with_detail("The API key may not do this.", error.detail)
        case errors.NotFound():
            return "The service has nothing with this name or id."
        case errors.Rejected():
            return _with_detail("The service refused the request.", error.detail)
        case errors.RateLimited():
            wait = f" The service asks you to wait {error.retry_after_s:.0f} s." if error.retry_after_s else ""
            return f"Too many requests were made in a short time.{wait}"
        case errors.UnexpectedAnswer():
            return _with_status(_RECEIVED_INSTEAD[error.received], error.status)
        case errors.ServerFault():
            return _with_detail(_with_status("Something went wrong inside the service.", error.status), error.detail)
        case _:
            return _with_detail(_with_status("The service could not do this.", error.status), error.detail)


def _storage(error: errors.StorageError) -> str:
    match error:
        case errors.ObjectMissing():
            return "The file is missing in the service's storage."
        case errors.SignedUrlRefused():
            return _with_status("The storage did not accept the link to the file.", error.status)
        case _:
            return _with_status("The storage did not deliver the file.", error.status)


def _transfer(error: errors.TransferError) -> str:
    match error:
        case errors.LengthMismatch():
            return f"It did not arrive whole and was not kept: {error.received_bytes} of {error.expected_bytes} bytes came."
        case errors.AnswerLost():
            return "It was sent, but the answer was lost: check the ticket's attachments before you send it again."
        case errors.Stalled():
            return "It stood still for too long and was stopped."
        case errors.FileChanged():
            return "The file changed while it was being sent, so it was not stored."
        case errors.MembersMissing():
            return _members_missing(error)
        case errors.TransferCancelled():
            return "Cancelled."
        case _:
            return "The transfer failed."


def _members_missing(error: errors.MembersMissing) -> str:
    missing = f"{len(error.names)} of {error.total} files could not be fetched"
    words = f"Saved, but {missing}." if error.is_saved else f"Not saved: {missing}; --keep-incomplete saves the others."
    if not error.names or error.first_error is None:
        return words
    return f"{words} {sentence(error.first_error, name=error.names[0])}"


def _refused(error: errors.FileRefused) -> str:
    words = _REFUSED[error.reason]
    if error.reason is RefusalReason.DISGUISED and error.found_type and error.named_type:
        words = f"its name says {visible_text(error.named_type)}, its content is {visible_text(error.found_type)}"
    elif error.reason is RefusalReason.TYPE_NOT_ALLOWED and type_not_taken(error):
        words = f"{words} ({visible_text(type_not_taken(error) or '')})"
    elif error.reason is RefusalReason.TOO_LARGE and error.size_bytes is not None:
        words = f"{words} ({_size_over_limit(error.size_bytes)})"
    return f"{words}."


def _size_over_limit(size_bytes: int) -> str:
    """Just above the limit, the short form would say that the file has the size that is allowed."""
    short = size_text(size_bytes)
    return f"{size_bytes} bytes" if short == size_text(MAX_UPLOAD_BYTES) else short


def _credentials(error: errors.CredentialError) -> str:
    match error:
        case errors.KeyringUnavailable():
            return "This computer has no usable keyring to keep the API key in. Put the key into TOPTICKETS_API_KEY instead."
        case errors.KeyringTimedOut():
            return "The keyring did not answer in time. Unlock it, or put the key into TOPTICKETS_API_KEY."
        case _:
            return "The keyring did not store or return the API key. Check it, or put the key into TOPTICKETS_API_KEY."


def _with_status(words: str, status: int | None) -> str:
    return words if status is None else f"{words.rstrip('.')} (HTTP {status})."


def _with_detail(words: str, detail: str) -> str:
    """The foreign sentence, quoted, on one line."""
    detail = " ".join(detail.split())
    return f"{words.rstrip('.')}: “{visible_text(detail)}”." if detail else words
