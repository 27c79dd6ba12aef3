from __future__ import annotations

import hashlib
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.api_requests import signed_url, upload
from toptickets_desktop.sandbox.server import Sandbox

_CONTENT = bytes(range(256)) * 4000  # more than one chunk


@pytest.fixture
def attachment_id(api: httpx.Client, ticket_id: str) -> str:
    return str(upload(api, ticket_id, _CONTENT, filename="näme.zip", content_type="application/zip")["id"])


@pytest.fixture
def url(api: httpx.Client, ticket_id: str, attachment_id: str) -> str:
    return signed_url(api, ticket_id, attachment_id)


def test_the_whole_object(api: httpx.Client, storage: httpx.Client, ticket_id: str, attachment_id: str) -> None:
    answer = api.get(f"/tickets/{ticket_id}/attachments/{attachment_id}/download").json()
    response = storage.get(answer["signed_url"])
    assert response.status_code == 200
    assert response.content == _CONTENT
    assert response.headers["content-length"] == str(len(_CONTENT))
    assert response.headers["content-type"] == "application/zip"
    assert response.headers["accept-ranges"] == "bytes"
    assert response.headers["etag"] == f'"{hashlib.md5(_CONTENT).hexdigest()}"'
    assert response.headers["expires"] == parsedate_to_datetime(response.headers["expires"]).strftime("%a, %d %b %Y %H:%M:%S GMT")
    expires_at = parsedate_to_datetime(response.headers["expires"]).timestamp()
    assert answer["expires_at"].endswith("Z")
    assert 3590 < expires_at - parsedate_to_datetime(response.headers["last-modified"]).timestamp() <= 3601
    assert "content-disposition" not in response.headers


def test_it_is_another_host_than_the_api(sandbox: Sandbox, url: str) -> None:
    assert url.startswith(f"{sandbox.storage_origin}/storage/v1/object/sign/attachments/")
    assert urlsplit(url).hostname != sandbox.base_url.host


def test_head(storage: httpx.Client, url: str) -> None:
    head, get = storage.head(url), storage.get(url)
    same = ("etag", "content-length", "content-type", "accept-ranges", "last-modified", "expires")
    assert (head.status_code, head.content) == (200, b"")
    assert [head.headers[name] for name in same] == [get.headers[name] for name in same]


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=100-199", 100, 200),
        ("bytes=0-", 0, len(_CONTENT)),
        ("bytes=1000000-", 1_000_000, len(_CONTENT)),
        ("bytes=-24", len(_CONTENT) - 24, len(_CONTENT)),
        ("bytes=-99999999999", 0, len(_CONTENT)),
        ("bytes=1023999-99999999999", len(_CONTENT) - 1, len(_CONTENT)),
    ],
)
@pytest.mark.parametrize("condition", [{}, {"If-Range": '"another"'}, {"If-Match": '"another"'}])
def test_a_range(storage: httpx.Client, url: str, asked: str, first: int, end: int, condition: dict[str, str]) -> None:
    response = storage.get(url, headers={"Range": asked, **condition})
    assert response.status_code == 206
    assert response.content == _CONTENT[first:end]
    assert response.headers["content-range"] == f"bytes {first}-{end - 1}/{len(_CONTENT)}"
    assert response.headers["content-length"] == str(end - first)
    assert response.headers["etag"]


@pytest.mark.parametrize("asked", ["bytes=1024000-", "bytes=9999999-10000000", "bytes=-0"])
def test_a_range_past_the_end(storage: httpx.Client, url: str, asked: str) -> None:
    response = storage.get(url, headers={"Range": asked})
    assert response.status_code == 416
    assert "content-range" not in response.headers
    assert response.json()["error"] == "InvalidRange"


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=-", "bytes=0-1,4-5", "items=0-1", "bytes=a-b", ""])
def test_a_range_that_is_none_means_everything(storage: httpx.Client, url: str, asked: str) -> None:
    response = storage.get(url, headers={"Range": asked})
    assert (response.status_code, len(response.content)) == (200, len(_CONTENT))


def test_an_empty_object(api: httpx.Client, storage: httpx.Client, ticket_id: str) -> None:
    empty = signed_url(api, ticket_id, upload(api, ticket_id, b"")["id"])
    assert (storage.get(empty).status_code, storage.get(empty).content) == (200, b"")
    assert storage.get(empty, headers={"Range": "bytes=0-"}).status_code == 416


