from __future__ import annotations

import json
import os
import socket
import stat
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.api_requests import api_client, signed_url, ticket_id_of, upload
from toptickets_desktop.domain.access import KeyKind, Scope
from toptickets_desktop.sandbox.server import STORAGE_LOG_NAME, Sandbox


def test_it_serves_within_its_context_only(tmp_path: Path) -> None:
    with Sandbox(data_dir=tmp_path / "data") as sandbox, api_client(sandbox) as api:
        assert api.get("/tickets").status_code == 200
        url = f"{sandbox.base_url}/tickets"
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)
    with pytest.raises(RuntimeError, match="not running"):
        _ = sandbox.base_url


def test_stopping_twice_and_starting_again(sandbox: Sandbox) -> None:
    with pytest.raises(RuntimeError, match="runs already"):
        sandbox.start()
    sandbox.stop()
    sandbox.stop()
    sandbox.start()
    with api_client(sandbox) as api:
        assert len(api.get("/tickets").json()) == 60


def test_a_temporary_folder_goes_away() -> None:
    with Sandbox() as sandbox:
        folder = sandbox.data_dir
        assert folder.is_dir()
    assert not folder.exists()


def test_data_and_keys_survive_a_restart(tmp_path: Path) -> None:
    with Sandbox(data_dir=tmp_path, tickets=3) as first, api_client(first) as api:
        ticket_id = ticket_id_of(api)
        mine = upload(api, ticket_id, b"mine", filename="mine.txt")
        gone = api.get(f"/tickets/{ticket_id}/attachments").json()[0]
        assert api.delete(f"/tickets/{ticket_id}/attachments/{gone['id']}").status_code == 204
        keys = first.keys
    with Sandbox(data_dir=tmp_path, tickets=60) as second, api_client(second) as api, httpx.Client(trust_env=False) as storage:
        assert second.keys == keys
        assert len(api.get("/tickets").json()) == 3
        ids = [row["id"] for row in api.get(f"/tickets/{ticket_id}/attachments").json()]
        assert mine["id"] in ids
        assert gone["id"] not in ids
        assert storage.get(signed_url(api, ticket_id, mine["id"])).content == b"mine"


def test_no_key_and_no_token_is_written_anywhere(tmp_path: Path) -> None:
    with Sandbox(data_dir=tmp_path) as sandbox, api_client(sandbox) as api, httpx.Client(trust_env=False) as storage:
        ticket_id = ticket_id_of(api)
        attachment = upload(api, ticket_id, b"x")
        url = signed_url(api, ticket_id, attachment["id"])
        storage.get(url)
        tracking_token = api.get(f"/tickets/{ticket_id}").json()["tracking_token"]
        secrets = [b"token=", tracking_token.encode(), *(key.reveal().encode() for key in sandbox.keys.values())]
        while_running = _all_bytes(tmp_path)
        remembered = repr((sandbox.requests, sandbox.storage_requests)).encode()
    for place in (while_running, _all_bytes(tmp_path), remembered):
        assert place
        assert not [secret for secret in secrets if secret in place]


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_everything_is_private(tmp_path: Path) -> None:
    with Sandbox(data_dir=tmp_path / "new") as sandbox, api_client(sandbox) as api:
        upload(api, ticket_id_of(api), b"x")
        entries = [sandbox.data_dir, *sandbox.data_dir.rglob("*")]
        modes = {stat.S_IMODE(entry.stat().st_mode) for entry in entries if entry.is_dir()}
        assert modes == {0o700}
        assert {stat.S_IMODE(entry.stat().st_mode) for entry in entries if entry.is_file()} == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_the_mode_of_a_folder_in_use_stays(tmp_path: Path) -> None:
    (tmp_path / "something else").touch()
    tmp_path.chmod(0o755)
    with Sandbox(data_dir=tmp_path, tickets=1):
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_two_sandboxes_do_not_share_a_folder(tmp_path: Path) -> None:
    with Sandbox(data_dir=tmp_path, tickets=1), pytest.raises(OSError, match="another sandbox is using it"):
        Sandbox(data_dir=tmp_path).start()


def test_a_damaged_database_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "sandbox.sqlite3").write_bytes(b"this is not a database" * 100)
    with pytest.raises(OSError, match="cannot be used"):
        Sandbox(data_dir=tmp_path).start()


