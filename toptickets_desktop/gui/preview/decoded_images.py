"""Remembers the pictures looked at last, within a budget of memory."""

from __future__ import annotations

from collections import OrderedDict

from toptickets_desktop.decoding.image_decoder import DecodedImage

ENTRIES_MAX = 16
BYTES_MAX = 96 * 1024 * 1024


class DecodedImages:
    """Decoded pictures by attachment id; the ones not used for longest go first."""

    def __init__(self, *, entries_max: int = ENTRIES_MAX, bytes_max: int = BYTES_MAX) -> None:
        self._entries_max = entries_max
        self._bytes_max = bytes_max
        self._images: OrderedDict[str, DecodedImage] = OrderedDict()
        self._bytes = 0

    def get(self, attachment_id: str) -> DecodedImage | None:
        """The picture of that attachment, which counts as used now."""
        image = self._images.get(attachment_id)
        if image is not None:
            self._images.move_to_end(attachment_id)
        return image

    def put(self, attachment_id: str, image: DecodedImage) -> None:
        """Remember a picture in place of the attachment's earlier one."""
        self.discard(attachment_id)
        self._images[attachment_id] = image
        self._bytes += image.size_bytes
        while len(self._images) > 1 and (self._bytes > self._bytes_max or len(self._images) > self._entries_max):
            _id, oldest = self._images.popitem(last=False)
            self._bytes -= oldest.size_bytes

    def discard(self, attachment_id: str) -> None:
        """Forget one."""
        image = self._images.pop(attachment_id, None)
        if image is not None:
            self._bytes -= image.size_bytes

    def clear(self) -> None:
        """Forget all."""
        self._images.clear()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._images)
