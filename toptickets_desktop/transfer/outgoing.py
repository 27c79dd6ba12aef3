"""A closer look at what is about to be sent: what the service would refuse, what it has already, what the sender may not mean to tell.

Blocks; callers use a thread. Nothing is sent or changed here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import FileRefused, RefusalReason
from toptickets_desktop.domain.file_rules import ALLOWED_TYPES, MAX_UPLOAD_BYTES, is_allowed_type, refusal_of_name, type_of_name
from toptickets_desktop.transfer.checks import CheckedFile, check_file
from toptickets_desktop.transfer.local_names import names_to_try, safe_name, same_name_key, split_ending
from toptickets_desktop.transfer.privacy.exif import Told
from toptickets_desktop.transfer.privacy.films import read_film
from toptickets_desktop.transfer.privacy.pictures import read_picture
from toptickets_desktop.transfer.privacy.secrets import ScanResult, scan_name, scan_text

SHRINKABLE_TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})

# What can be mended, so that it is worth asking; the others are plain facts.
_MENDABLE = frozenset(
    {
        RefusalReason.TOO_LARGE,
        RefusalReason.TYPE_NOT_ALLOWED,
        RefusalReason.DISGUISED,
        RefusalReason.NAME_HAS_CONTROL_CHARACTERS,
        RefusalReason.NAME_NOT_UNICODE,
        RefusalReason.NAME_TOO_LONG,
    }
)
_TEXTS = frozenset({"text/plain", "text/html"})
_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})
_FILMS = frozenset({"video/mp4", "video/quicktime"})
_TRIES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Twin:
    """An attachment of the ticket that is this file, or may be.

    Attributes:
        is_certain: whether the contents are known to be the same (SHA-256); else name and size are, and the content is not known here.
    """

    attachment: Attachment
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One file, and everything there is to say about it before it is sent.

    Attributes:
        name: what it will be called.
        file: it may be sent; None when `refusal` says why not.
        twin: the ticket has it already.
        has_name_taken: another attachment, or another file of this batch, has that name.
        told: places and devices in its metadata.
        secrets: what looks like one in its text or name.
    """

    path: Path
    name: str
    size_bytes: int | None = None
    file: CheckedFile | None = None
    refusal: FileRefused | None = None
    twin: Twin | None = None
    has_name_taken: bool = False
    told: Told = field(default_factory=Told)
    secrets: ScanResult = field(default_factory=ScanResult)

    @property
    def needs_attention(self) -> bool:
        """Whether the user has something to decide."""
        if self.refusal is not None:
            return self.refusal.reason in _MENDABLE
        return self.twin is not None or self.has_name_taken or self.told.place or self.secrets.total > 0

    @property
    def can_be_shrunk(self) -> bool:
        """Whether a smaller copy of the picture would do."""
        is_too_large = self.refusal is not None and self.refusal.reason is RefusalReason.TOO_LARGE
        return is_too_large and type_of_name(self.name) in SHRINKABLE_TYPES


@dataclass(slots=True)
class Neighbours:
    """What a file is compared with.

    Args:
        attachments: those of the ticket.
        sha256_by_id: contents that are known here, by the attachment's id.
        names: of this batch so far; grows.
    """

    attachments: Sequence[Attachment] = ()
    sha256_by_id: Mapping[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def has_name(self, name: str) -> bool:
        """Whether something of that name is there, or on its way there in this batch."""
        key = same_name_key(name)
        return key in self.names or any(same_name_key(attachment.filename) == key for attachment in self.attachments)

    def free_name(self, name: str) -> str:
        """The name, with a number when it is taken."""
        return next((each for each in names_to_try(name, _TRIES_MAX) if not self.has_name(each)), name)


def examine(path: Path, neighbours: Neighbours, *, name: str = "") -> Outgoing:
    """Look at one file; `neighbours` get its name. Never raises: what cannot be read is refused with its reason."""
    name = name or path.name
    try:
        file = check_file(path, name)
        twin = _twin_of(file, neighbours)
        told, secrets = _told_by(file)
    except FileRefused as refusal:
        return Outgoing(path, name, size_bytes=refusal.size_bytes, refusal=refusal)
    except OSError:
        return Outgoing(path, name, refusal=FileRefused(path, RefusalReason.UNREADABLE))
    is_taken = neighbours.has_name(name)
    neighbours.names.add(same_name_key(name))
    return Outgoing(path, name, file.size_bytes, file, None, twin, is_taken, told, secrets)


def suggested_name(outgoing: Outgoing, neighbours: Neighbours) -> str:
    """Another name under which the file could be sent; the same one when there is nothing to suggest."""
    name, refusal = outgoing.name, outgoing.refusal
    if refusal is None:
        return neighbours.free_name(name)
    if refusal_of_name(name) is not None:
        return neighbours.free_name(safe_name(name))
    found = refusal.found_type
    if found is not None and is_allowed_type(found):
        ending = ALLOWED_TYPES[found][0]
        stem = split_ending(name)[0] if refusal.reason is RefusalReason.DISGUISED else name
        return neighbours.free_name(stem + ending)
    if found is not None and found.startswith("text/"):
        return neighbours.free_name(f"{name}.txt")
    return name


def _twin_of(file: CheckedFile, neighbours: Neighbours) -> Twin | None:
    rows = [attachment for attachment in neighbours.attachments if attachment.size_bytes == file.size_bytes]
    known = {attachment.id: neighbours.sha256_by_id[attachment.id] for attachment in rows if attachment.id in neighbours.sha256_by_id}
    sha256 = _sha256_of(file.path) if known else ""
    maybe: Twin | None = None
    for attachment in rows:
        if known.get(attachment.id) == sha256 and sha256:
            return Twin(attachment, is_certain=True)
        if attachment.id not in known and same_name_key(attachment.filename) == same_name_key(file.name):
            maybe = Twin(attachment, is_certain=False)
    return maybe


def _told_by(file: CheckedFile) -> tuple[Told, ScanResult]:
    told, secrets = Told(), ScanResult()
    if file.content_type in _PICTURES:
        told = read_picture(_content_of(file.path))
    elif file.content_type in _FILMS:
        told = read_film(_content_of(file.path))
    elif file.content_type in _TEXTS:
        with file.path.open("rb") as stream:
            secrets = scan_text(stream)
    in_name = scan_name(file.name)
    secrets.findings[:0] = in_name
    secrets.total += len(in_name)
    return told, secrets


def _content_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_UPLOAD_BYTES)


def _sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
