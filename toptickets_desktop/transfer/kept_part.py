"""A part that a later attempt, or the next run of the program, goes on with. Blocking; callers use a thread.

What is said about a kept part is never more than what is true even after a power cut: now and then the bytes are brought onto the
disk, and only then the sidecar says so, with their SHA-256. What a later attempt finds beyond that is cut off, and if the sum
is another one, it begins anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import LocalFileError
from toptickets_desktop.domain.system_errors import local_errors
from toptickets_desktop.transfer.disk import PartFile
from toptickets_desktop.transfer.local_names import part_name
from toptickets_desktop.transfer.sidecar import SIDECAR_SUFFIX, Sidecar, SidecarFile, is_strong_etag, open_own_file

SYNC_EVERY_BYTES = 4 * 1024 * 1024
SYNC_EVERY_S = 1.0
"""What comes in less time is sooner fetched again than brought onto the disk ahead of its end."""

# So many downloads of one attachment to one name may go on at the same time and be kept; those beyond it get a part of the simple kind.
_PLACES = 16
_READ_BYTES = 1024 * 1024
_TOKEN_CHARACTERS = 12


class KeptPart(PartFile):
    """The part of one attachment on its way to one name; owned by one transfer at a time.

    Attributes:
        size_bytes: how much of the object is there, from its first byte on.
        etag: of the object that these bytes are of; None when they cannot be kept.
        total_bytes: of that object.
    """

    def __init__(self, folder: Path, name: str, attachment: Attachment, *, make_folder: bool = True) -> None:
        """Take over what an earlier attempt left, or begin.

        Args:
            folder: where the finished file will be.
            name: what the finished file will be called.
            attachment: whose bytes they are.
            make_folder: make the folder, private to the user, when it is not there.

        Raises:
            LocalFileError: the part can be neither found nor created.
        """
        self._attachment = attachment
        self._sidecar: SidecarFile | None = None
        self._synced_bytes = 0
        self._synced_at_s = time.monotonic()
        self._is_damaged = False
        self.size_bytes = 0
        self.etag: str | None = None
        self.total_bytes: int | None = None
        super().__init__(folder, name, make_folder=make_folder)
        try:
            with local_errors(self.path):
                self._take_over()
        except BaseException:
            self.release(keep=True)
            raise

    def begin(self, *, etag: str | None, total_bytes: int | None) -> None:
        """Forget the bytes that are there, if any: those of this object come now, from the first one on.

        Raises:
            LocalFileError: the disk failed.
        """
        with local_errors(self.path):
            os.ftruncate(self._fd, 0)
            os.lseek(self._fd, 0, os.SEEK_SET)
        self._hash = hashlib.sha256()
        self._synced_bytes = self.size_bytes = 0
        self.etag = etag if is_strong_etag(etag) else None
        self.total_bytes = total_bytes

    def is_of(self, etag: str | None, total_bytes: int | None) -> bool:
        """Whether the bytes are of the object described; never when it cannot be told."""
        return self.etag is not None and (self.etag, self.total_bytes) == (etag, total_bytes)

    def write(self, block: bytes | bytearray) -> None:
        """Append a block, and now and then make sure of what is there.

        Raises:
            LocalFileError: the disk is full or failed.
        """
        try:
            super().write(block)
            self.size_bytes += len(block)
            if self._is_worth_syncing() and time.monotonic() - self._synced_at_s >= SYNC_EVERY_S:
                self._make_sure()
        except LocalFileError:
            self._is_damaged = True
            raise

    def finish(self, origin_url: str = "") -> str:
        """Mark the part as one that came from elsewhere, bring the bytes onto the disk and close it.

        Args:
            origin_url: where it came from; empty when it is made here.

        Returns:
            The SHA-256 of the bytes, as hex.

        Raises:
            LocalFileError: the disk failed; only now may it have noticed.
        """
        try:
            if self._is_worth_syncing():
                self._make_sure()
            return super().finish(origin_url)
        except LocalFileError:
            self._is_damaged = True
            raise

    def release(self, *, keep: bool) -> None:
        """Give the part up; never raises.

        Args:
            keep: leave it for a later attempt, if there is something in it that can be gone on with; else remove it.
        """
        if not keep or not self._is_worth_keeping():
            self.discard()
            return
        fd, self._fd = self._fd, -1
        with contextlib.suppress(OSError):
            if fd >= 0:
                os.close(fd)
        if self._sidecar is not None:
            self._sidecar.release(remove=False)

    def discard(self) -> None:
        """Remove the part, if it is still there; never raises, for nobody could do anything about it."""
        super().discard()
        if self._sidecar is not None:
            self._sidecar.release(remove=True)

    def _is_worth_keeping(self) -> bool:
        if self._sync_error is not None:
            return False  # which bytes were lost nobody knows: those that a sidecar was sure of at the same time, perhaps
        if self._sidecar is None or not os.path.lexists(self.path):
            return False
        if self._fd >= 0 and not self._is_damaged:
            with contextlib.suppress(LocalFileError):
                self._make_sure()
        return self._synced_bytes > 0

    def _is_worth_syncing(self) -> bool:
        return self.size_bytes - self._synced_bytes >= SYNC_EVERY_BYTES

    def _make_sure(self) -> None:
        """Bring all bytes onto the disk, then say so."""
        if self._sidecar is None or self.etag is None or self.total_bytes is None or self.size_bytes == self._synced_bytes:
            return
        with local_errors(self.path):
            os.fsync(self._fd)
        with contextlib.suppress(OSError):  # A sidecar that cannot be written is no reason to lose the file.
            self._sidecar.write(Sidecar(self._attachment.id, self.etag, self.total_bytes, self.size_bytes, self._hash.hexdigest()))
            self._synced_bytes = self.size_bytes
            self._synced_at_s = time.monotonic()

    def _open(self, folder: Path, name: str) -> tuple[Path, int]:
        for path, sidecar in _claimed_places(folder, name, self._attachment):
            try:
                fd = open_own_file(path, create=True)
            except OSError:
                sidecar.release(remove=True)
                raise
            if fd is not None:
                self._sidecar = sidecar
                return path, fd
            sidecar.release(remove=True)
        return super()._open(folder, name)

    def _take_over(self) -> None:
        """Make the part's bytes those that are certain, and this transfer's own."""
        known = None if self._sidecar is None else self._sidecar.read()
        if known is not None and self._is_sound(known):
            self.etag, self.total_bytes, self.size_bytes = known.etag, known.total_bytes, known.synced_bytes
            # Of a whole object nothing is left to ask for: the last byte is fetched again, and with it comes the ETag.
            if self.size_bytes == known.total_bytes:
                self.size_bytes -= 1
                self._hash = self._sum_of(self.size_bytes)
            else:
                self._synced_bytes = self.size_bytes
        os.ftruncate(self._fd, self.size_bytes)
        os.lseek(self._fd, self.size_bytes, os.SEEK_SET)
        self._make_sure()

    def _is_sound(self, known: Sidecar) -> bool:
        size_bytes = self._attachment.size_bytes
        if known.attachment_id != self._attachment.id or (size_bytes is not None and size_bytes != known.total_bytes):
            return False
        if os.fstat(self._fd).st_size < known.synced_bytes:
            return False
        self._hash = self._sum_of(known.synced_bytes)
        if self._hash.hexdigest() == known.sha256:
            return True
        self._hash = hashlib.sha256()
        return False

    def _sum_of(self, size_bytes: int) -> hashlib._Hash:
        digest = hashlib.sha256()
        os.lseek(self._fd, 0, os.SEEK_SET)
        while size_bytes > 0:
            block = os.read(self._fd, min(size_bytes, _READ_BYTES))
            if not block:
                break
            digest.update(block)
            size_bytes -= len(block)
        return digest


def forget_part(folder: Path, name: str, attachment: Attachment) -> None:
    """Remove what is kept of an attachment on its way to a name, unless a transfer is at work on it. Never raises.

    Args:
        folder: where the file was to be.
        name: what it was to be called.
        attachment: whose bytes they are.
    """
    for path in _places(folder, name, attachment):
        with contextlib.suppress(OSError):
            sidecar = SidecarFile.claim(path.with_suffix(SIDECAR_SUFFIX), create=False)
            if sidecar is not None:
                path.unlink(missing_ok=True)
                sidecar.release(remove=True)


def _claimed_places(folder: Path, name: str, attachment: Attachment) -> Iterator[tuple[Path, SidecarFile]]:
    """The places that this transfer can have, those with something in them first; locked when they come out."""
    for create in (False, True):
        for path in _places(folder, name, attachment):
            try:
                sidecar = SidecarFile.claim(path.with_suffix(SIDECAR_SUFFIX), create=create)
            except OSError:
                return  # No locks here, or no room for one more file: then it goes without, and if the part has no room, that says why.
            if sidecar is not None:
                yield path, sidecar


def _places(folder: Path, name: str, attachment: Attachment) -> Iterator[Path]:
    """Where parts of an attachment lie: the same in every run, and nobody's who does not know the attachment's id."""
    token = hashlib.sha256(f"{attachment.id}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()[:_TOKEN_CHARACTERS]
    for number in count(1):
        if number > _PLACES:
            return
        yield folder / part_name(name, token if number == 1 else f"{token}-{number}")
