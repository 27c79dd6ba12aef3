"""Everything that can go wrong, as facts; the words for people are made in gui/messages.py and cli/messages.py.

TopTicketsError
├── InvalidBaseUrl              the address of the service cannot be used
├── InvalidApiKey               the text is not an API key of this service
├── InvalidProxy                the text is not a proxy that can be used
├── InvalidCaFile               the file holds no certificates that can be trusted
├── ServiceError                the service, or the way to it
│   ├── NotReached              no answer: name, connection, TLS, proxy or time-out (nothing was said about the request)
│   ├── Unauthorized            401: the key is missing, wrong, expired or revoked
│   ├── Forbidden               403: the key may not do this
│   ├── NotFound                404: gone, or never there
│   ├── Rejected                400, 409, 413, 422 and their like: a definite no
│   ├── RateLimited             429
│   ├── ServerFault             5xx in the service's own form
│   └── UnexpectedAnswer        not the service's form: a proxy's page, JSON of another shape, an undocumented status
├── StorageError                the storage behind the signed URLs
│   ├── SignedUrlRefused        expired, tampered with, or refused
│   └── ObjectMissing           the object behind the link is gone
├── TransferError               moving one file
│   ├── LengthMismatch          the bytes that came are not as many as were announced
│   ├── AnswerLost              the file was sent and no answer came: it may or may not be stored
│   ├── Stalled                 the bytes came too slowly to go on waiting
│   ├── FileChanged             the local file changed while it was sent
│   ├── MembersMissing          some files could not be put into an archive; the reason of each is with it
│   └── TransferCancelled       the user, or the end of the program, stopped it
├── FileRefused                 a local file that must not be sent, with the reason
├── LocalFileError              the operating system said no, to which path, and why
└── CredentialError             the key's store
    ├── KeyringUnavailable      no usable keyring on this machine
    ├── KeyringTimedOut         the keyring did not answer in time
    └── KeyringFailed           the keyring answered with an error, or did not keep what it was given
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import ClassVar


class TopTicketsError(Exception):
    """Base of all errors of this program.

    `kind` is a stable word for machines (the `kind` of `--json`); `retryable` says whether the same attempt can succeed later
    without anybody changing anything. Neither the message nor any attribute holds a secret.
    """

    kind: ClassVar[str] = "error"
    retryable: bool = False


class InvalidBaseUrl(TopTicketsError):
    """The service's address cannot be used."""

    kind = "invalid_base_url"

    def __init__(self, reason: InvalidBaseUrlReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class InvalidBaseUrlReason(StrEnum):
    """Why an address was refused."""

    MALFORMED = "malformed"
    NOT_HTTPS = "not_https"
    HAS_CREDENTIALS = "has_credentials"
    HAS_QUERY = "has_query"
    NOT_V1 = "not_v1"


class InvalidApiKey(TopTicketsError):
    """The text is not a key of this service. The text itself is never kept here."""

    kind = "invalid_api_key"

    def __init__(self, reason: InvalidApiKeyReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class InvalidApiKeyReason(StrEnum):
    """Why a pasted text was refused as a key."""

    EMPTY = "empty"
    UNKNOWN_PREFIX = "unknown_prefix"
    BAD_CHARACTERS = "bad_characters"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


class InvalidProxy(TopTicketsError):
    """The text is not a proxy that can be used. The text itself is never kept here: it may hold a password."""

    kind = "invalid_proxy"

    def __init__(self, reason: InvalidProxyReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class InvalidProxyReason(StrEnum):
    """Why a text was refused as a proxy."""

    EMPTY = "empty"
    MALFORMED = "malformed"
    UNKNOWN_SCHEME = "unknown_scheme"
    HAS_CREDENTIALS = "has_credentials"


class InvalidCaFile(TopTicketsError):
    """A file that was named as one of extra certificate authorities cannot be used as such."""

    kind = "invalid_ca_file"

    def __init__(self, path: Path, reason: InvalidCaFileReason) -> None:
        super().__init__(reason.value)
        self.path = path
        self.reason = reason


class InvalidCaFileReason(StrEnum):
    """Why a file was refused."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    NO_CERTIFICATE = "no_certificate"


class ServiceError(TopTicketsError):
    """The service, or the way to it.

    `detail` is the service's own sentence: foreign text, bounded in length, to be shown as plain text only.
    """

    kind = "service"

    def __init__(self, detail: str = "", *, status: int | None = None) -> None:
        super().__init__(detail or (f"HTTP {status}" if status else type(self).__name__))
        self.detail = detail
        self.status = status


class NotReachedReason(StrEnum):
    """What stood between us and the service."""

    NAME = "name"  # the host name does not resolve
    CONNECT = "connect"  # refused, unreachable, or no route
    TLS = "tls"  # the certificate or the handshake
    PROXY = "proxy"  # the proxy refused or its setting cannot be used
    TIMEOUT = "timeout"  # connected, or not, but no answer in time
    CONNECTION_LOST = "connection_lost"  # the connection broke while sending or receiving


class NotReached(ServiceError):
    """No answer at all. `request_sent` says whether the request may have reached the service in full."""

    kind = "not_reached"
    retryable = True

    def __init__(self, reason: NotReachedReason, detail: str = "", *, request_sent: bool = False) -> None:
        super().__init__(detail or reason.value)
        self.reason = reason
        self.request_sent = request_sent


class Unauthorized(ServiceError):
    """401: the key is missing, wrong, expired or revoked."""

    kind = "unauthorized"


class Forbidden(ServiceError):
    """403: the key lacks a scope or a role, or the address is not on its allow-list. `required_scope` is None when not named."""

    kind = "forbidden"

    def __init__(self, detail: str = "", *, required_scope: str | None = None) -> None:
        super().__init__(detail, status=403)
        self.required_scope = required_scope


class NotFound(ServiceError):
    """404: gone, or never there."""

    kind = "not_found"


class Rejected(ServiceError):
    """A definite no to this request; sending it again unchanged cannot help."""

    kind = "rejected"


class RateLimited(ServiceError):
    """429. `retry_after_s` is already bounded to something sane; None when the service named none."""

    kind = "rate_limited"
    retryable = True

    def __init__(self, detail: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(detail, status=429)
        self.retry_after_s = retry_after_s


class ServerFault(ServiceError):
    """5xx in the service's own form."""

    kind = "server_fault"
    retryable = True


class UnexpectedAnswer(ServiceError):
    """Not the service's form. `received` says what came instead, such as "an HTML page" (our word, never foreign text)."""

    kind = "unexpected_answer"
    retryable = True

    def __init__(self, received: ReceivedInstead, *, status: int | None = None) -> None:
        super().__init__(received.value, status=status)
        self.received = received


class ReceivedInstead(StrEnum):
    """What came in place of the service's documented answer."""

    HTML = "html"
    EMPTY = "empty"
    NOT_JSON = "not_json"
    OTHER_JSON = "other_json"
    REDIRECT = "redirect"
    TOO_LARGE = "too_large"
    UNKNOWN_STATUS = "unknown_status"


class StorageError(TopTicketsError):
    """The storage behind the signed URLs gave an answer that is not the file."""

    kind = "storage"
    retryable = True

    def __init__(self, status: int | None = None, code: str = "") -> None:
        super().__init__(f"HTTP {status} {code}".strip())
        self.status = status
        self.code = code


class SignedUrlRefused(StorageError):
    """The signed URL is expired, tampered with, or refused; a new one may work."""

    kind = "signed_url_refused"


class ObjectMissing(StorageError):
    """The object behind the link is gone."""

    kind = "object_missing"
    retryable = False


class TransferError(TopTicketsError):
    """Moving one file failed for a reason of its own."""

    kind = "transfer"


class LengthMismatch(TransferError):
    """The bytes that came are not as many as were announced; the part was thrown away."""

    kind = "length_mismatch"
    retryable = True

    def __init__(self, *, expected_bytes: int, received_bytes: int) -> None:
        super().__init__(f"expected {expected_bytes} bytes, received {received_bytes}")
        self.expected_bytes = expected_bytes
        self.received_bytes = received_bytes


class AnswerLost(TransferError):
    """The file was sent and no usable answer came: it may or may not be stored. The cause is in `__cause__`."""

    kind = "answer_lost"


class FileChanged(TransferError):
    """The local file changed while it was sent."""

    kind = "file_changed"


class Stalled(TransferError):
    """Too few bytes moved for too long. `window_s` is over which time `moved_bytes` were counted."""

    kind = "stalled"
    retryable = True

    def __init__(self, *, moved_bytes: int, window_s: float) -> None:
        super().__init__(f"{moved_bytes} bytes in {window_s:g} s")
        self.moved_bytes = moved_bytes
        self.window_s = window_s


class MembersMissing(TransferError):
    """Some files could not be put into an archive.

    Attributes:
        names: of the missing ones, foreign text.
        total: how many were asked for.
        is_saved: whether the archive was saved without them, as the user chose.
        first_error: why the first of them is missing.
    """

    kind = "members_missing"

    def __init__(self, names: Sequence[str], *, total: int, is_saved: bool, first_error: TopTicketsError | None = None) -> None:
        super().__init__(f"{len(names)} of {total} missing, {'saved without them' if is_saved else 'not saved'}")
        self.names = tuple(names)
        self.total = total
        self.is_saved = is_saved
        self.first_error = first_error


class TransferCancelled(TransferError):
    """Stopped by the user or by the end of the program."""

    kind = "cancelled"


class RefusalReason(StrEnum):
    """Why a local file is not sent."""

    NOT_FOUND = "not_found"
    DIRECTORY = "directory"
    NOT_REGULAR = "not_regular"  # FIFO, socket or device; in a chosen folder also a link that leads out of it
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TYPE_NOT_ALLOWED = "type_not_allowed"
    DISGUISED = "disguised"  # the content is not what the name says
    NAME_HAS_CONTROL_CHARACTERS = "name_has_control_characters"
    NAME_NOT_UNICODE = "name_not_unicode"
    NAME_TOO_LONG = "name_too_long"
    TOO_MANY_FILES = "too_many_files"  # a folder with more files than are taken at once: none of them is


class FileRefused(TopTicketsError):
    """A local file that must not be sent.

    `found_type` and `named_type` are MIME types: what the content is (None when it is nothing we know) and what the name says.
    """

    kind = "refused"

    def __init__(
        self,
        path: Path,
        reason: RefusalReason,
        *,
        size_bytes: int | None = None,
        found_type: str | None = None,
        named_type: str | None = None,
    ) -> None:
        super().__init__(reason.value)
        self.path = path
        self.reason = reason
        self.size_bytes = size_bytes
        self.found_type = found_type
        self.named_type = named_type


class LocalFileReason(StrEnum):
    """What the operating system objected to."""

    NOT_FOUND = "not_found"
    PERMISSION = "permission"
    NO_SPACE = "no_space"
    READ_ONLY = "read_only"
    EXISTS = "exists"
    NAME_TOO_LONG = "name_too_long"
    IN_USE = "in_use"
    OTHER = "other"


class LocalFileError(TopTicketsError):
    """The operating system said no. `errno_name` is such as "ENOSPC", for the details pane."""

    kind = "local_file"

    def __init__(self, path: Path, reason: LocalFileReason, *, errno_name: str = "") -> None:
        super().__init__(f"{reason.value} {errno_name}".strip())
        self.path = path
        self.reason = reason
        self.errno_name = errno_name
        self.retryable = reason in {LocalFileReason.NO_SPACE, LocalFileReason.IN_USE}


class CredentialError(TopTicketsError):
    """The store of the API key."""

    kind = "credentials"


class KeyringUnavailable(CredentialError):
    """No usable keyring on this machine."""

    kind = "keyring_unavailable"


class KeyringTimedOut(CredentialError):
    """The keyring did not answer in time: locked and nobody answers its prompt, or hung."""

    kind = "keyring_timed_out"
    retryable = True


class KeyringFailed(CredentialError):
    """The keyring answered with an error, or did not keep what it was given."""

    kind = "keyring_failed"
