"""The httpx transport of both clients: proxies chosen host by host, the system's CAs, connections that listen while sending."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from toptickets_desktop import __version__
from toptickets_desktop.api.connection import ListeningBackend
from toptickets_desktop.api.failures import causes_of
from toptickets_desktop.api.network import NetworkSettings, create_tls_context, proxy_of
from toptickets_desktop.api.public_hosts import PublicHosts
from toptickets_desktop.domain.errors import InvalidCaFile
from toptickets_desktop.domain.network_access import DEFAULT_ACCESS, NetworkAccess

_USER_AGENT = f"toptickets-desktop/{__version__}"
_DEFAULT_PORTS = {"http": 80, "https": 443}

_Route = tuple[str, str | None]  # scheme and proxy


class NetworkTransport(httpx.AsyncBaseTransport):
    """Sends requests on a pool per scheme and proxy. The proxy of a host is looked up once, and again after it could not be reached.

    Args:
        network: waiting times.
        access: proxy and extra certificates.
        public_hosts: decides where a direct connection may lead; None for anywhere.
    """

    def __init__(
        self, network: NetworkSettings, access: NetworkAccess = DEFAULT_ACCESS, *, public_hosts: PublicHosts | None = None
    ) -> None:
        self._network = network
        self._public_hosts = public_hosts
        self._access = access
        self._routes: dict[tuple[str, str, int], _Route] = {}
        self._pools: dict[_Route, httpcore.AsyncConnectionPool] = {}
        self._tls: ssl.SSLContext | None = None
        self._opening = asyncio.Lock()
        self._retired: list[httpcore.AsyncConnectionPool] = []

    async def use(self, access: NetworkAccess) -> None:
        """Send what comes from now on another way. What is under way ends on the connection that it has."""
        if access == self._access:
            return
        self._access = access
        self._routes.clear()
        self._tls = None
        pools, self._pools = self._pools, {}
        self._retired += pools.values()
        await self._close_retired()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            httpx.TransportError: of the kind that tells what happened.
        """
        url = request.url
        origin = (url.scheme, url.host, url.port or _DEFAULT_PORTS.get(url.scheme, 0))
        await self._close_retired()
        route = await self._route_of(origin)
        pool = await self._pool_of(route)
        try:
            with _httpx_errors():
                response = await pool.handle_async_request(
                    httpcore.Request(
                        method=request.method,
                        url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                        headers=request.headers.raw,
                        content=request.stream,
                        extensions=request.extensions,
                    )
                )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as exc:
            self._routes.pop(origin, None)  # Perhaps the machine has moved to a network with another proxy.
            if (
                route[1] is not None
                and isinstance(exc, httpx.ConnectError)
                and not any(isinstance(c, ssl.SSLError) for c in causes_of(exc))
            ):
                raise httpx.ProxyError("the proxy cannot be reached") from exc
            raise
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions)

    async def aclose(self) -> None:
        """Close all connections."""
        pools, self._pools, self._retired = [*self._pools.values(), *self._retired], {}, []
        for pool in pools:
            await pool.aclose()

    async def _close_retired(self) -> None:
        """Close the pools of an earlier way on which nothing is under way any more."""
        unused = [pool for pool in self._retired if all(each.is_idle() or each.is_closed() for each in pool.connections)]
        for pool in unused:
            self._retired.remove(pool)
            await pool.aclose()

    async def _route_of(self, origin: tuple[str, str, int]) -> _Route:
        route = self._routes.get(origin)
        if route is None:
            route = (origin[0], await asyncio.to_thread(proxy_of, self._access, *origin))
            self._routes[origin] = route
        return route

    async def _pool_of(self, route: _Route) -> httpcore.AsyncConnectionPool:
        scheme, proxy = route
        async with self._opening:
            if route not in self._pools:
                if self._tls is None and (scheme == "https" or (proxy or "").startswith("https:")):
                    self._tls = await self._make_tls()
                self._pools[route] = httpcore.AsyncConnectionPool(
                    ssl_context=self._tls,
                    proxy=None if proxy is None else _checked_proxy(proxy, self._tls),
                    max_connections=self._network.max_connections,
                    keepalive_expiry=self._network.keepalive_s,
                    network_backend=ListeningBackend(self._public_hosts if proxy is None else None),
                )
            return self._pools[route]

    async def _make_tls(self) -> ssl.SSLContext:
        try:
            return await asyncio.to_thread(create_tls_context, self._access.extra_ca_file)
        except InvalidCaFile as exc:
            # By way of an SSLError it is told from a machine that is not there, and is no proxy's fault.
            words = f"the file of extra certificates cannot be used ({exc.reason.value})"
            raise httpx.ConnectError(words) from ssl.SSLError(0, words)


def open_http_client(network: NetworkSettings, transport: NetworkTransport) -> httpx.AsyncClient:
    """An httpx client that knows no key, keeps no cookies, follows no redirects and reads neither `.netrc` nor environment."""
    return httpx.AsyncClient(
        transport=transport,
        headers={"User-Agent": _USER_AGENT},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        follow_redirects=False,
        trust_env=False,
        timeout=httpx.Timeout(
            connect=network.connect_timeout_s, read=network.read_timeout_s, write=network.write_timeout_s, pool=network.pool_timeout_s
        ),
    )


def _checked_proxy(proxy: str, tls: ssl.SSLContext | None) -> httpcore.Proxy:
    try:
        parsed = httpx.Proxy(proxy)
    except (ValueError, httpx.InvalidURL):
        raise httpx.ProxyError("the proxy setting is no URL that can be used") from None  # The cause quotes it, password and all.
    if parsed.url.scheme not in _DEFAULT_PORTS or not parsed.url.host:
        raise httpx.ProxyError("only http and https proxies can be used")
    return httpcore.Proxy(
        url=httpcore.URL(scheme=parsed.url.raw_scheme, host=parsed.url.raw_host, port=parsed.url.port, target=parsed.url.raw_path),
        auth=parsed.raw_auth,
        ssl_context=tls if parsed.url.scheme == "https" else None,
    )


@contextmanager
def _httpx_errors() -> Iterator[None]:
    try:
        yield
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        httpcore.UnsupportedProtocol,
    ) as exc:
        # httpx names its errors after httpcore's.
        raise getattr(httpx, type(exc).__name__, httpx.TransportError)(str(exc)) from exc


class _Body(httpx.AsyncByteStream):
    """A response's bytes, with httpx's errors."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _httpx_errors():
            async for part in self._response.aiter_stream():
                yield part

    async def aclose(self) -> None:
        with _httpx_errors():
            await self._response.aclose()
