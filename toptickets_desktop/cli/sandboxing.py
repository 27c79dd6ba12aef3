"""`sandbox`."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

from toptickets_desktop.cli.exit_codes import ExitCode
from toptickets_desktop.cli.invocation import Invocation
from toptickets_desktop.domain.visible_names import visible_text


def serve(invocation: Invocation, *, host: str, port: int, ticket_count: int, folder: Path | None) -> int:
    """Serve until SIGINT or SIGTERM; both are a clean end."""
    from toptickets_desktop.sandbox.server import Sandbox

    output = invocation.output
    stop = threading.Event()
    previous = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        sandbox = Sandbox(host=host, port=port, tickets=ticket_count, data_dir=folder)
        try:
            sandbox.start()
        except OSError as exc:
            place = f"in {exc.filename}" if exc.filename else f"on {host} port {port}"
            output.note(f"Error: the sandbox cannot start {visible_text(place)}: {exc.strerror or type(exc).__name__}.")
            return ExitCode.NOT_ALL_DONE
        try:
            _print_access(invocation, sandbox.base_url.text, {kind.value: key.reveal() for kind, key in sandbox.keys.items()})
            # In slices: on Windows a wait without an end is not interrupted by Ctrl+C.
            while not stop.wait(0.2):
                pass
        finally:
            sandbox.stop()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    output.note("Stopped.")
    return ExitCode.DONE


def _print_access(invocation: Invocation, base_url: str, keys: dict[str, str]) -> None:
    """These keys open nothing but made-up data on this computer; printing them is what the command is for."""
    output = invocation.output
    if output.as_json:
        output.json_line({"base_url": base_url, "keys": keys})
        return
    output.line(f"TOPTICKETS_BASE_URL={base_url}")
    for kind, key in keys.items():
        output.line(f"{kind:<6} key: {key}")
    output.note("Ctrl+C stops the sandbox.")
