from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.api_requests import api_client, ticket_id_of, upload
from toptickets_desktop.domain.access import KeyKind, Scope
from toptickets_desktop.domain.file_rules import ALLOWED_TYPES, MAX_UPLOAD_BYTES
from toptickets_desktop.sandbox.server import Sandbox

_NOBODY = "00000000-0000-4000-8000-000000000000"


def _details(response: httpx.Response) -> list[tuple[list[str | int], str]]:
    assert response.status_code == 422, response.text
    assert all(set(error) == {"loc", "msg", "type"} for error in response.json()["detail"])
    return [(error["loc"], error["type"]) for error in response.json()["detail"]]


# Keys


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer tt_admin_wrong_wrong_wrong", "Basic dTpw", "Bearer \xff"])
def test_no_key_or_a_wrong_one(sandbox: Sandbox, header: str | None) -> None:
    headers = [] if header is None else [(b"Authorization", header.encode("latin-1"))]
    response = httpx.get(f"{sandbox.base_url}/tickets", headers=headers, trust_env=False)
    assert response.status_code == 401
    assert response.json() == {"detail": "Invalid API key"}


@pytest.mark.parametrize("scope", list(Scope))
def test_a_missing_scope_is_named(sandbox: Sandbox, ticket_id: str, scope: Scope) -> None:
    attachments = f"/tickets/{ticket_id}/attachments"
    needing = {
        Scope.TICKETS_READ: [("GET", "/tickets"), ("GET", f"/tickets/{ticket_id}")],
        Scope.ATTACHMENTS_READ: [("GET", attachments), ("GET", f"{attachments}/{_NOBODY}"), ("GET", f"{attachments}/{_NOBODY}/download")],
        Scope.ATTACHMENTS_WRITE: [("POST", attachments)],
        Scope.ATTACHMENTS_DELETE: [("DELETE", f"{attachments}/{_NOBODY}")],
        Scope.USERS_READ: [("GET", "/users")],
    }
    with api_client(sandbox, sandbox.add_key(KeyKind.AGENT, scopes=set(Scope) - {scope})) as api:
        for method, path in needing[scope]:
            response = api.request(method, path)
            assert response.status_code == 403
            assert response.json() == {"detail": f"Insufficient permissions. Required scope: {scope}"}


def test_what_each_kind_of_key_may_do(sandbox: Sandbox, ticket_id: str) -> None:
    allowed = {}
    for kind in KeyKind:
        with api_client(sandbox, kind) as api:
            posted = api.post(f"/tickets/{ticket_id}/attachments", files={"file": ("a.txt", b"a", "text/plain")})
            deleted = api.delete(f"/tickets/{ticket_id}/attachments/{_NOBODY}")
            allowed[kind] = (api.get("/tickets").status_code, posted.status_code, deleted.status_code, api.get("/users").status_code)
    assert allowed == {
        KeyKind.ADMIN: (200, 201, 404, 200),
        KeyKind.READ_ONLY: (200, 403, 403, 200),
        KeyKind.AGENT: (200, 201, 404, 200),
        KeyKind.LIVE: (200, 201, 404, 403),
    }


def test_over_the_budget(sandbox: Sandbox) -> None:
    with api_client(sandbox, sandbox.add_key(KeyKind.AGENT, requests_per_minute=2)) as api:
        assert [api.get("/users").status_code for _ in range(3)] == [200, 200, 429]
        refused = api.get("/users")
    wait_s = int(refused.headers["Retry-After"])
    assert 1 <= wait_s <= 60
    assert refused.json() == {"detail": f"Rate limit exceeded. Try again in {wait_s} seconds."}


# Paths and methods


@pytest.mark.parametrize("path", ["/nothing", "/tickets/", "/", "/tickets/a/b/c/d/e"])
def test_an_unknown_path(api: httpx.Client, path: str) -> None:
    response = api.get(path)
    assert (response.status_code, response.json()) == (404, {"detail": "Not Found"})


def test_a_method_that_is_not_there(api: httpx.Client, ticket_id: str) -> None:
    response = api.put(f"/tickets/{ticket_id}/attachments")
    assert (response.status_code, response.json(), response.headers["Allow"]) == (405, {"detail": "Method Not Allowed"}, "GET, POST")
    assert api.head("/tickets").status_code == 405


# Tickets


