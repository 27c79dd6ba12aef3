"""The entry point: options, exit codes, and what it does when things end in unusual ways."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import CommandLine
from toptickets_desktop import __version__
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import AppPaths, Settings

ENTRY = "import sys; from toptickets_desktop.cli.main import run; sys.exit(run())"


def test_the_version_loads_nothing_heavy() -> None:
    heavy = ["PySide6", "httpx", "keyring", "msgspec", "starlette", "uvicorn", "rich.progress"]
    script = (
        "import sys; from toptickets_desktop.cli.main import run; code = run(['--version']); "
        f"print([name for name in {heavy} if name in sys.modules]); sys.exit(code)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == f"toptickets, version {__version__}\n[]\n"


@pytest.mark.parametrize("arguments", [[], ["key"]])
def test_no_command_gets_the_help(toptickets: CommandLine, arguments: list[str]) -> None:
    ended = toptickets(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Commands:" in ended.err


def test_help_tells_the_exit_codes(toptickets: CommandLine) -> None:
    ended = toptickets("--help")
    assert ended.code == 0
    assert "5 the service" in ended.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["tickets", "--status", "lost"],
        ["upload", "TKT-1"],
        ["attachments"],
        ["delete", "TKT-1"],
        ["--nonsense", "tickets"],
        ["--data-dir", "", "tickets"],
    ],
)
def test_usage_errors_are_2_and_say_so_on_standard_error(toptickets: CommandLine, arguments: list[str]) -> None:
    ended = toptickets(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Error: " in ended.err


@pytest.mark.parametrize("address", ["http://example.com/v1", "https://api.example", "ftp://x/v1", "https://user:pw@example.com/v1"])
def test_an_address_that_cannot_be_used_is_2(toptickets: CommandLine, address: str) -> None:
    ended = toptickets("--base-url", address, "tickets")
    assert (ended.code, ended.out) == (2, "")
    assert "pw" not in ended.err


def test_options_win_over_the_environment_and_that_over_the_settings(toptickets: CommandLine, tmp_path: Path, sandbox: Sandbox) -> None:
    key = sandbox.keys[KeyKind.ADMIN].reveal()
    toptickets.use("http://127.0.0.1:1/v1", key)
    other_dir = tmp_path / "other"
    chosen = toptickets("--base-url", sandbox.base_url, "--data-dir", other_dir, "--json", "key", "status")
    assert chosen.objects[0]["base_url"] == sandbox.base_url.text
    assert ((other_dir / "logs").is_dir(), toptickets.data_dir.exists()) == (True, False)
    assert toptickets("--json", "key", "status").objects[0]["base_url"] == "http://127.0.0.1:1/v1"

    toptickets.use("", key)
    AppPaths.under(toptickets.data_dir).settings_file.save(Settings(base_url="http://127.0.0.1:2/v1"))
    assert toptickets("--json", "key", "status").objects[0]["base_url"] == "http://127.0.0.1:2/v1"


def test_a_data_folder_that_cannot_be_made_costs_the_log_only(signed_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert signed_in("--data-dir", tmp_path / "file" / "below", "--json", "tickets").code == 0


def test_a_defect_is_one_sentence_and_a_log(signed_in: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("tt_agent_Canary0123456789")

    monkeypatch.setattr(ApiClient, "list_tickets", fail)
    ended = signed_in("tickets")
    log_file = signed_in.data_dir / "logs" / "toptickets.log"
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == f"Error: something unexpected happened (KeyError); details are in {log_file}.\n"
    assert "Traceback" in log_file.read_text()
    assert "Canary" not in log_file.read_text()


class _ClosedPipe(io.StringIO):
    """A reader that went away."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def test_a_reader_that_goes_away_ends_it_quietly(signed_in: CommandLine) -> None:
    ended = signed_in("--json", "tickets", stdout=_ClosedPipe())
    assert (ended.code, ended.err) == (141, "")


def test_a_real_pipe_that_is_closed(signed_in: CommandLine) -> None:
    process = subprocess.Popen([sys.executable, "-c", ENTRY, "--json", "tickets", "--all"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process, process.stderr:
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


def test_a_terminal_that_lacks_a_character_is_no_reason_to_fail(signed_in: CommandLine) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ended = subprocess.run([sys.executable, "-c", ENTRY, "tickets"], capture_output=True, timeout=60, env=environment, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert rb"\u" in ended.stdout


def start_command(arguments: list[object], **options: Any) -> subprocess.Popen[str]:
    """Start it as a terminal would, which a shell does not when it runs the tests in the background: there Ctrl+C is ignored, and what is
    ignored is inherited, through exec, too (signal(7)).
    """
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a handler of ours becomes the default in the child
    try:
        return subprocess.Popen([str(argument) for argument in arguments], **options)
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_downloads_leave_nothing_behind(
    signed_in: CommandLine, sandbox: Sandbox, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    ticket_id = signed_in("--json", "attachments", "TKT-1042").objects[0]["ticket_id"]
    attachment_id = sandbox.add_attachment(ticket_id, filename="large.txt", content_type="text/plain", content=b"x" * 20_000_000)
    sandbox.limit_speed(500_000)
    folder = tmp_path / "down"
    process = start_command(
        [sys.executable, "-c", ENTRY, "download", ticket_id, attachment_id, "-o", folder], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    with process, process.stderr:
        while not (folder.is_dir() and any(folder.iterdir())):
            assert process.poll() is None, process.stderr.read()
        process.send_signal(number)
        said = process.stderr.read()
        assert process.wait(60) == code
    assert list(folder.iterdir()) == []
    assert "Traceback" not in said


def test_an_interrupted_upload_ends_cleanly(signed_in: CommandLine, sandbox: Sandbox, tmp_path: Path) -> None:
    ticket_id = signed_in("--json", "attachments", "TKT-1042").objects[0]["ticket_id"]
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * 20_000_000)
    sandbox.limit_speed(500_000)
    process = start_command(
        [sys.executable, "-c", ENTRY, "-v", "--json", "upload", ticket_id, large], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    log_file = signed_in.data_dir / "logs" / "toptickets.log"
    with process, process.stdout, process.stderr:
        while "POST" not in (log_file.read_text() if log_file.exists() else ""):
            assert process.poll() is None, process.stderr.read()
        process.send_signal(signal.SIGINT)
        assert "Traceback" not in process.stderr.read()
        (result,) = map(json.loads, process.stdout)
        assert (result["file"], result["status"], result["error"]["kind"]) == ("large.txt", "failed", "cancelled")
        assert process.wait(60) == 130
    sandbox.limit_speed(None)
    assert "large.txt" not in {each["filename"] for each in signed_in("--json", "attachments", ticket_id).objects}
