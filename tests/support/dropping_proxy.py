"""A faulty proxy for uploads alone: what happens to the next ones is said in the order in which they arrive.

with DroppingProxy(sandbox.base_url) as proxy:
    proxy.drop_uploads(Drop.AFTER_COMMIT, Drop.BEFORE_COMMIT)   # the next two
    ... # talk to proxy.base_url
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum, auto
from urllib.parse import urlsplit

from tests.support.faulty_service import (
    Ending,
    Exchange,
    Fault,
    FaultyProxy,
    address_of,
    answers,
    commits_late,
    commits_then,
    commits_then_drops,
    drops,
    passes,
)
from toptickets_desktop.domain.access import BaseUrl


class Drop(Enum):
    """What happens to an upload."""

    NO = auto()
    AFTER_COMMIT = auto()  # stored, then the connection breaks without an answer
    BEFORE_COMMIT = auto()  # read to its end, then the connection breaks; the service never hears of it
    LATE_COMMIT = auto()  # the connection breaks first, and the service stores it when `commit_late` is called
    HALF_WAY = auto()  # the connection breaks after the first block of the body
    GATEWAY_PAGE = auto()  # stored, then a page of the proxy's own


def _drops_half_way(exchange: Exchange) -> None:
    drops(Ending.RST, after_bytes=min(64 * 1024, exchange.length_bytes // 2))(exchange)


_FAULTS: dict[Drop, Fault] = {
    Drop.AFTER_COMMIT: commits_then_drops(),
    Drop.BEFORE_COMMIT: drops(),
    Drop.LATE_COMMIT: commits_late,
    Drop.HALF_WAY: _drops_half_way,
    Drop.GATEWAY_PAGE: commits_then(answers(502, body=b"<html>Bad gateway</html>")),
}


class DroppingProxy(FaultyProxy):
    """Listens on a loopback address from `__enter__` to `__exit__`.

    Attributes:
        on_list: called after each list of attachments was answered, with how many there have been since `__enter__`.
        before_answer: called before a good answer to an upload is passed back.
    """

    def __init__(self, service: BaseUrl) -> None:
        super().__init__(address_of(service.text))
        self._prefix = urlsplit(service.text).path
        self._drops: deque[Drop] = deque()
        self.on_list: Callable[[int], None] = lambda _count: None
        self.before_answer: Callable[[], None] = lambda: None
        self.lists_answered = 0
        self.uploads_received = 0

    @property
    def base_url(self) -> BaseUrl:
        """The address that an API client takes."""
        return BaseUrl.parse(f"{self.origin}{self._prefix}")

    def drop_uploads(self, *drops_: Drop) -> None:
        """Say what happens to the next uploads, in the order in which they arrive; all others pass."""
        self._drops.extend(drops_)

    def commit_late(self) -> None:
        """Pass on the uploads that were kept back."""
        while self.late:
            assert self.late.popleft().ask().status == 201

    def next_fault(self, method: str, path: str) -> Fault:
        """What the next request meets."""
        if method == "POST":
            self.uploads_received += 1
            return _FAULTS.get(self._drops.popleft() if self._drops else Drop.NO, self._answer_upload)
        return self._answer_list if method == "GET" and path.endswith("/attachments") else passes

    def _answer_upload(self, exchange: Exchange) -> None:
        answer = exchange.ask()
        self.before_answer()
        exchange.send(answer)

    def _answer_list(self, exchange: Exchange) -> None:
        answer = exchange.ask()
        self.lists_answered += 1
        self.on_list(self.lists_answered)
        exchange.send(answer)
