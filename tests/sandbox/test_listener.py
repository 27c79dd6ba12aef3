from __future__ import annotations

import socket
import threading

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from toptickets_desktop.sandbox.listener import ServerThread, bound_socket, origin_of
from toptickets_desktop.sandbox.server import Sandbox


async def _says_hello(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


async def _fails(_scope: Scope, _receive: Receive, _send: Send) -> None:  # an application is async
    raise RuntimeError("on purpose")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_serving_on_both_families(host: str) -> None:
    listening = bound_socket(host, 0)
    thread = ServerThread([(_says_hello, listening)])
    thread.start()
    response = httpx.get(origin_of(listening), trust_env=False)
    thread.stop()
    assert response.text == "hello"
    assert "server" not in response.headers
    assert response.headers["date"].endswith("GMT")


def test_small_answers_do_not_wait_for_acknowledgements() -> None:
    with bound_socket("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
        # What asyncio asks before it sets TCP_NODELAY.
        assert accepted.proto == socket.IPPROTO_TCP


def test_a_defect_of_an_application_is_a_500_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    listening = bound_socket("127.0.0.1", 0)
    thread = ServerThread([(_fails, listening)])
    thread.start()
    assert httpx.get(origin_of(listening), trust_env=False).status_code == 500
    thread.stop()
    assert "on purpose" in caplog.text


def test_a_socket_that_cannot_be_served_is_told_by_start() -> None:
    listening = bound_socket("127.0.0.1", 0)
    listening.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        ServerThread([(_says_hello, listening)]).start()


def test_nothing_hostile_on_the_wire_reaches_the_log(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    host, port = sandbox.base_url.text.removeprefix("http://").removesuffix("/v1").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400")
    assert caplog.records == []


def test_no_thread_is_left() -> None:
    with Sandbox(tickets=1) as sandbox:
        httpx.get(f"{sandbox.base_url}/tickets", trust_env=False)
        assert "toptickets-sandbox" in [thread.name for thread in threading.enumerate()]
    assert "toptickets-sandbox" not in [thread.name for thread in threading.enumerate()]
