"""Domain errors in words: a title, one sentence that says what happened to which file, and what can be done about it.

All of it is plain text. Names and sentences from outside are quoted, bounded, and their invisible characters made visible.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from toptickets_desktop.domain.errors import (
    AnswerLost,
    CredentialError,
    FileChanged,
    FileRefused,
    Forbidden,
    InvalidApiKey,
    InvalidApiKeyReason,
    InvalidBaseUrl,
    InvalidBaseUrlReason,
    InvalidCaFile,
    InvalidProxy,
    KeyringFailed,
    KeyringTimedOut,
    KeyringUnavailable,
    LengthMismatch,
    LocalFileError,
    LocalFileReason,
    MembersMissing,
    NotFound,
    NotReached,
    NotReachedReason,
    ObjectMissing,
    RateLimited,
    ReceivedInstead,
    RefusalReason,
    Rejected,
    ServerFault,
    ServiceError,
    SignedUrlRefused,
    Stalled,
    StorageError,
    TopTicketsError,
    TransferCancelled,
    TransferError,
    Unauthorized,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.file_rules import MAX_NAME_BYTES, MAX_UPLOAD_BYTES, type_not_taken
from toptickets_desktop.gui import network_words
from toptickets_desktop.gui.formats import duration_text, full_size_text, number_text, size_text, visible_name
from toptickets_desktop.gui.type_words import type_words

__all__ = ["hint", "sentence", "title", "type_words"]

_BYTES_PER_MB_OF_LIMIT = 1024 * 1024  # the service's own "30 MB" is counted so

translate = QCoreApplication.translate


def sentence(error: TopTicketsError, *, name: str = "") -> str:
    """What happened, in one sentence.

    Args:
        error: any error of the domain.
        name: the file that it happened to, as the user knows it; the name in the error's own path when not given.
    """
    match error:
        case FileRefused():
            return _refused(error, _file(name or error.path.name))
        case LocalFileError():
            return _local_file(error, _file(name or error.path.name or str(error.path)))
        case TransferError():
            return _transfer(error, _file(name))
        case ObjectMissing():
            return translate("Messages", "{file} is missing in the service's storage, though the service still lists it.").format(
                file=_file(name)
            )
        case NotFound() if name:
            return translate("Messages", "{file} is not on the service any more.").format(file=_file(name))
        case _:
            words = _without_file(error)
            return translate("Messages", "{file}: {what_happened}").format(file=_file(name), what_happened=words) if name else words


def _file(name: str) -> str:
    return translate("Messages", "“{name}”").format(name=visible_name(name)) if name else translate("Messages", "The file")


def _without_file(error: TopTicketsError) -> str:
    match error:
        case InvalidBaseUrl():
            return _invalid_base_url(error.reason)
        case InvalidApiKey():
            return _invalid_api_key(error.reason)
        case InvalidProxy() | InvalidCaFile():
            return network_words.sentence(error)
        case ServiceError():
            return _service(error)
        case StorageError():
            return _storage(error)
        case CredentialError():
            return _credentials(error)
        case _:
            return translate("Messages", "Something went wrong that the program has no words for.")


def _invalid_base_url(reason: InvalidBaseUrlReason) -> str:
    match reason:
        case InvalidBaseUrlReason.MALFORMED:
            return translate("Messages", "This is not a web address.")
        case InvalidBaseUrlReason.NOT_HTTPS:
            return translate("Messages", "The address must begin with https://; plain http:// is allowed to this computer only.")
        case InvalidBaseUrlReason.HAS_CREDENTIALS:
            return translate("Messages", "The address must not hold a user name or a password.")
        case InvalidBaseUrlReason.HAS_QUERY:
            return translate("Messages", "The address must not hold a “?” or a “#”.")
        case InvalidBaseUrlReason.NOT_V1:
            return translate("Messages", "The address must end in /v1.")


def _invalid_api_key(reason: InvalidApiKeyReason) -> str:
    match reason:
        case InvalidApiKeyReason.EMPTY:
            return translate("Messages", "No API key was given.")
        case InvalidApiKeyReason.UNKNOWN_PREFIX:
            return translate("Messages", "This is not a TopTickets API key: it should begin with tt_admin_, tt_agent_, tt_live_ or tt_ro_.")
        case InvalidApiKeyReason.BAD_CHARACTERS:
            return translate("Messages", "An API key has only the letters A to Z, digits, “-” and “_”.")
        case InvalidApiKeyReason.TOO_SHORT:
            return translate("Messages", "The API key is too short: a part of it is missing.")
        case InvalidApiKeyReason.TOO_LONG:
            return translate("Messages", "The API key is too long: something else was pasted with it.")


def _service(error: ServiceError) -> str:
    match error:
        case NotReached():
            return _not_reached(error)
        case UnexpectedAnswer():
            return _with_status(_unexpected_answer(error.received), error.status)
        case Unauthorized():
            return translate("Messages", "The service did not accept the API key.")
        case Forbidden(required_scope=str() as scope) if scope:
            return translate("Messages", "The API key may not do this: it lacks the permission “{scope}”.").format(
                scope=visible_name(scope)
            )
        case Forbidden():
            return _with_detail(translate("Messages", "The API key may not do this."), error.detail)
        case NotFound():
            return translate("Messages", "What was asked for is not on the service any more.")
        case Rejected():
            return _with_detail(translate("Messages", "The service refused the request."), error.detail)
        case RateLimited(retry_after_s=float() | int() as wait_s) if wait_s > 0:
            return translate("Messages", "There were too many requests; the service asks to wait for {duration}.").format(
                duration=duration_text(wait_s)
            )
        case RateLimited():
            return translate("Messages", "There were too many requests in a short time.")
        case ServerFault():
            words = _with_status(translate("Messages", "The service has a fault of its own."), error.status)
            return _with_detail(words, error.detail)
        case _:
            return _with_detail(_with_status(translate("Messages", "The service could not do this."), error.status), error.detail)


def _not_reached(error: NotReached) -> str:
    cause = "" if error.detail == error.reason.value else error.detail  # without a detail, the error repeats its reason there
    match error.reason:
        case NotReachedReason.NAME:
            return translate("Messages", "The service's address was not found: there is no network, or the address is wrong.")
        case NotReachedReason.CONNECT:
            return _with_cause(translate("Messages", "There is no connection to the service."), cause)
        case NotReachedReason.TLS:
            return _with_cause(translate("Messages", "No secure connection to the service could be made."), cause)
        case NotReachedReason.PROXY:
            return _with_cause(translate("Messages", "The proxy did not let the request through."), cause)
        case NotReachedReason.TIMEOUT:
            return translate("Messages", "The service did not answer in time.")
        case NotReachedReason.CONNECTION_LOST:
            return _with_cause(translate("Messages", "The connection to the service broke off."), cause)


def _unexpected_answer(received: ReceivedInstead) -> str:
    match received:
        case ReceivedInstead.HTML:
            return translate("Messages", "A web page came in place of the service's answer, probably from a proxy on the way.")
        case ReceivedInstead.EMPTY:
            return translate("Messages", "The answer was empty.")
        case ReceivedInstead.NOT_JSON:
            return translate("Messages", "The answer is not in the service's form (JSON).")
        case ReceivedInstead.OTHER_JSON:
            return translate("Messages", "The answer is JSON, but not what the service documents.")
        case ReceivedInstead.REDIRECT:
            return translate("Messages", "The answer points to another address, which the service never does.")
        case ReceivedInstead.TOO_LARGE:
            return translate("Messages", "The answer is larger than the service ever sends.")
        case ReceivedInstead.UNKNOWN_STATUS:
            return translate("Messages", "The answer has a status that the service does not use.")


def _storage(error: StorageError) -> str:
    match error:
        case SignedUrlRefused():
            return _with_status(translate("Messages", "The storage did not accept the link to the file."), error.status)
        case _:
            return _with_status(translate("Messages", "The storage did not hand out the file."), error.status)


def _transfer(error: TransferError, file: str) -> str:
    match error:
        case LengthMismatch():
            return translate("Messages", "{file} came incomplete and was thrown away: {received} of {expected} arrived.").format(
                file=file, received=_exact_size(error.received_bytes), expected=_exact_size(error.expected_bytes)
            )
        case AnswerLost():
            return translate("Messages", "{file} was sent, but no answer came: it may or may not be stored.").format(file=file)
        case Stalled():
            return translate("Messages", "{file} stood still for too long and was stopped.").format(file=file)
        case FileChanged():
            return translate("Messages", "{file} changed while it was being sent, and was not stored.").format(file=file)
        case MembersMissing():
            return _members_missing(error, file)
        case TransferCancelled():
            return translate("Messages", "{file} was stopped.").format(file=file)
        case _:
            return translate("Messages", "{file} could not be transferred.").format(file=file)


def _members_missing(error: MembersMissing, file: str) -> str:
    if error.is_saved:
        words = translate("Messages", "{file} was saved without {missing} of its {total} files.")
    else:
        words = translate("Messages", "{file} was not saved: {missing} of its {total} files could not be fetched.")
    what_happened = words.format(file=file, missing=number_text(len(error.names)), total=number_text(error.total))
    if not error.names or error.first_error is None:
        return what_happened
    return translate("Messages", "{what_happened} {first}").format(
        what_happened=what_happened, first=sentence(error.first_error, name=error.names[0])
    )


def _refused(error: FileRefused, file: str) -> str:
    match error.reason:
        case RefusalReason.NOT_FOUND:
            return translate("Messages", "{file} is not there any more.").format(file=file)
        case RefusalReason.DIRECTORY:
            return translate("Messages", "{file} is a folder with no files in it that can be sent.").format(file=file)
        case RefusalReason.NOT_REGULAR:
            return translate("Messages", "{file} is not a plain file: a pipe, a device, or a link out of the folder.").format(file=file)
        case RefusalReason.UNREADABLE:
            return translate("Messages", "{file} cannot be read.").format(file=file)
        case RefusalReason.EMPTY:
            return translate("Messages", "{file} is empty.").format(file=file)
        case RefusalReason.TOO_LARGE if error.size_bytes is not None:
            return translate("Messages", "{file} is too large: {size}, and at most {limit} MB are taken.").format(
                file=file, size=_size_over_limit(error.size_bytes), limit=_upload_limit_mb()
            )
        case RefusalReason.TOO_LARGE:
            return translate("Messages", "{file} is too large: at most {limit} MB are taken.").format(file=file, limit=_upload_limit_mb())
        case RefusalReason.TYPE_NOT_ALLOWED:
            return translate("Messages", "{file} is {type}, which the service does not take.").format(
                file=file, type=type_words(type_not_taken(error))
            )
        case RefusalReason.DISGUISED:
            return translate("Messages", "{file} is named as {named}, but is {found}.").format(
                file=file, named=type_words(error.named_type), found=type_words(error.found_type)
            )
        case RefusalReason.NAME_HAS_CONTROL_CHARACTERS:
            return translate("Messages", "{file} has invisible control characters in its name.").format(file=file)
        case RefusalReason.NAME_NOT_UNICODE:
            return translate("Messages", "{file} has a name that cannot be sent: it is not valid Unicode.").format(file=file)
        case RefusalReason.NAME_TOO_LONG:
            return translate("Messages", "{file} has too long a name: at most {limit} bytes are possible.").format(
                file=file, limit=MAX_NAME_BYTES
            )
        case RefusalReason.TOO_MANY_FILES:
            return translate("Messages", "{file} has more files in it than can be taken at once: none of them was sent.").format(file=file)


def _local_file(error: LocalFileError, file: str) -> str:
    match error.reason:
        case LocalFileReason.NOT_FOUND:
            return translate("Messages", "{file} was not found on this computer.").format(file=file)
        case LocalFileReason.PERMISSION:
            return translate("Messages", "{file} cannot be read or written: you lack the permission on this computer.").format(file=file)
        case LocalFileReason.NO_SPACE:
            return translate("Messages", "{file} was not saved: the disk is full.").format(file=file)
        case LocalFileReason.READ_ONLY:
            return translate("Messages", "{file} was not saved: the place is read-only.").format(file=file)
        case LocalFileReason.EXISTS:
            return translate("Messages", "{file} was not saved: something of that name is there already.").format(file=file)
        case LocalFileReason.NAME_TOO_LONG:
            return translate("Messages", "{file} was not saved: its name is too long for this disk.").format(file=file)
        case LocalFileReason.IN_USE:
            return translate("Messages", "{file} is in use by another program.").format(file=file)
        case LocalFileReason.OTHER if error.errno_name:
            return translate("Messages", "{file} could not be read or written: the system reported {code}.").format(
                file=file, code=visible_name(error.errno_name)
            )
        case LocalFileReason.OTHER:
            return translate("Messages", "{file} could not be read or written.").format(file=file)


def _credentials(error: CredentialError) -> str:
    match error:
        case KeyringUnavailable():
            return translate("Messages", "This computer has no keyring that can keep the API key.")
        case KeyringTimedOut():
            return translate("Messages", "The keyring did not answer in time.")
        case KeyringFailed():
            return translate("Messages", "The keyring did not keep or give out the API key.")
        case _:
            return translate("Messages", "The API key could not be kept or read.")


def _with_status(words: str, status: int | None) -> str:
    if status is None:
        return words
    return translate("Messages", "{sentence} (HTTP {status}).").format(sentence=words.rstrip("."), status=status)


def _with_detail(words: str, detail: str) -> str:
    """The service's own sentence, quoted: foreign text."""
    detail = " ".join(detail.split())
    if not detail:
        return words
    return translate("Messages", "{sentence}; it says: “{detail}”").format(sentence=words.rstrip("."), detail=visible_name(detail))