def test_pages_cover_every_ticket_once_the_latest_first(api: httpx.Client) -> None:
    pages = [api.get("/tickets", params={"offset": offset, "limit": 25}).json() for offset in (0, 25, 50, 75)]
    assert [len(page) for page in pages] == [25, 25, 10, 0]
    rows = [row for page in pages for row in page]
    assert len({row["id"] for row in rows}) == 60
    assert rows == sorted(rows, key=lambda row: row["updated_at"], reverse=True)
    assert rows[0]["ticket_display_id"] == "TKT-1042"
    assert api.get("/tickets", params={"offset": 10**30}).json() == []


def test_the_filters(api: httpx.Client) -> None:
    everything = api.get("/tickets", params={"limit": 500}).json()
    sample = next(row for row in everything if row["assigned_user_id"] and row["assigned_team_id"] and row["category"])
    for name in ("status", "priority", "assigned_user_id", "assigned_team_id", "customer_id", "category"):
        found = api.get("/tickets", params={name: sample[name], "limit": 500}).json()
        assert found == [row for row in everything if row[name] == sample[name]]
        assert 0 < len(found) < len(everything)
    for wanted in (True, False):
        found = api.get("/tickets", params={"unassigned": wanted, "limit": 500}).json()
        assert found == [row for row in everything if (row["assigned_user_id"] is None) == wanted]
    together = api.get("/tickets", params={"status": "open", "priority": "high", "unassigned": "false"}).json()
    assert {(row["status"], row["priority"]) for row in together} == {("open", "high")}


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("unable LOGIN", 1042),
        ("tkt-1039", 1039),
        ("provider identity northwind", 1042),
        ("サインオン", 1039),
        ("الفاتورة", 1037),
        ("🙈", 1036),
    ],
)
def test_search_finds_words_in_any_case_and_script(api: httpx.Client, words: str, number: int) -> None:
    assert number in [row["ticket_number"] for row in api.get("/tickets", params={"search": words}).json()]


@pytest.mark.parametrize("words", ["%", "_", "'; DROP TABLE tickets; --", "no such words anywhere", "\x00"])
def test_search_takes_its_words_literally(api: httpx.Client, words: str) -> None:
    found = api.get("/tickets", params={"search": words})
    assert found.status_code == 200
    assert all(words in f"{row['subject']} {row['description']}" for row in found.json())


def test_an_empty_search_finds_everything(api: httpx.Client) -> None:
    assert len(api.get("/tickets", params={"search": "  "}).json()) == 60


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("limit", "0", "greater_than_equal"),
        ("limit", "501", "less_than_equal"),
        ("limit", "ten", "int_parsing"),
        ("limit", "9" * 5000, "int_parsing"),
        ("limit", "", "int_parsing"),
        ("offset", "-1", "greater_than_equal"),
        ("status", "lost", "enum"),
        ("priority", "HIGH", "enum"),
        ("assigned_user_id", "me", "uuid_parsing"),
        ("customer_id", _NOBODY.replace("-", ""), "uuid_parsing"),
        ("unassigned", "maybe", "bool_parsing"),
    ],
)
def test_a_bad_parameter(api: httpx.Client, name: str, value: str, kind: str) -> None:
    assert _details(api.get("/tickets", params={name: value})) == [(["query", name], kind)]


def test_every_bad_parameter_is_listed(api: httpx.Client) -> None:
    response = api.get("/tickets", params=[("limit", "0"), ("status", "x"), ("offset", "1"), ("offset", "2")])
    assert [loc for loc, _ in _details(response)] == [["query", "offset"], ["query", "limit"], ["query", "status"]]


def test_one_ticket(api: httpx.Client, ticket_id: str) -> None:
    row = api.get(f"/tickets/{ticket_id.upper()}").json()
    assert (row["id"], row["ticket_number"], row["subject"]) == (ticket_id, 1042, "Unable to login")
    missing = api.get(f"/tickets/{_NOBODY}")
    assert (missing.status_code, missing.json()) == (404, {"detail": "Ticket not found"})
    assert _details(api.get("/tickets/TKT-1042")) == [(["path", "ticket_id"], "uuid_parsing")]


# Users


def test_users_come_in_pages_of_their_own_kind(api: httpx.Client) -> None:
    pages = [api.get("/users", params={"skip": skip, "limit": 100}).json() for skip in (0, 100)]
    ids = {user["id"] for page in pages for user in page}
    assert len(pages[0]) == 100
    assert len(ids) == len(pages[0]) + len(pages[1]) > 100
    assert len(api.get("/users").json()) == 50
    assert _details(api.get("/users", params={"limit": 101})) == [(["query", "limit"], "less_than_equal")]
    tickets = api.get("/tickets", params={"limit": 500}).json()
    assert {ticket["assigned_user_id"] for ticket in tickets} - {None} <= ids


# Attachments


