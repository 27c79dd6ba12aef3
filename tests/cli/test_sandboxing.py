"""`sandbox`: says how to reach it, serves, and stops when asked."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import CommandLine

KINDS = {"admin", "ro", "agent", "live"}


class SignalOnceServing(io.StringIO):
    """Standard output that has a signal sent to this process when the first lines are there."""

    def __init__(self, number: signal.Signals, lines: int) -> None:
        super().__init__()
        self._number = number
        self._lines = lines

    def write(self, text: str) -> int:
        written = super().write(text)
        if self.getvalue().count("\n") == self._lines:
            threading.Thread(target=os.kill, args=(os.getpid(), self._number)).start()
        return written


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_when_told_to(toptickets: CommandLine, number: signal.Signals) -> None:
    handlers = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    ended = toptickets("--json", "sandbox", "--tickets", 3, stdout=SignalOnceServing(number, lines=1))
    assert (ended.code, ended.err) == (0, "Stopped.\n")
    assert ended.objects[0].keys() == {"base_url", "keys"}
    assert ended.objects[0]["keys"].keys() == KINDS
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == handlers


def test_people_see_the_address_and_a_key_of_each_kind(toptickets: CommandLine) -> None:
    ended = toptickets("sandbox", "--tickets", 0, stdout=SignalOnceServing(signal.SIGINT, lines=5))
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert lines[0].startswith("TOPTICKETS_BASE_URL=http://127.0.0.1:")
    assert {line.split()[0] for line in lines[1:]} == KINDS
    assert all(f"tt_{line.split()[0]}_" in line for line in lines[1:])


def test_a_taken_port_is_said(toptickets: CommandLine) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = toptickets("sandbox", "--port", port)
    assert ended.code == 1
    assert f"port {port}" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("arguments", [["--host", "0.0.0.0"], ["--host", "example.com"], ["--port", "70000"], ["--tickets", "-1"]])
def test_impossible_options_are_usage_errors(toptickets: CommandLine, arguments: list[str]) -> None:
    assert toptickets("sandbox", *arguments).code == 2


@contextmanager
def _serving(*arguments: object) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """The command as a process of its own."""
    command = [sys.executable, "-c", "import sys; from toptickets_desktop.cli.main import run; sys.exit(run())"]
    process = subprocess.Popen(
        [*command, "--json", "sandbox", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with process, process.stdout, process.stderr:
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
            assert process.stderr.read() == "Stopped.\n"


def _tickets(access: dict[str, Any]) -> list[dict[str, Any]]:
    request = urllib.request.Request(f"{access['base_url']}/tickets?limit=500", headers={"Authorization": f"Bearer {access['keys']['ro']}"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=20) as response:
        return list(json.load(response))


def test_data_and_keys_outlive_the_process(tmp_path: Path, toptickets: CommandLine) -> None:
    with _serving("--tickets", 5, "--data", tmp_path / "kept") as (_, first):
        before = _tickets(first)
        second_of_the_folder = toptickets("sandbox", "--data", tmp_path / "kept")
    assert second_of_the_folder.code == 1
    assert second_of_the_folder.err == f"Error: the sandbox cannot start in {tmp_path / 'kept'}: another sandbox is using it.\n"
    with _serving("--tickets", 99, "--data", tmp_path / "kept") as (_, second):
        after = _tickets(second)
    assert len(before) == 5
    assert [each["id"] for each in after] == [each["id"] for each in before]
    assert second["keys"] == first["keys"]
