"""`tickets` and `attachments`, for people and for programs."""

from __future__ import annotations

import pytest

from tests.support.command_line import CommandLine, Terminal
from tests.support.scripted_server import ScriptedServer
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

TICKET_FIELDS = {
    "id",
    "ticket_number",
    "ticket_display_id",
    "subject",
    "status",
    "priority",
    "created_at",
    "updated_at",
    "assigned_user_id",
}
ATTACHMENT_FIELDS = {"id", "ticket_id", "filename", "content_type", "size_bytes", "uploaded_by_user_id", "created_at"}
HOSTILE_NAME = "evil\x1b[2J\n[red]\u202egnp.exe"


def test_tickets_as_json_have_the_services_field_names(signed_in: CommandLine) -> None:
    ended = signed_in("--json", "tickets", "--all")
    assert (ended.code, ended.err) == (0, "")
    assert len(ended.objects) == 60
    assert ended.objects[0].keys() >= TICKET_FIELDS
    assert "TKT-1042" in {ticket["ticket_display_id"] for ticket in ended.objects}


def test_filters_reach_the_service(signed_in: CommandLine) -> None:
    everything = signed_in("--json", "tickets", "--all").objects
    for options, field, value in [
        ("--status open", "status", "open"),
        ("--priority high", "priority", "high"),
        ("--unassigned", "assigned_user_id", None),
    ]:
        filtered = signed_in("--json", "tickets", *options.split()).objects
        assert 0 < len(filtered) < len(everything)
        assert filtered == [ticket for ticket in everything if ticket[field] == value]
    searched = signed_in("--json", "tickets", "--search", "Unable to login")
    assert "Unable to login" in {ticket["subject"] for ticket in searched.objects}


def test_more_than_the_first_hundred_are_asked_for(toptickets: CommandLine) -> None:
    with Sandbox(tickets=130) as sandbox:
        toptickets.use(sandbox.base_url, sandbox.keys[KeyKind.ADMIN].reveal())
        first, everything = toptickets("--json", "tickets"), toptickets("--json", "tickets", "--all")
    assert len(first.objects) == 100
    assert "--all" in first.err
    assert len({ticket["id"] for ticket in everything.objects}) == 130
    assert everything.err == ""


def test_columns_are_aligned_and_whole_in_a_pipe(signed_in: CommandLine) -> None:
    lines = signed_in("tickets", "--all").out.splitlines()
    status_column = lines[0].index("Status")
    assert len(lines) == 61
    assert {line[status_column - 2 : status_column] for line in lines} == {"  "}
    assert not any("…" in line for line in lines if "Unable to login" in line)


def test_a_terminal_gets_lines_of_its_width_and_whole_ids(signed_in: CommandLine) -> None:
    ids = {each["id"] for each in signed_in("--json", "attachments", "TKT-1042").objects}
    lines = signed_in("attachments", "TKT-1042", stdout=Terminal()).out.splitlines()
    assert max(map(len, lines)) == 120
    assert any(line.endswith("…") for line in lines), "a long name is cut"
    assert {line.split()[0] for line in lines[1:]} == ids


def test_a_ticket_is_found_by_number_or_id(signed_in: CommandLine) -> None:
    by_number = signed_in("--json", "attachments", "tkt-1042")
    assert by_number.code == 0
    assert by_number.objects[0].keys() == ATTACHMENT_FIELDS
    by_id = signed_in("--json", "attachments", by_number.objects[0]["ticket_id"])
    assert by_id.objects == by_number.objects


@pytest.mark.parametrize("stdout", [None, Terminal()], ids=["pipe", "terminal"])
def test_foreign_text_cannot_steer_a_terminal(signed_in: CommandLine, sandbox: Sandbox, stdout: Terminal | None) -> None:
    ticket_id = signed_in("--json", "attachments", "TKT-1042").objects[0]["ticket_id"]
    sandbox.add_attachment(ticket_id, filename=HOSTILE_NAME, content_type="image/png\x1b]0;x", content=b"x")

    shown = signed_in("attachments", ticket_id, stdout=stdout)
    assert not {"\x1b[2J", "\x1b]0", "\u202e"} & {shown.out[i : i + length] for length in (1, 3, 4) for i in range(len(shown.out))}
    assert "evil␛[2J␊[red]⟨U+202E⟩gnp" in shown.out
    assert HOSTILE_NAME in {each["filename"] for each in signed_in("--json", "attachments", ticket_id).objects}


