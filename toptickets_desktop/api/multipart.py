"""The body of an upload: one part named `file`, streamed, of a length that is known before it begins.

httpx's own multipart is not used: it reads files on the event loop, writes a quote in a name as `%22` (which the service keeps as it
stands), and lets line breaks in a content type through as new headers.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable

from toptickets_desktop.api.failures import SendingState
from toptickets_desktop.domain.errors import FileChanged
from toptickets_desktop.domain.file_rules import refusal_of_name

_NAME_PART = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"  # RFC 9110 section 5.6.2
_CONTENT_TYPE = re.compile(f"{_NAME_PART}/{_NAME_PART}")
_CONTENT_TYPE_LENGTH_MAX = 255


class MultipartFile(SendingState):
    """An upload's body.

    Attributes:
        content_type: of the request.
        content_length: of the whole body, in bytes.
        is_handed_over: True as soon as the last bytes may have left us; before that, the service cannot have a whole request.
        on_handed_over: called at that moment.
        source_error: what `chunks` raised, if that is why the body broke off.
    """

    def __init__(
        self,
        *,
        filename: str,
        content_type: str,
        size_bytes: int,
        chunks: AsyncIterable[bytes],
    ) -> None:
        r"""Check and lay out the part's head.

        Args:
            filename: sent as raw UTF-8, only `"` and `\` escaped, as Starlette with python-multipart reads it (contract.md).
            content_type: `type/subtype` without parameters.
            size_bytes: how many bytes `chunks` will give.
            chunks: the file; closed by whoever made it.

        Raises:
            ValueError: the name or the type cannot be sent; callers have checked both.
        """
        super().__init__()
        if not filename or refusal_of_name(filename) is not None:
            raise ValueError("a file name that cannot be sent")
        if len(content_type) > _CONTENT_TYPE_LENGTH_MAX or not _CONTENT_TYPE.fullmatch(content_type):
            raise ValueError("a content type that cannot be sent")
        if size_bytes < 0:
            raise ValueError("a negative size")
        boundary = secrets.token_hex(16)
        escaped = filename.replace("\\", "\\\\").replace('"', '\\"')
        self._head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{escaped}"\r\nContent-Type: {content_type}\r\n\r\n'
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._size_bytes = size_bytes
        self._chunks = chunks
        self.on_handed_over: Callable[[], None] | None = None
        self.source_error: Exception | None = None
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self.content_length = len(self._head) + size_bytes + len(self._tail)

    async def __aiter__(self) -> AsyncGenerator[bytes, None]:
        """Give out the body, once.

        Raises:
            FileChanged: `chunks` gave fewer or more bytes than announced. The tail is still missing then, so the service cannot
                take what it has for the whole.
        """
        yield self._head
        sent_bytes = 0
        async for chunk in self._watched_chunks():
            sent_bytes += len(chunk)
            if sent_bytes > self._size_bytes:
                raise FileChanged("longer than it was")
            yield chunk
        if sent_bytes < self._size_bytes:
            raise FileChanged("shorter than it was")
        self.is_handed_over = True
        if self.on_handed_over is not None:
            self.on_handed_over()
        yield self._tail

    async def _watched_chunks(self) -> AsyncIterator[bytes]:
        chunks = aiter(self._chunks)
        while True:
            try:
                chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            except Exception as exc:
                self.source_error = exc
                raise
            yield chunk