def test_a_taken_port_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            Sandbox(port=taken.getsockname()[1]).start()
    assert list(tmp_path.iterdir()) == []


def test_it_serves_this_machine_only() -> None:
    with pytest.raises(ValueError, match="this machine"):
        Sandbox(host="0.0.0.0")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_other_loopback_hosts(host: str) -> None:
    if host == "::1" and not socket.has_ipv6:
        pytest.skip("no IPv6")
    with Sandbox(host=host, tickets=1) as sandbox, api_client(sandbox) as api:
        assert api.get("/tickets").status_code == 200
        assert urlsplit(sandbox.storage_origin).hostname != sandbox.base_url.host


def test_an_empty_service() -> None:
    with Sandbox(seed=False) as sandbox, api_client(sandbox) as api:
        assert api.get("/tickets").json() == []
        assert api.get("/users").json() == []


def test_keys_can_be_made_and_revoked(sandbox: Sandbox) -> None:
    key = sandbox.add_key(KeyKind.AGENT, scopes={Scope.TICKETS_READ}, requests_per_minute=3)
    with api_client(sandbox, key) as api:
        assert api.get("/tickets").status_code == 200
        assert api.get("/users").status_code == 403
        sandbox.revoke_key(key)
        assert api.get("/tickets").status_code == 401


def test_stopping_closes_idle_and_busy_connections_at_once(caplog: pytest.LogCaptureFixture) -> None:
    sandbox = Sandbox()
    sandbox.start()
    with api_client(sandbox) as api, httpx.Client(trust_env=False) as storage:
        ticket_id = ticket_id_of(api)
        attachment = upload(api, ticket_id, bytes(2_000_000))
        url = signed_url(api, ticket_id, attachment["id"])
        sandbox.limit_speed(50_000)
        with storage.stream("GET", url) as running:
            stream = running.iter_raw()
            next(stream)
            began_at = time.monotonic()
            sandbox.stop()
            assert time.monotonic() - began_at < 10
            with pytest.raises(httpx.TransportError):
                list(stream)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_stopping_closes_a_connection_that_is_just_being_accepted() -> None:
    with Sandbox(seed=False) as sandbox:
        address = urlsplit(str(sandbox.base_url))
        connection = socket.create_connection((address.hostname, address.port), timeout=20)
    with connection:
        assert connection.recv(1) == b"", "closed, not left open until somebody collects it"


def test_requests_are_recorded_in_memory_and_on_disk(tmp_path: Path) -> None:
    shared_log = tmp_path / "shared.jsonl"
    data_dir = tmp_path / "data"
    with Sandbox(data_dir=data_dir, storage_log=shared_log) as sandbox, api_client(sandbox) as api:
        ticket_id = ticket_id_of(api)
        attachment = upload(api, ticket_id, b"0123456789")
        url = signed_url(api, ticket_id, attachment["id"])
        httpx.get(url, headers={"Range": "bytes=2-3", "Authorization": "Bearer somebody's"}, trust_env=False)
        (record,) = sandbox.storage_requests
        lines = [json.loads(file.read_text()) for file in (data_dir / STORAGE_LOG_NAME, shared_log)]
    assert (record.method, record.status, record.range, record.had_authorization) == ("GET", 206, "bytes=2-3", True)
    assert record.path.endswith(attachment["id"])
    assert lines[0] == lines[1] == json.loads(record.to_line())
    posts = [entry for entry in sandbox.requests if entry.method == "POST"]
    assert [(entry.status, entry.had_authorization) for entry in posts] == [(201, True)]


def test_an_attachment_can_be_planted_past_all_checks(sandbox: Sandbox) -> None:
    with api_client(sandbox) as api, httpx.Client(trust_env=False) as storage:
        ticket_id = ticket_id_of(api)
        planted = sandbox.add_attachment(ticket_id, filename="../x\n", content_type="application/x-evil", content=b"MZ")
        row = api.get(f"/tickets/{ticket_id}/attachments/{planted}").json()
        assert (row["filename"], row["content_type"], row["size_bytes"]) == ("../x\n", "application/x-evil", 2)
        assert storage.get(signed_url(api, ticket_id, planted)).content == b"MZ"


def _all_bytes(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
