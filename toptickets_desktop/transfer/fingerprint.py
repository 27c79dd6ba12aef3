"""The SHA-256 of what the storage keeps, for telling two attachments of the same name and size apart. Nothing touches the disk."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import LengthMismatch

if TYPE_CHECKING:
    from toptickets_desktop.api.client import ApiClient
    from toptickets_desktop.api.storage import StorageClient


async def sha256_of_stored(client: ApiClient, storage: StorageClient, attachment: Attachment) -> str:
    """Fetch an attachment's bytes and hash them.

    Returns:
        The hash as hex.

    Raises:
        LengthMismatch: they are not as many as the service says; a longer body is read no further.
        ServiceError: the service gave no link.
        StorageError: the storage did not give the file.
    """
    expected_bytes = attachment.size_bytes or 0
    received_bytes = 0
    sha256 = hashlib.sha256()
    async with storage.open(await client.get_download_url(attachment.ticket_id, attachment.id)) as stored:
        async for chunk in stored.chunks():
            received_bytes += len(chunk)
            if received_bytes > expected_bytes:
                break
            sha256.update(chunk)
    if received_bytes != expected_bytes:
        raise LengthMismatch(expected_bytes=expected_bytes, received_bytes=received_bytes)
    return sha256.hexdigest()