def test_what_belongs_to_writing_is_left_alone(signed_in: CommandLine, sandbox: Sandbox) -> None:
    ticket_id = signed_in("--json", "attachments", "TKT-1042").objects[0]["ticket_id"]
    name = "👩\u200d💻 می\u200cخواهم.pdf"  # both are spelled with a character that cannot be seen
    sandbox.add_attachment(ticket_id, filename=name, content_type="application/pdf", content=b"x")
    assert name in signed_in("attachments", ticket_id).out


def test_nothing_found_is_said_beside_the_result(signed_in: CommandLine) -> None:
    ended = signed_in("tickets", "--search", "no ticket has these words")
    assert (ended.code, ended.out, ended.err) == (0, "", "No tickets.\n")


def test_a_ticket_without_attachments(signed_in: CommandLine, sandbox: Sandbox) -> None:
    tickets = signed_in("--json", "tickets", "--all").objects
    empty = next(each["id"] for each in reversed(tickets) if not signed_in("--json", "attachments", each["id"]).objects)
    ended = signed_in("attachments", empty)
    assert (ended.code, ended.out, ended.err) == (0, "", "No attachments.\n")


def test_wrong_key_is_3_and_forbidden_is_4(toptickets: CommandLine, sandbox: Sandbox) -> None:
    toptickets.use(sandbox.base_url, "tt_admin_wrong0123456789")
    ended = toptickets("tickets")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == "Error: The service did not accept the API key: it is wrong, expired or revoked.\n"

    toptickets.use(sandbox.base_url, sandbox.add_key(KeyKind.AGENT, scopes=[]).reveal())
    ended = toptickets("tickets")
    assert (ended.code, ended.out) == (4, "")
    assert ended.err == "Error: The API key may not do this: it lacks the permission tickets:read.\n"


def test_no_key_and_no_keyring_is_3(toptickets: CommandLine, sandbox: Sandbox) -> None:
    toptickets.use(sandbox.base_url, None)
    ended = toptickets("tickets")
    assert ended.code == 3
    assert "TOPTICKETS_API_KEY" in ended.err


def test_an_impossible_key_in_the_environment_is_3_and_not_shown(toptickets: CommandLine, sandbox: Sandbox) -> None:
    toptickets.use(sandbox.base_url, "my secret password")
    ended = toptickets("tickets")
    assert ended.code == 3
    assert "password" not in ended.err


def test_a_service_that_is_not_there_is_5(toptickets: CommandLine, unused_tcp_port: int) -> None:
    toptickets.use(f"http://127.0.0.1:{unused_tcp_port}/v1", "tt_admin_any0123456789")
    ended = toptickets("tickets")
    assert (ended.code, ended.out) == (5, "")
    assert ended.err.startswith("Error: Could not connect to the service")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"body": "<html>Sign in to the guest network</html>", "headers": {"Content-Type": "text/html"}}, "web page"),
        ({"json": {"unexpected": "shape"}}, "does not have the form"),
        ({"status": 500, "json": {"detail": "boom \x1b[31m"}}, "wrong inside the service (HTTP 500)"),
        ({"status": 404, "json": {"detail": "Not found"}}, "nothing with this name"),
    ],
    ids=["HTML", "other JSON", "500", "404"],
)
def test_a_strange_answer_is_one_sentence(toptickets: CommandLine, answer: dict[str, object], said: str) -> None:
    with ScriptedServer() as server:
        server.answer("GET", "/v1/tickets", **answer)  # type: ignore[arg-type]  # the values above fit
        toptickets.use(server.base_url, "tt_admin_any0123456789")
        ended = toptickets("--json", "tickets")
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1
    assert "\x1b" not in ended.err
    assert "Traceback" not in ended.err