def test_the_uploader_may_be_left_out_of_a_list_but_not_of_the_row(api: httpx.Client) -> None:
    rows = [row for ticket in api.get("/tickets").json() for row in api.get(f"/tickets/{ticket['id']}/attachments").json()]
    left_out = [row for row in rows if "uploaded_by_user_id" not in row]
    assert 0 < len(left_out) < len(rows)
    whole = api.get(f"/tickets/{left_out[0]['ticket_id']}/attachments/{left_out[0]['id']}").json()
    assert whole["uploaded_by_user_id"]


def test_an_attachment_of_another_ticket_is_not_found(api: httpx.Client, ticket_id: str) -> None:
    row = api.get(f"/tickets/{ticket_id}/attachments").json()[0]
    other = ticket_id_of(api, 1041)
    for method, path in (("GET", ""), ("GET", "/download"), ("DELETE", "")):
        response = api.request(method, f"/tickets/{other}/attachments/{row['id']}{path}")
        assert (response.status_code, response.json()) == (404, {"detail": "Attachment not found"})
    assert api.get(f"/tickets/{_NOBODY}/attachments").status_code == 404
    assert _details(api.get("/tickets/x/attachments/y")) == [
        (["path", "ticket_id"], "uuid_parsing"),
        (["path", "attachment_id"], "uuid_parsing"),
    ]


def test_upload_list_delete(sandbox: Sandbox, api: httpx.Client, ticket_id: str) -> None:
    made = upload(api, ticket_id, b"hello", filename="hello.txt")
    assert (made["filename"], made["content_type"], made["size_bytes"], made["ticket_id"]) == ("hello.txt", "text/plain", 5, ticket_id)
    assert made["uploaded_by_user_id"]
    path = f"/tickets/{ticket_id}/attachments"
    assert made in api.get(path).json()
    assert api.delete(f"{path}/{made['id']}").status_code == 204
    assert made not in api.get(path).json()
    assert api.delete(f"{path}/{made['id']}").status_code == 404
    assert not (sandbox.data_dir / "objects" / made["id"]).exists()


@pytest.mark.parametrize("content_type", [*ALLOWED_TYPES, "TEXT/Plain; charset=utf-8"])
def test_every_listed_type_is_taken(api: httpx.Client, ticket_id: str, content_type: str) -> None:
    made = upload(api, ticket_id, b"x", filename="x", content_type=content_type)
    assert made["content_type"] == content_type.partition(";")[0].lower()


@pytest.mark.parametrize("content_type", ["application/x-msdownload", "image/svg+xml", "image/jpg", "text", "text/plain/x", "nonsense"])
def test_any_other_type_is_refused(sandbox: Sandbox, api: httpx.Client, ticket_id: str, content_type: str) -> None:
    before = _object_names(sandbox)
    response = api.post(f"/tickets/{ticket_id}/attachments", files={"file": ("x.png", b"x", content_type)})
    assert response.status_code == 400
    assert response.json()["detail"].startswith("File type not allowed. Allowed types: text/plain, text/html, application/pdf")
    assert _object_names(sandbox) == before


def test_30_mb_are_taken_and_one_byte_more_is_not(sandbox: Sandbox, api: httpx.Client, ticket_id: str) -> None:
    made = upload(api, ticket_id, bytes(MAX_UPLOAD_BYTES), filename="30.zip", content_type="application/zip")
    assert made["size_bytes"] == MAX_UPLOAD_BYTES
    before = _object_names(sandbox)
    path = f"/tickets/{ticket_id}/attachments"
    response = api.post(path, files={"file": ("31.zip", bytes(MAX_UPLOAD_BYTES + 1), "application/zip")})
    assert (response.status_code, response.json()) == (400, {"detail": "File too large. Maximum size is 30 MB."})
    assert _object_names(sandbox) == before
    assert api.get(path).status_code == 200


def test_a_body_without_end_is_not_read_for_ever(sandbox: Sandbox, ticket_id: str) -> None:
    head = (
        f"POST /v1/tickets/{ticket_id}/attachments HTTP/1.1\r\nHost: sandbox\r\n"
        f"Authorization: Bearer {sandbox.keys[KeyKind.ADMIN].reveal()}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 99999999999\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\n'
    )
    address = urlsplit(str(sandbox.base_url))
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall(head.encode())
        sent_mib = 0
        with suppress(ConnectionError):
            while sent_mib < 1024:
                connection.sendall(bytes(1024 * 1024))
                sent_mib += 1
    assert 30 <= sent_mib < 200


def _object_names(sandbox: Sandbox) -> set[str]:
    return {file.name for file in (sandbox.data_dir / "objects").iterdir()}


