"""The bytes behind signed URLs. The client here knows no key, so it cannot give one away."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from toptickets_desktop.api.answers import ERROR_BYTES_MAX, read_body
from toptickets_desktop.api.failures import causes_of, transport_failures
from toptickets_desktop.api.lane import pace
from toptickets_desktop.api.network import DEFAULT_NETWORK, NetworkSettings
from toptickets_desktop.api.public_hosts import AddressNotAllowed, PublicHosts
from toptickets_desktop.api.retry import repeat_reading
from toptickets_desktop.api.signed_url import checked_redirect, checked_target, not_allowed
from toptickets_desktop.api.transport import NetworkTransport, open_http_client
from toptickets_desktop.domain.attachment import SignedUrl
from toptickets_desktop.domain.errors import (
    NotReached,
    NotReachedReason,
    ObjectMissing,
    SignedUrlRefused,
    StorageError,
    TopTicketsError,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.network_access import DEFAULT_ACCESS, NetworkAccess

_REDIRECTS_MAX = 3
_REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
_CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_XML_CODE = re.compile(rb"<Code>([A-Za-z0-9_.-]{1,60})</Code>")
_REFUSAL_WORDS = ("invalidjwt", "jwt", "expiredtoken", "expired", "signature", "accessdenied", "unauthorized")
_MISSING_CODES = frozenset({"nosuchkey", "not_found", "nosuchbucket"})


@dataclass(slots=True)
class StoredObject:
    """An open answer of the storage.

    Attributes:
        status: 200 for the whole object, 206 for a part of it.
        first_byte: where in the object this answer begins; 0 when the storage ignored the wish for a later byte.
        length_bytes: of this answer; None when the storage does not say, and then a cut cannot be told from the end.
        total_bytes: of the object; None when unknown.
        etag: as sent, quotes included; opaque.
    """

    status: int
    first_byte: int
    length_bytes: int | None
    total_bytes: int | None
    etag: str | None
    _response: httpx.Response = field(repr=False)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes as they come, never inflated.

        Raises:
            NotReached: the connection broke, or stood still for too long.
        """
        parts = self._response.aiter_raw()
        while True:
            with transport_failures():
                part = await anext(parts, None)
            if part is None:
                return
            await pace(len(part))
            yield part


class StorageClient:
    """Fetches from the storage; sends neither key nor cookie nor anything else that says who asks."""

    def __init__(
        self,
        *,
        network: NetworkSettings = DEFAULT_NETWORK,
        access: NetworkAccess = DEFAULT_ACCESS,
        allow_private_hosts: bool = False,
        service_host: str = "",
    ) -> None:
        """Open nothing yet.

        Args:
            network: waiting times and attempts.
            access: proxy and extra certificates.
            allow_private_hosts: signed URLs may lead to this machine, by http too: right when the service itself runs on it.
            service_host: where the service is; names that lead into a private network are followed only when the service is in one.
        """
        self._network = network
        self._allow_loopback = allow_private_hosts
        public_hosts = None if allow_private_hosts else PublicHosts(service_host)
        self._transport = NetworkTransport(network, access, public_hosts=public_hosts)
        self._http = open_http_client(network, self._transport)

    async def use_access(self, access: NetworkAccess) -> None:
        """Go another way from now on; what is under way ends as it began."""
        await self._transport.use(access)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    @asynccontextmanager
    async def open(self, signed_url: SignedUrl, *, first_byte: int = 0) -> AsyncIterator[StoredObject]:
        """Ask for an object, from `first_byte` on.

        The storage ignores If-Range (contract.md), so whoever appends must compare `etag` and `total_bytes` with those of the first answer.

        Raises:
            SignedUrlRefused: expired or tampered with; a new one may work.
            ObjectMissing: the object is gone.
            StorageError: any other answer that is not the bytes asked for.
            NotReached: no answer.
        """
        target = checked_target(signed_url.url, allow_loopback=self._allow_loopback)
        response = await repeat_reading(lambda: self._ask(target, first_byte), self._network)
        try:
            yield _stored_object(response, first_byte)
        finally:
            with transport_failures():
                await response.aclose()

    async def _ask(self, url: httpx.URL, first_byte: int) -> httpx.Response:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if first_byte:
            headers["Range"] = f"bytes={first_byte}-"
        for _ in range(1 + _REDIRECTS_MAX):
            try:
                with transport_failures():
                    response = await self._http.send(self._http.build_request("GET", url, headers=headers), stream=True)
            except NotReached as exc:
                if any(isinstance(cause, AddressNotAllowed) for cause in causes_of(exc)):
                    raise not_allowed() from None
                raise
            if response.status_code in {200, 206}:
                return response
            try:
                if response.status_code not in _REDIRECT_STATUSES:
                    raise await _refusal(response)
                url = checked_redirect(response.headers.get("location", ""), base=url)
            finally:
                with transport_failures():
                    await response.aclose()
        raise StorageError(response.status_code, "too_many_redirects")


def _stored_object(response: httpx.Response, first_byte: int) -> StoredObject:
    """Check an answer's head against the question."""
    status = response.status_code
    if response.headers.get("content-encoding", "identity").strip().lower() not in {"identity", ""}:
        raise StorageError(status, "content_encoding")  # Asked not to; and inflating could fill the disk.
    length_bytes = _length(response.headers.get("content-length"))
    total_bytes = length_bytes
    start = 0
    if status == 206:
        found = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", "").strip())
        if found is None or int(found[1]) != first_byte or int(found[2]) < first_byte:
            raise StorageError(status, "content_range")
        start = first_byte
        total_bytes = None if found[3] == "*" else int(found[3])
        announced_bytes = int(found[2]) - start + 1
        if length_bytes not in {None, announced_bytes} or (total_bytes is not None and int(found[2]) >= total_bytes):
            raise StorageError(status, "content_range")
        length_bytes = announced_bytes
    return StoredObject(status, start, length_bytes, total_bytes, response.headers.get("etag"), response)


async def _refusal(response: httpx.Response) -> TopTicketsError:
    """Tell the storage's refusals apart; how Supabase Storage words them was seen on a real one (contract.md)."""
    status = response.status_code
    if status == 407:
        return NotReached(NotReachedReason.PROXY, "the proxy asks for a sign-in")
    try:
        with transport_failures():
            body = await read_body(response, limit_bytes=ERROR_BYTES_MAX, cut=True)
    except (UnexpectedAnswer, NotReached):
        body = b""  # The status alone says enough.
    code, words, named_status = _decode_refusal(body)
    if status == 404 or (status == 400 and (named_status == "404" or code.lower() in _MISSING_CODES)):
        return ObjectMissing(status, code)
    if status in {401, 403} or (status == 400 and (named_status in {"401", "403"} or any(word in words for word in _REFUSAL_WORDS))):
        return SignedUrlRefused(status, code)
    return StorageError(status, code)


def _decode_refusal(body: bytes) -> tuple[str, str, str]:
    """The refusal's code, all its words in lower case, and the status that it names itself."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if isinstance(answer, dict):
        texts = {name: str(answer.get(name, "")) for name in ("code", "error", "message", "statusCode")}
        code = next((texts[name] for name in ("code", "error") if _CODE.fullmatch(texts[name])), "")
        return code, " ".join(texts.values()).lower(), texts["statusCode"]
    found = _XML_CODE.search(body)
    code = found[1].decode("ascii") if found else ""
    return code, code.lower(), ""


def _length(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,18}", text, re.ASCII) else None
