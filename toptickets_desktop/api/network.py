"""How long to wait, how often to try, whom to trust, and which proxy leads where."""

from __future__ import annotations

import ipaddress
import re
import ssl
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import truststore

from toptickets_desktop.domain.access import is_loopback
from toptickets_desktop.domain.errors import InvalidCaFile, InvalidCaFileReason
from toptickets_desktop.domain.network_access import NetworkAccess, ProxyMode


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """Every limit of time and number that the network code knows.

    Attributes:
        connect_timeout_s: for one attempt to connect, the TLS handshake included.
        read_timeout_s: the longest silence while receiving.
        write_timeout_s: the longest standstill while sending.
        pool_timeout_s: waiting for a free connection.
        answer_timeout_s: from asking to the last byte of a JSON answer. The others count per operation, so a server that
            sends a byte now and then would never run into them.
        upload_answer_timeout_s: from the last byte of an upload to the last byte of its answer; the service stores the file meanwhile.
        max_connections: open at once.
        keepalive_s: an idle connection is not used again after this. Short, because a request that meets a connection which
            the server is just closing fails, and an upload or a delete must not be repeated.
        attempts: for a request that may be repeated, the first one included.
        retry_wait_initial_s: before the second attempt; doubles after that.
        retry_wait_max_s: the longest wait of our own choosing.
        rate_limit_wait_max_s: the longest wait that the service may ask for; above it the caller is told instead of kept waiting.
    """

    connect_timeout_s: float = 10.0
    read_timeout_s: float = 30.0
    write_timeout_s: float = 30.0
    pool_timeout_s: float = 60.0
    answer_timeout_s: float = 120.0
    upload_answer_timeout_s: float = 120.0
    max_connections: int = 20
    keepalive_s: float = 3.0
    attempts: int = 3
    retry_wait_initial_s: float = 0.25
    retry_wait_max_s: float = 2.0
    rate_limit_wait_max_s: float = 20.0


DEFAULT_NETWORK = NetworkSettings()

# RFC 7468 section 5.1; whatever else stands in the file, such as a private key, is passed over.
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


CA_FILE_BYTES_MAX = 4 * 1024 * 1024  # all of Mozilla's are 250 KB


def create_tls_context(extra_ca_file: Path | None = None) -> ssl.SSLContext:
    """A client context that trusts what the system trusts, company CAs included. Blocking: on Linux it reads the CA files.

    Args:
        extra_ca_file: PEM certificates that are trusted besides the system's.

    Raises:
        InvalidCaFile: that file cannot be used.
    """
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if extra_ca_file is not None:
        try:
            context.load_verify_locations(cadata=_ca_certificates(extra_ca_file))
        except (ssl.SSLError, ValueError) as exc:
            raise InvalidCaFile(extra_ca_file, InvalidCaFileReason.NO_CERTIFICATE) from exc
    return context


def check_ca_file(path: Path) -> None:
    """Try a file of certificates as a connection would. Blocking.

    Raises:
        InvalidCaFile: it cannot be used.
    """
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=_ca_certificates(path))
    except (ssl.SSLError, ValueError) as exc:
        raise InvalidCaFile(path, InvalidCaFileReason.NO_CERTIFICATE) from exc


def _ca_certificates(path: Path) -> str:
    """The text of a PEM file. A key that lies in the same file is not handed on."""
    try:
        with path.open("rb") as file:
            content = file.read(CA_FILE_BYTES_MAX + 1)
    except (OSError, ValueError) as exc:
        raise InvalidCaFile(path, InvalidCaFileReason.UNREADABLE) from exc
    if len(content) > CA_FILE_BYTES_MAX:
        raise InvalidCaFile(path, InvalidCaFileReason.TOO_LARGE)
    certificates = _CERTIFICATE.findall(content)
    if not certificates:
        raise InvalidCaFile(path, InvalidCaFileReason.NO_CERTIFICATE)
    return b"\n".join(certificates).decode("ascii")  # UnicodeDecodeError is a ValueError


def proxy_of(access: NetworkAccess, scheme: str, host: str, port: int) -> str | None:
    """The proxy for a host as the user chose it, as a URL; None for a direct connection. Blocking, as `proxy_for` is."""
    match access.proxy_mode:
        case ProxyMode.NONE:
            return None
        case ProxyMode.MANUAL:
            return None if is_loopback(host) else access.proxy_url
        case ProxyMode.SYSTEM:
            return proxy_for(scheme, host, port)


def proxy_for(scheme: str, host: str, port: int) -> str | None:
    """The proxy that the environment or the system names for a host, as a URL; None for a direct connection.

    Blocking: Windows reads its registry, macOS its system configuration. This machine itself is never reached through a proxy.
    We do not leave this to httpx, because there it comes only together with `.netrc` and fails on some NO_PROXY values.
    """
    if is_loopback(host):
        return None
    proxies = urllib.request.getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or _is_bypassed(host, port, proxies):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_bypassed(host: str, port: int, proxies: Mapping[str, str]) -> bool:
    exceptions = [entry.strip() for entry in proxies.get("no", "").split(",") if entry.strip()]
    # urllib knows names and the systems' own exception lists, but neither a star within a list nor networks.
    if "*" in exceptions or any(_is_in_network(host, entry) for entry in exceptions):
        return True
    shown_host = f"[{host}]" if ":" in host else host
    return bool(urllib.request.proxy_bypass(f"{shown_host}:{port}"))


def _is_in_network(host: str, entry: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        return False