def _form(*parts: str) -> dict[str, Any]:
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return {"content": body.encode(), "headers": {"Content-Type": "multipart/form-data; boundary=b"}}


_FILE = 'Content-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\na'
_OTHER_FILE = _FILE.replace('name="file"', 'name="other"')
_TEXT = 'Content-Disposition: form-data; name="file"\r\n\r\njust text'


@pytest.mark.parametrize(
    ("request_parts", "kind"),
    [
        ({}, "missing"),
        ({"json": {"file": "x"}}, "missing"),
        ({"data": {"file": "x"}}, "missing"),
        (_form(_OTHER_FILE), "missing"),
        (_form(_FILE.replace("a.txt", "")), "missing"),
        (_form(_TEXT), "value_error"),
        (_form(_FILE, _FILE), "value_error"),
        (_form(_FILE, _TEXT), "value_error"),
    ],
)
def test_a_form_without_exactly_one_file(
    sandbox: Sandbox, api: httpx.Client, ticket_id: str, request_parts: dict[str, Any], kind: str
) -> None:
    before = _object_names(sandbox)
    assert _details(api.post(f"/tickets/{ticket_id}/attachments", **request_parts)) == [(["body", "file"], kind)]
    assert _object_names(sandbox) == before


@pytest.mark.parametrize(
    "request_parts",
    [
        {"content": b"--b", "headers": {"Content-Type": "multipart/form-data"}},
        {"content": b"no form at all", "headers": {"Content-Type": "multipart/form-data; boundary=b"}},
        {"content": b"", "headers": {"Content-Type": "multipart/form-data; boundary=b"}},
        {"content": b"", "headers": {"Content-Type": f"multipart/form-data; boundary={'b' * 300}"}},
        _form(_FILE) | {"content": _form(_FILE)["content"].removesuffix(b"--b--\r\n")},
        _form("Content-Disposition: form-data\r\n\r\nnameless"),
        _form(*[_OTHER_FILE] * 101),
        _form('Content-Disposition: form-data; name="note"\r\n\r\n' + "x" * 70_000),
    ],
)
def test_a_malformed_form(sandbox: Sandbox, api: httpx.Client, ticket_id: str, request_parts: dict[str, Any]) -> None:
    before = _object_names(sandbox)
    response = api.post(f"/tickets/{ticket_id}/attachments", **request_parts)
    assert (response.status_code, response.json()) == (400, {"detail": "There was an error parsing the body"})
    assert _object_names(sandbox) == before


def test_other_fields_do_not_matter(api: httpx.Client, ticket_id: str) -> None:
    response = api.post(
        f"/tickets/{ticket_id}/attachments", **_form('Content-Disposition: form-data; name="note"\r\n\r\nhi', _OTHER_FILE, _FILE)
    )
    assert (response.status_code, response.json()["size_bytes"]) == (201, 1)


@pytest.mark.parametrize(
    ("header", "name", "taken_as"),
    [("", "x.png", "image/png"), ("", "x", "text/plain"), ("Content-Type: */*\r\n", "x.pdf", "application/pdf")],
)
def test_a_part_without_a_type_is_taken_for_what_its_name_says(
    api: httpx.Client, ticket_id: str, header: str, name: str, taken_as: str
) -> None:
    part = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n{header}\r\nx'
    assert api.post(f"/tickets/{ticket_id}/attachments", **_form(part)).json()["content_type"] == taken_as


def test_a_client_that_goes_away_leaves_nothing(tmp_path: Path) -> None:
    with Sandbox(data_dir=tmp_path, tickets=1) as sandbox:
        with api_client(sandbox) as api:
            path = f"/v1/tickets/{ticket_id_of(api)}/attachments"
        before = _object_names(sandbox)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {sandbox.keys[KeyKind.ADMIN].reveal()}\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n--b\r\n" + _FILE
        )
        address = urlsplit(str(sandbox.base_url))
        with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
            connection.sendall(head.encode())
    # Stopping waits for requests that still run.
    assert {file.name for file in (tmp_path / "objects").iterdir()} == before


@pytest.mark.parametrize("size_bytes", [0, 10, 5_000_000])
def test_a_refusal_reaches_a_client_that_is_still_sending(sandbox: Sandbox, ticket_id: str, size_bytes: int) -> None:
    with api_client(sandbox, KeyKind.READ_ONLY) as api:
        for _ in range(2):
            response = api.post(f"/tickets/{ticket_id}/attachments", files={"file": ("a.zip", bytes(size_bytes), "application/zip")})
            assert response.status_code == 403