def _with_cause(words: str, cause: str) -> str:
    """What the system says about it."""
    cause = " ".join(cause.split())
    return translate("Messages", "{sentence} ({cause}).").format(sentence=words.rstrip("."), cause=visible_name(cause)) if cause else words


def _exact_size(size_bytes: int) -> str:
    """To the byte: a few missing bytes of many would not show in a rounded size."""
    return translate("Messages", "{count} bytes").format(count=number_text(size_bytes))


def _size_over_limit(size_bytes: int) -> str:
    """Close above the limit the short form would say that the file has just the size that is allowed."""
    short = size_text(size_bytes)
    return full_size_text(size_bytes) if short == size_text(MAX_UPLOAD_BYTES) else short


def _upload_limit_mb() -> str:
    return number_text(MAX_UPLOAD_BYTES // _BYTES_PER_MB_OF_LIMIT)


def hint(error: TopTicketsError) -> str:
    """What the user can do about it; empty when there is nothing."""
    match error:
        case InvalidBaseUrl():
            return translate("Messages", "It looks like https://api.toptickets.app/v1.")
        case InvalidProxy() | InvalidCaFile():
            return network_words.hint(error)
        case InvalidApiKey() | Unauthorized():
            return translate("Messages", "Copy the key again, or make a new one in TopTickets: Settings → API keys.")
        case NotReached(reason=NotReachedReason.TLS):
            return translate("Messages", "Check this computer's clock, and ask your IT department whether the connection is inspected.")
        case NotReached(reason=NotReachedReason.PROXY):
            return translate("Messages", "Check the proxy in the preferences and in the system's network settings.")
        case NotReached():
            return translate("Messages", "Check the network connection, then try again.")
        case Forbidden():
            return translate("Messages", "Ask an administrator for a key that may, or sign in with another one.")
        case NotFound() | ObjectMissing():
            return translate("Messages", "Refresh to see what is there now.")
        case RateLimited():
            return translate("Messages", "Wait a moment, then try again.")
        case ServerFault() | StorageError():
            return translate("Messages", "Try again in a few minutes.")
        case UnexpectedAnswer(received=ReceivedInstead.HTML | ReceivedInstead.REDIRECT):
            return translate("Messages", "The network may want you to sign in with a web browser first. Then try again.")
        case UnexpectedAnswer():
            return translate("Messages", "Check the service's address, then try again.")
        case AnswerLost():
            return translate("Messages", "Look among the ticket's attachments before you send it again.")
        case LengthMismatch() | FileChanged() | Stalled() | MembersMissing():
            return translate("Messages", "Try again.")
        case FileRefused():
            return _hint_of_refusal(error.reason)
        case LocalFileError():
            return _hint_of_local_file(error.reason)
        case KeyringUnavailable():
            return translate("Messages", "The key can be kept until you quit; you will be asked for it again next time.")
        case KeyringTimedOut():
            return translate("Messages", "Unlock the keyring (its window may be behind this one), then try again.")
        case CredentialError():
            return translate("Messages", "Check the system's password manager, or keep the key for this session only.")
        case _:
            return ""


def _hint_of_refusal(reason: RefusalReason) -> str:
    match reason:
        case RefusalReason.TYPE_NOT_ALLOWED:
            return translate("Messages", "Text, HTML, PDF, images, videos and archives are taken; put other files into a ZIP archive.")
        case RefusalReason.DISGUISED:
            return translate("Messages", "Give the file the ending that belongs to its content, if you know where it comes from.")
        case RefusalReason.TOO_LARGE:
            return translate("Messages", "Compress it, or split it into smaller files.")
        case RefusalReason.UNREADABLE:
            return translate("Messages", "Check the file's permissions.")
        case RefusalReason.NAME_HAS_CONTROL_CHARACTERS | RefusalReason.NAME_NOT_UNICODE | RefusalReason.NAME_TOO_LONG:
            return translate("Messages", "Rename the file.")
        case RefusalReason.DIRECTORY | RefusalReason.TOO_MANY_FILES:
            return translate("Messages", "Choose the files themselves.")
        case RefusalReason.NOT_FOUND | RefusalReason.NOT_REGULAR | RefusalReason.EMPTY:
            return ""


def _hint_of_local_file(reason: LocalFileReason) -> str:
    match reason:
        case LocalFileReason.NO_SPACE:
            return translate("Messages", "Make room on the disk, then try again.")
        case LocalFileReason.IN_USE:
            return translate("Messages", "Close it there, then try again.")
        case LocalFileReason.PERMISSION | LocalFileReason.READ_ONLY | LocalFileReason.EXISTS | LocalFileReason.NAME_TOO_LONG:
            return translate("Messages", "Choose another folder or name.")
        case LocalFileReason.NOT_FOUND | LocalFileReason.OTHER:
            return ""


def title(error: TopTicketsError) -> str:
    """A few words for a heading."""
    match error:
        case InvalidBaseUrl():
            return translate("Messages", "Address not usable")
        case InvalidApiKey():
            return translate("Messages", "Not an API key")
        case InvalidProxy():
            return translate("Messages", "Proxy not usable")
        case InvalidCaFile():
            return translate("Messages", "Certificates not usable")
        case Unauthorized():
            return translate("Messages", "Key not accepted")
        case NotReached():
            return translate("Messages", "No connection")
        case Forbidden():
            return translate("Messages", "Not allowed")
        case NotFound():
            return translate("Messages", "Not found")
        case Rejected():
            return translate("Messages", "Refused by the service")
        case RateLimited():
            return translate("Messages", "Too many requests")
        case ServerFault() | ServiceError():
            return translate("Messages", "The service failed")
        case ObjectMissing():
            return translate("Messages", "File missing")
        case StorageError():
            return translate("Messages", "The storage failed")
        case LengthMismatch():
            return translate("Messages", "Incomplete")
        case AnswerLost():
            return translate("Messages", "May or may not be stored")
        case MembersMissing():
            return translate("Messages", "Files missing in the archive")
        case Stalled():
            return translate("Messages", "Stood still")
        case FileChanged():
            return translate("Messages", "File changed")
        case TransferCancelled():
            return translate("Messages", "Cancelled")
        case FileRefused():
            return translate("Messages", "Not sent")
        case LocalFileError():
            return translate("Messages", "Problem with a file")
        case KeyringUnavailable():
            return translate("Messages", "No keyring")
        case CredentialError():
            return translate("Messages", "Keyring problem")
        case _:
            return translate("Messages", "Failed")
