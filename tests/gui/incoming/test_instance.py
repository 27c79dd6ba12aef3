"""One window for a folder: the next start hands over, over a socket that is private and hard to misuse."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.hand_over import MESSAGE_BYTES_MAX, HandOver
from toptickets_desktop.gui.incoming import instance
from toptickets_desktop.gui.incoming.instance import InstanceLock, InstanceServer, hand_over

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="talks to a Unix socket")

WAIT_MS = 10_000
SECOND_START = """
import sys
from pathlib import Path
from toptickets_desktop.domain.hand_over import HandOver
from toptickets_desktop.gui.incoming.instance import InstanceLock, hand_over
lock = InstanceLock(Path(sys.argv[1]))
if lock.claim():
    sys.exit("first")
sys.exit(0 if hand_over(lock.address, HandOver(tuple(map(Path, sys.argv[2:])), "TKT-1042")) else "refused")
"""


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def lock(data_dir: Path) -> Iterator[InstanceLock]:
    first = InstanceLock(data_dir)
    assert first.claim()
    yield first
    first.release()


@pytest.fixture
def server(lock: InstanceLock, qtbot: QtBot) -> Iterator[InstanceServer]:
    running = InstanceServer(lock.address)
    assert running.is_listening
    yield running
    running.close()
    running.deleteLater()


def talk(address: str, data: bytes) -> socket.socket:
    channel = socket.socket(socket.AF_UNIX)
    channel.settimeout(5)
    channel.connect(address)
    channel.sendall(data)
    return channel


def answer(qtbot: QtBot, channel: socket.socket) -> bytes:
    channel.setblocking(False)
    got = bytearray()
    over = False

    def read() -> bool:
        nonlocal over
        try:
            block = channel.recv(100)
        except BlockingIOError:
            return False
        except ConnectionError:
            return True
        got.extend(block)
        return not block

    qtbot.waitUntil(read, timeout=WAIT_MS)
    channel.close()
    return bytes(got)


def test_a_second_start_in_another_process_hands_over(data_dir: Path, server: InstanceServer, qtbot: QtBot) -> None:
    got: list[HandOver] = []
    server.received.connect(got.append)
    second = subprocess.Popen([sys.executable, "-c", SECOND_START, str(data_dir), "/tmp/a b.txt"], stderr=subprocess.PIPE)
    qtbot.waitUntil(lambda: bool(got), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=WAIT_MS)
    assert second.stderr is not None
    assert (second.returncode, second.stderr.read()) == (0, b"")
    second.stderr.close()
    assert got == [HandOver((Path("/tmp/a b.txt"),), "TKT-1042")]


def test_the_socket_is_private(lock: InstanceLock, server: InstanceServer) -> None:
    status = Path(lock.address).lstat()
    assert stat.S_ISSOCK(status.st_mode)
    assert stat.S_IMODE(status.st_mode) & 0o077 == 0
    assert stat.S_IMODE(Path(lock.address).parent.stat().st_mode) == 0o700


def test_only_one_start_is_the_first_and_each_folder_has_its_own(data_dir: Path, lock: InstanceLock, tmp_path: Path) -> None:
    again = InstanceLock(data_dir)
    assert again.address == lock.address
    assert not again.claim()
    (tmp_path / "other").mkdir()
    other = InstanceLock(tmp_path / "other")
    assert other.address != lock.address
    assert other.claim()
    other.release()


def test_a_socket_left_by_a_crash_is_taken_over(lock: InstanceLock, qtbot: QtBot) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(lock.address)
    left.close()
    server = InstanceServer(lock.address)
    assert server.is_listening
    assert answer(qtbot, talk(lock.address, HandOver().to_bytes())) == b"ok\n"
    server.close()
    server.deleteLater()


@pytest.mark.parametrize(
    "data",
    [b"\n", b"{}\n", b"GET / HTTP/1.1\r\n\r\n", b'{"version":1,"files":["/a"],"ticket":"","delete":"all"}\n', os.urandom(500) + b"\n"],
)
def test_anything_else_is_refused(lock: InstanceLock, server: InstanceServer, qtbot: QtBot, data: bytes) -> None:
    with qtbot.assertNotEmitted(server.received):
        assert answer(qtbot, talk(lock.address, data)) == b"no\n"


def test_a_flood_is_cut_off(lock: InstanceLock, server: InstanceServer, qtbot: QtBot) -> None:
    channel = socket.socket(socket.AF_UNIX)
    channel.connect(lock.address)
    channel.setblocking(False)
    sent = 0

    def pour() -> bool:
        nonlocal sent
        try:
            sent += channel.send(b"x" * 65536)
        except BlockingIOError:
            return False
        except ConnectionError:
            return True
        return False

    with qtbot.assertNotEmitted(server.received):
        qtbot.waitUntil(pour, timeout=WAIT_MS)
    assert sent < 2 * MESSAGE_BYTES_MAX + 4 * 65536
    channel.close()


def test_whoever_says_nothing_is_sent_away(
    lock: InstanceLock, server: InstanceServer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "READ_TIMEOUT_MS", 50)
    channels = [talk(lock.address, b'{"version"') for _ in range(3)]
    with qtbot.assertNotEmitted(server.received):
        assert [answer(qtbot, channel) for channel in channels] == [b"", b"", b""]
    assert answer(qtbot, talk(lock.address, HandOver().to_bytes())) == b"ok\n"


def test_another_user_is_sent_away(lock: InstanceLock, server: InstanceServer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "_user_id", lambda: os.getuid() + 1)
    with qtbot.assertNotEmitted(server.received):
        assert answer(qtbot, talk(lock.address, HandOver().to_bytes())) == b""


def test_nobody_answers(data_dir: Path, lock: InstanceLock) -> None:
    assert not hand_over(lock.address, HandOver(), timeout_ms=300)


def test_a_start_while_the_one_before_is_ending_becomes_the_first(data_dir: Path, lock: InstanceLock) -> None:
    second = InstanceLock(data_dir)
    assert not second.claim()
    asked: list[bool] = []

    def claim() -> bool:
        if len(asked) == 1:
            lock.release()
        asked.append(second.claim())
        return asked[-1]

    assert not hand_over(second.address, HandOver(), timeout_ms=60_000, is_alone=claim)
    assert asked == [False, True]
    assert second.is_held
    second.release()


def test_a_folder_of_somebody_elses_making_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = tmp_path / "run"
    runtime.mkdir()
    (tmp_path / "trap").mkdir()
    (runtime / "toptickets-desktop").symlink_to(tmp_path / "trap")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    (tmp_path / "data").mkdir()
    assert not InstanceLock(tmp_path / "data").address.startswith(str(runtime))
