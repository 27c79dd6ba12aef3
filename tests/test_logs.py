"""Whatever way a secret takes into the logs, it does not come out."""

from __future__ import annotations

import json
import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.support.command_line import logging_as_before
from toptickets_desktop import logs
from toptickets_desktop.logs import configure_logs

KEY = "tt_agent_CanaryCanary0123456789"
SIGNED_URL = "https://store.example/object/sign/a.png?token=eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.c2lnbmF0dXJl"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    with logging_as_before():
        yield


def _raise_with_secrets() -> None:
    try:
        raise ValueError(f"could not fetch {SIGNED_URL}")
    except ValueError as exc:
        raise RuntimeError(f"Authorization: Bearer {KEY}") from exc


def _log_secrets_in_every_way() -> None:
    ours = structlog.get_logger("toptickets_desktop.test")
    ours.info("plain", key=KEY, url=SIGNED_URL, nested={"headers": [("authorization", f"Bearer {KEY}")]}, number=3, nothing=None)
    ours.warning("in the event %s", KEY)
    ours.info("an object", value=Path(f"/x/{KEY}"), several={KEY})
    try:
        _raise_with_secrets()
    except RuntimeError:
        ours.exception("failed")
    logging.getLogger("httpx").info('HTTP Request: GET %s "HTTP/1.1 200 OK"', SIGNED_URL)
    logging.getLogger("httpcore.http11").debug("headers=%r", [(b"Authorization", f"Bearer {KEY}".encode())])
    logging.getLogger("uvicorn.access").info('"%s %s HTTP/1.1" %d', "GET", "/object/sign/a.png?token=abc.def", 200)
    logging.getLogger("someone").info('{"token": "canary-token", "tracking_token": "canary-token"}')
    try:
        _raise_with_secrets()
    except RuntimeError:
        logging.getLogger("someone.else").exception("failed as well")


def test_no_secret_reaches_file_or_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = configure_logs(tmp_path, level=logging.DEBUG, to_stderr=True)
    assert path is not None
    _log_secrets_in_every_way()

    captured = capsys.readouterr()
    assert captured.out == "", "standard output belongs to results"
    for text in (path.read_text(), captured.err):
        assert "CanaryCanary" not in text
        assert "token=" not in text
        assert "canary-token" not in text
        assert "eyJ" not in text
        assert text.count("RuntimeError") >= 2, "tracebacks are kept"
        assert text.count("https://store.example/object/sign/a.png") >= 1, "what is no secret is kept"


def test_every_line_of_the_file_is_one_object(tmp_path: Path) -> None:
    path = configure_logs(tmp_path, level=logging.DEBUG)
    assert path is not None
    _log_secrets_in_every_way()
    structlog.get_logger("x").info("name", filename='evil\n{"event": "forged"}\x1b[31m')

    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert lines[0]["event"] == "plain"
    assert lines[0]["number"] == 3
    assert lines[0]["nothing"] is None
    assert lines[0]["level"] == "info"
    assert lines[0]["logger"] == "toptickets_desktop.test"
    assert lines[-1]["filename"] == 'evil\n{"event": "forged"}\x1b[31m'


def test_the_terminal_gets_no_raw_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    assert configure_logs(None, to_stderr=True) is None
    structlog.get_logger("x").info("name", filename="evil\x1b[31m\n\u202egnp.exe")
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert "\x1b" not in line
    assert "\u202e" not in line


def test_libraries_are_quiet_unless_everything_is_asked_for(tmp_path: Path) -> None:
    path = configure_logs(tmp_path, level=logging.INFO)
    assert path is not None
    logging.getLogger("httpx").info("a request")
    structlog.get_logger("ours").debug("a detail")
    structlog.get_logger("ours").info("a fact")
    assert [json.loads(line)["event"] for line in path.read_text().splitlines()] == ["a fact"]


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_the_files_are_private_after_rotation_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LOG_FILE_BYTES_MAX", 2_000)
    configure_logs(tmp_path, file_name="toptickets.log")
    for number in range(100):
        structlog.get_logger("x").info("line", number=number)
    names = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    assert set(names) == {"toptickets.log", "toptickets.log.1", "toptickets.log.2", "toptickets.log.3"}
    assert set(names.values()) == {0o600}


def test_configuring_again_replaces_the_first(tmp_path: Path) -> None:
    first = configure_logs(tmp_path, file_name="first.log")
    second = configure_logs(tmp_path, file_name="second.log")
    assert first is not None
    assert second is not None
    structlog.get_logger("x").info("only once")
    assert not first.exists()
    assert second.read_text().count("only once") == 1


def test_a_log_that_cannot_be_written_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(tmp_path / "not there")
    structlog.get_logger("x").warning("lost", key=KEY)
    assert capsys.readouterr() == ("", "")


def test_without_a_place_to_log_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(None)
    structlog.get_logger("x").error("nobody hears")
    assert capsys.readouterr() == ("", "")
