from __future__ import annotations

import json
from pathlib import Path

import httpx

from toptickets_desktop.sandbox.access_log import AccessLog, LogFile
from toptickets_desktop.sandbox.server import Sandbox


async def _ask(log: AccessLog, url: str, **headers: str) -> None:
    async def app(scope: object, receive: object, send: object) -> None:  # an application is async
        await send({"type": "http.response.start", "status": 204, "headers": []})  # type: ignore[operator]  # ASGI's callables
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]

    async with httpx.AsyncClient(transport=httpx.ASGITransport(log.watch(app))) as client:
        await client.get(url, headers=headers)


async def test_a_record_holds_no_query_and_no_key() -> None:
    log = AccessLog()
    await _ask(log, "http://x/tt_admin_abcdefghijkl?token=secret", Authorization="Bearer tt_admin_abcdefghijkl", Range="bytes=0-1")
    (record,) = log.records
    assert (record.path, record.status, record.had_authorization, record.range) == ("/tt_admin_[redacted]", 204, True, "bytes=0-1")
    assert "secret" not in record.to_line()
    assert "abcdefghijkl" not in record.to_line()


async def test_memory_and_file_stay_bounded(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    log = AccessLog(files=[LogFile(file, bytes_max=500)])
    for place in range(30):
        await _ask(log, f"http://x/{place}")
    assert len(log.records) == 30
    older = file.with_name("log.jsonl.1")
    assert older.stat().st_size < 700
    assert not file.exists() or file.stat().st_size <= 500
    lines = [json.loads(line) for line in older.read_text().splitlines()]
    assert [line["method"] for line in lines] == ["GET"] * len(lines)


def test_a_long_path_is_cut(sandbox: Sandbox) -> None:
    httpx.get(f"{sandbox.base_url}/{'x' * 2000}", trust_env=False)
    assert len(sandbox.requests[-1].path) == 500
