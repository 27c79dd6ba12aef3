"""What benchmarks talk to: nginx with and without TLS as a neutral file server and TLS terminator, and the smallest service behind it."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

CERTIFICATE = Path(__file__).resolve().parent.parent / "tests" / "api" / "data" / "test-host.pem"
SMALL_FILES = 200
SMALL_BYTES = 100_000
LARGE_BYTES = 30 * 1024 * 1024

_CONFIGURATION = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
  access_log {folder}/access.log; sendfile on; tcp_nopush on; keepalive_timeout 60; keepalive_requests 100000;
  client_max_body_size 100m; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream service {{ server 127.0.0.1:{service_port}; keepalive 32; }}
  server {{
    listen 127.0.0.1:{plain_port}; listen 127.0.0.1:{tls_port} ssl; server_name localhost;
    ssl_certificate {certificate}; ssl_certificate_key {certificate};
    root {folder}/files;
    location /v1/ {{ proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_request_buffering off; }}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Servers:
    """Where things are.

    Attributes:
        plain, tls: nginx's two origins; the service stands behind `/v1` of both.
        service: the service itself, without nginx in between.
        service_tls_links: the same, whose links lead to `tls`.
        files: what nginx serves.
        certificate: to be trusted.
    """

    plain: str
    tls: str
    service: str
    files: Path
    certificate: Path
    access_log: Path


@contextmanager
def servers(folder: Path, *, tls: bool) -> Iterator[Servers]:
    """Start nginx and the service; files of random bytes lie ready.

    Args:
        folder: for all that they need.
        tls: whether the service's links lead to nginx by TLS.
    """
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    files = folder / "files"
    files.mkdir(parents=True)
    folder.chmod(0o755)
    (files / "large").write_bytes(os.urandom(LARGE_BYTES))
    for index in range(SMALL_FILES):
        (files / f"small-{index}").write_bytes(os.urandom(SMALL_BYTES))
    plain_port, tls_port, service_port = _free_port(), _free_port(), _free_port()
    link_base = f"https://localhost:{tls_port}" if tls else f"http://127.0.0.1:{plain_port}"
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, service_port=service_port, plain_port=plain_port, tls_port=tls_port, certificate=CERTIFICATE)
    )
    service = subprocess.Popen([sys.executable, "-m", "bench._service", str(service_port), link_base], stdout=subprocess.DEVNULL)
    web = subprocess.Popen([nginx, "-c", str(configuration)], stderr=subprocess.DEVNULL)
    try:
        for port in (plain_port, tls_port, service_port):
            _wait_for_port(port)
        yield Servers(
            plain=f"http://127.0.0.1:{plain_port}",
            tls=f"https://localhost:{tls_port}",
            service=f"http://127.0.0.1:{service_port}",
            files=files,
            certificate=CERTIFICATE,
            access_log=folder / "access.log",
        )
    finally:
        for process in (web, service):
            process.terminate()
            process.wait(10)


def trust_certificate() -> None:
    """Let this process trust the test certificate as if the system did."""
    os.environ["SSL_CERT_FILE"] = str(CERTIFICATE)
    assert ssl.get_default_verify_paths().openssl_cafile_env == "SSL_CERT_FILE"


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


def _wait_for_port(port: int, timeout_s: float = 10.0) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1.0).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
