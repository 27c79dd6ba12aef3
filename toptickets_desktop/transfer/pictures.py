"""How transfers look when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import FileRefused
from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.zip_download import members_of


def upload_picture(transfer_id: int, ticket_id: str, file: CheckedFile, batch_id: int | None) -> Transfer:
    """Of a file that is to be sent."""
    return Transfer(
        id=transfer_id,
        direction=Direction.UPLOAD,
        ticket_id=ticket_id,
        name=file.name,
        state=TransferState.QUEUED,
        path=file.path,
        bytes_total=file.size_bytes,
        batch_id=batch_id,
    )


def refused_picture(transfer_id: int, ticket_id: str, refusal: FileRefused, batch_id: int | None) -> Transfer:
    """Of a file that is not sent."""
    return Transfer(
        id=transfer_id,
        direction=Direction.UPLOAD,
        ticket_id=ticket_id,
        name=refusal.path.name,
        state=TransferState.REFUSED,
        path=refusal.path,
        bytes_total=refusal.size_bytes,
        error=refusal,
        batch_id=batch_id,
    )


def download_picture(transfer_id: int, attachment: Attachment, batch_id: int | None) -> Transfer:
    """Of an attachment that is to be saved."""
    return Transfer(
        id=transfer_id,
        direction=Direction.DOWNLOAD,
        ticket_id=attachment.ticket_id,
        name=attachment.filename,
        state=TransferState.QUEUED,
        attachment_id=attachment.id,
        attachment=attachment,
        bytes_total=attachment.size_bytes,
        batch_id=batch_id,
    )


def archive_picture(transfer_id: int, ticket_id: str, attachments: Sequence[Attachment], name: str, batch_id: int | None) -> Transfer:
    """Of attachments that are to be saved as one archive."""
    sizes = [attachment.size_bytes for attachment in attachments]
    known_sizes = [size for size in sizes if size is not None]
    return Transfer(
        id=transfer_id,
        direction=Direction.DOWNLOAD,
        ticket_id=ticket_id,
        name=name,
        state=TransferState.QUEUED,
        bytes_total=sum(known_sizes) if len(known_sizes) == len(sizes) else None,
        batch_id=batch_id,
        members=members_of(attachments),
    )
