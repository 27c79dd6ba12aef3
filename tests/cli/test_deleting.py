"""`delete`: asks where somebody can answer, and never deletes what was not named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.command_line import CommandLine, Terminal
from tests.support.scripted_server import ScriptedServer
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

TICKET = {"id": "t1", "ticket_number": 7, "ticket_display_id": "TKT-7", "subject": "s", "status": "open", "priority": "low"}
ATTACHMENT = {"id": "a1", "ticket_id": "t1", "filename": "a.txt", "content_type": "text/plain", "size_bytes": 1}


@pytest.fixture
def names(signed_in: CommandLine) -> Callable[[], set[str]]:
    """What is attached to the ticket now."""
    return lambda: {each["filename"] for each in signed_in("--json", "attachments", "TKT-1042").objects}


@pytest.fixture
def victim(signed_in: CommandLine, sandbox: Sandbox) -> str:
    """An attachment to delete."""
    ticket_id = signed_in("--json", "attachments", "TKT-1042").objects[0]["ticket_id"]
    return sandbox.add_attachment(ticket_id, filename="victim\x1b.txt", content_type="text/plain", content=b"x")


def test_by_id_and_by_name(signed_in: CommandLine, names: Callable[[], set[str]], victim: str) -> None:
    before = names()
    ended = signed_in("--json", "delete", "--yes", "TKT-1042", victim, "login-error.png", "never there")
    assert ended.code == 1
    assert [(each["file"], each["status"]) for each in ended.objects] == [
        ("never there", "failed"),
        ("victim\x1b.txt", "deleted"),
        ("login-error.png", "deleted"),
    ]
    assert before - names() == {"victim\x1b.txt", "login-error.png"}


def test_people_are_told(signed_in: CommandLine, victim: str) -> None:
    ended = signed_in("delete", "TKT-1042", victim, "--yes")
    assert (ended.code, ended.out, ended.err) == (0, "deleted      victim␛.txt\n", "")


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1), ("", 130)])
def test_a_terminal_is_asked_with_the_names(
    signed_in: CommandLine, names: Callable[[], set[str]], victim: str, answer: str, code: int
) -> None:
    ended = signed_in("delete", "TKT-1042", victim, stdin=Terminal(answer), stderr=Terminal())
    assert ended.code == code
    assert "victim␛.txt" in ended.err
    assert "\x1b" not in ended.err
    assert ("victim\x1b.txt" in names()) == (code != 0)


def test_nobody_to_ask_is_a_usage_error_and_nothing_is_sent(signed_in: CommandLine, sandbox: Sandbox) -> None:
    ended = signed_in("delete", "TKT-1042", "login-error.png")
    assert ended.code == 2
    assert "--yes" in ended.err
    assert sandbox.requests == ()


def test_nothing_found_asks_nothing(signed_in: CommandLine) -> None:
    ended = signed_in("delete", "TKT-1042", "never there", stdin=Terminal(), stderr=Terminal())
    assert (ended.code, ended.err) == (1, "failed       never there: The service has nothing with this name or id.\n")


def test_a_key_that_may_not_delete_is_4(toptickets: CommandLine, sandbox: Sandbox) -> None:
    toptickets.use(sandbox.base_url, sandbox.keys[KeyKind.READ_ONLY].reveal())
    ended = toptickets("--json", "delete", "--yes", "TKT-1042", "login-error.png")
    assert (ended.code, ended.objects[0]["error"]["kind"]) == (4, "forbidden")


def test_a_lost_answer_is_unconfirmed_and_gone_already_is_failed(toptickets: CommandLine) -> None:
    with ScriptedServer() as server:
        server.answer("GET", "/v1/tickets", json=[TICKET])
        server.answer("GET", "/v1/tickets/t1/attachments", json=[ATTACHMENT, {**ATTACHMENT, "id": "a2", "filename": "b.txt"}])
        server.answer("DELETE", "/v1/tickets/t1/attachments/a1", raw=b"")
        server.answer("DELETE", "/v1/tickets/t1/attachments/a2", status=404, json={"detail": "Not found"})
        toptickets.use(server.base_url, "tt_admin_any0123456789")
        ended = toptickets("--json", "delete", "--yes", "TKT-7", "a1", "a2")
    assert ended.code == 1
    assert [(each["status"], each["error"]["kind"]) for each in ended.objects] == [("unconfirmed", "not_reached"), ("failed", "not_found")]
