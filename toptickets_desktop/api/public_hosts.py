"""Which addresses a name may lead to: decided on the very addresses that are connected to, so that a name cannot change its mind between.

A signed URL or a redirect names its host, and whoever owns the name decides where it leads: into the user's own network too ("DNS
rebinding"). Behind a proxy it is the proxy that looks names up, and this cannot be told here.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from enum import StrEnum

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052


IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Reach(StrEnum):
    """From where an address can be reached."""

    PUBLIC = "public"
    PRIVATE = "private"
    LINK_LOCAL = "link_local"
    LOOPBACK = "loopback"


class AddressNotAllowed(Exception):
    """A name leads only to addresses that are not to be connected to."""


class PublicHosts:
    """Looks names up and leaves out what is not public, unless the service itself is at such a place."""

    def __init__(self, service_host: str = "") -> None:
        """Look nothing up yet.

        Args:
            service_host: where the service is; a storage may be where it is: in a company's network, both usually are.
        """
        self._service_host = service_host

    async def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a name that may be connected to, in the system's order.

        Raises:
            AddressNotAllowed: it has addresses, and none may be.
            OSError: it has none.
        """
        found = await _resolved(host, port)
        allowed = [address for address in found if reach_of(address) is Reach.PUBLIC]
        if len(allowed) < len(found) and self._service_host:
            like_service = {reach_of(address) for address in await _resolved(self._service_host, port)}
            allowed = [address for address in found if reach_of(address) in {Reach.PUBLIC, *like_service}]
        if not allowed:
            raise AddressNotAllowed
        return allowed


def reach_of(text: str) -> Reach:
    """Sort an address, as written or as the system gives it; what stands for an IPv4 address counts as that."""
    address: IpAddress = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        address = _inner(address)
    if address.is_loopback or address.is_unspecified:  # Linux takes 0.0.0.0 for this machine
        return Reach.LOOPBACK
    if address.is_link_local:
        return Reach.LINK_LOCAL
    return Reach.PUBLIC if address.is_global and not address.is_multicast else Reach.PRIVATE


def _inner(address: ipaddress.IPv6Address) -> IpAddress:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64 or (int(address) >> 32 == 0 and int(address) > 0xFFFF):  # ::a.b.c.d, which is out of use
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        return address.sixtofour
    return address


async def _resolved(host: str, port: int) -> list[str]:
    infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in infos))
