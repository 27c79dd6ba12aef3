"""A connection to the D-Bus session, on the network loop. Where there is no session, nothing happens and nothing is raised."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import structlog
from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, message_bus, new_method_call, new_signal  # type: ignore[import-untyped]
from jeepney.io.asyncio import DBusRouter, open_dbus_router  # type: ignore[import-untyped]

CALL_TIMEOUT_S = 5.0
_SIGNALS_WAITING_MAX = 64

_log = structlog.get_logger(__name__)

OnSignal = Callable[[str, tuple[Any, ...]], None]


class SessionBus:
    """Opened by its first use; all methods are to be called on one loop."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._router: DBusRouter | None = None
        self._opening: asyncio.Task[DBusRouter | None] | None = None
        self._listeners: set[asyncio.Task[None]] = set()
        self._is_closed = False

    async def call(self, name: str, path: str, interface: str, method: str, signature: str, *body: object) -> tuple[Any, ...] | None:
        """Call a method; returns its answer, or None when nobody gave one in time."""
        router = await self._connected()
        if router is None:
            return None
        message = new_method_call(DBusAddress(path, name, interface), method, signature or None, body)
        try:
            reply = await asyncio.wait_for(router.send_and_get_reply(message), CALL_TIMEOUT_S)
        except (OSError, EOFError, TimeoutError, RuntimeError) as error:  # jeepney's RouterClosed is an Exception of its own
            _log.info("no answer on the session bus", method=method, error=type(error).__name__)
            return None
        except Exception as error:  # noqa: BLE001  # RouterClosed and what a hostile answer may do to the parser
            _log.info("no answer on the session bus", method=method, error=type(error).__name__)
            return None
        if reply.header.message_type is MessageType.error:
            _log.info("refused on the session bus", method=method, error=str(reply.header.fields.get(HeaderFields.error_name)))
            return None
        return tuple(reply.body)

    async def emit(self, path: str, interface: str, signal: str, signature: str, *body: object) -> None:
        """Send a signal to whoever listens."""
        router = await self._connected()
        if router is None:
            return
        with contextlib.suppress(OSError):
            await router.send(new_signal(DBusAddress(path, None, interface), signal, signature, body))

    async def listen(self, interface: str, on_signal: OnSignal) -> None:
        """Call `on_signal` with the name and the body of each signal of an interface."""
        router = await self._connected()
        if router is None:
            return
        rule = MatchRule(type="signal", interface=interface)
        queue: asyncio.Queue[Any] = asyncio.Queue(_SIGNALS_WAITING_MAX)
        self._stack.enter_context(router.filter(rule, queue=queue))
        with contextlib.suppress(OSError, TimeoutError):
            await asyncio.wait_for(router.send_and_get_reply(message_bus.AddMatch(rule)), CALL_TIMEOUT_S)
        task = asyncio.get_running_loop().create_task(_pass_on(queue, on_signal), name=f"signals of {interface}")
        self._listeners.add(task)

    async def close(self) -> None:
        """Leave the bus."""
        self._is_closed = True
        tasks = [*self._listeners, *([self._opening] if self._opening is not None else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with contextlib.suppress(Exception):  # it is gone, which is what was wanted
            await self._stack.aclose()

    async def _connected(self) -> DBusRouter | None:
        if self._is_closed:
            return None
        if self._router is None:
            if self._opening is None:
                self._opening = asyncio.get_running_loop().create_task(self._open(), name="session bus")
            self._router = await asyncio.shield(self._opening)
        return self._router

    async def _open(self) -> DBusRouter | None:
        try:
            async with asyncio.timeout(CALL_TIMEOUT_S):
                return await self._stack.enter_async_context(open_dbus_router("SESSION"))
        except Exception as error:  # noqa: BLE001  # no address, no socket, another protocol: each library names it in its own way
            _log.info("no session bus", error=type(error).__name__)
            return None


async def _pass_on(queue: asyncio.Queue[Any], on_signal: OnSignal) -> None:
    while True:
        message = await queue.get()
        on_signal(str(message.header.fields.get(HeaderFields.member, "")), tuple(message.body))