def test_an_expired_link(sandbox: Sandbox, api: httpx.Client, storage: httpx.Client, ticket_id: str, attachment_id: str) -> None:
    sandbox.set_url_lifetime(-1)
    response = storage.get(signed_url(api, ticket_id, attachment_id))
    assert response.status_code == 400
    assert response.json() == {
        "statusCode": "400",
        "error": "InvalidJWT",
        "message": '"exp" claim timestamp check failed',
        "code": "InvalidJWT",
    }


def test_a_tampered_link(storage: httpx.Client, url: str) -> None:
    head, _, signature = url.rpartition(".")
    response = storage.get(f"{head}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}")
    assert (response.status_code, response.json()["message"]) == (400, "signature verification failed")


def test_a_token_opens_only_its_own_object(api: httpx.Client, storage: httpx.Client, ticket_id: str, url: str) -> None:
    other = signed_url(api, ticket_id, upload(api, ticket_id, b"other")["id"])
    response = storage.get(other.partition("?")[0] + "?" + urlsplit(url).query)
    assert (response.status_code, response.json()["error"]) == (400, "InvalidSignature")


@pytest.mark.parametrize("query", ["", "?token=", "?token=a.b.c", "?token=%ff", "?other=1"])
def test_no_token_or_nonsense(storage: httpx.Client, url: str, query: str) -> None:
    response = storage.get(url.partition("?")[0] + query)
    assert response.status_code == 400
    assert response.json()["error"] in {"Error", "InvalidJWT"}


def test_a_deleted_object(api: httpx.Client, storage: httpx.Client, ticket_id: str, attachment_id: str, url: str) -> None:
    api.delete(f"/tickets/{ticket_id}/attachments/{attachment_id}")
    response = storage.get(url)
    assert response.status_code == 400
    assert response.json() == {"statusCode": "404", "error": "not_found", "message": "Object not found", "code": "NoSuchKey"}


def test_a_lost_file(sandbox: Sandbox, storage: httpx.Client, attachment_id: str, url: str) -> None:
    (sandbox.data_dir / "objects" / attachment_id).unlink()
    assert storage.get(url).status_code == 500


def test_deleted_during_the_download_the_old_bytes_still_come(
    sandbox: Sandbox, api: httpx.Client, storage: httpx.Client, ticket_id: str, attachment_id: str, url: str
) -> None:
    sandbox.limit_speed(5_000_000)
    with storage.stream("GET", url) as running:
        stream = running.iter_raw()
        received = next(stream)
        assert api.delete(f"/tickets/{ticket_id}/attachments/{attachment_id}").status_code == 204
        received += b"".join(stream)
    assert received == _CONTENT


def test_a_name_to_save_under(storage: httpx.Client, url: str) -> None:
    named = storage.get(f"{url}&download=n%C3%A4%22me.png").headers["content-disposition"]
    assert named == "attachment; filename=n%C3%A4%22me.png; filename*=UTF-8''n%C3%A4%22me.png"
    assert storage.get(f"{url}&download=").headers["content-disposition"].endswith("filename*=UTF-8''n%C3%A4me.zip")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/v1/tickets"), ("POST", "/storage/v1/object/sign/attachments/a/b"), ("DELETE", "/x")]
)
def test_it_knows_nothing_else(sandbox: Sandbox, storage: httpx.Client, method: str, path: str) -> None:
    response = storage.request(method, f"{sandbox.storage_origin}{path}")
    assert response.status_code == 404
    assert response.json() == {"message": f"Route {method}:{path} not found", "error": "Not Found", "statusCode": 404}


def test_a_hostile_content_type_does_not_break_the_answer(
    sandbox: Sandbox, api: httpx.Client, storage: httpx.Client, ticket_id: str
) -> None:
    planted = sandbox.add_attachment(ticket_id, filename="x", content_type="text/日本\r\nX-Injected: yes", content=b"x")
    response = storage.get(signed_url(api, ticket_id, planted))
    assert (response.status_code, response.content) == (200, b"x")
    assert "x-injected" not in response.headers
