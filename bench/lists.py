"""Lists of 1,000, 10,000 and 100,000 tickets, and 10,000 attachments in one: `python3 dev.py bench lists`."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import statistics
import sys
import tempfile
import time
import tracemalloc
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bench._harness import number, print_table, write_json
from toptickets_desktop.api.wire import decode_attachments, decode_tickets
from toptickets_desktop.domain.ticket import Ticket, TicketQuery
from toptickets_desktop.gui.attachments.attachment_model import AttachmentColumn, AttachmentModel
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.garbage import WindowThreadCollector
from toptickets_desktop.gui.people import People
from toptickets_desktop.gui.tickets.lean_tickets import LeanTickets
from toptickets_desktop.gui.tickets.ticket_controller import PAGE_SIZE
from toptickets_desktop.gui.tickets.ticket_model import TicketColumn, TicketModel
from toptickets_desktop.gui.tickets.ticket_pane import TicketPane
from toptickets_desktop.store.metadata import MetadataStore

SIZES = (1_000, 10_000, 100_000)
ATTACHMENTS = 10_000
WIRE_PAGE = 500
SORTS = 5
WORDS = [
    "login",
    "invoice",
    "printer",
    "network",
    "password",
    "screen",
    "export",
    "import",
    "crash",
    "slow",
    "update",
    "mail",
    "calendar",
    "sync",
    "backup",
    "license",
    "access",
    "account",
    "billing",
    "refund",
    "upload",
    "download",
    "missing",
    "error",
    "timeout",
    "request",
    "order",
    "customer",
    "label",
    "report",
]
PREFIXES = ("in", "inv", "invo", "invoi", "invoic", "invoice", "invoice p", "invoice pr", "tkt-90", "TKT-9000", "zzz", "screen crash")


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    assert application
    collector = WindowThreadCollector()  # as the program has it
    collector.start()
    rng = random.Random(6)  # made-up tickets
    head = (
        "tickets",
        "decode ms/500",
        "bytes/row",
        "first rows ms",
        "page p50 ms",
        "page max ms",
        "page µs/row",
        "sort worst ms",
        "sorted page max ms",
        "refresh 100 ms",
        "search p95 ms",
    )
    table = []
    figures: dict[str, Any] = {}
    for size in SIZES:
        result = measure_tickets(size, rng)
        figures[f"{size} tickets"] = result
        table.append((f"{size:,}", *(number(value) for value in result.values())))
    bars = ("bar", "", "≤ 600", "≤ 150", "", "≤ 16", "flat", "≤ 50", "≤ 16", "≤ 16", "≤ 16")
    print_table(head, [*table, bars])
    result = measure_attachments(rng)
    figures[f"{ATTACHMENTS} attachments"] = result
    print_table(
        (f"{ATTACHMENTS:,} attachments in one ticket", "measured", "bar"), [(n, number(v), ATTACHMENT_BARS[n]) for n, v in result.items()]
    )
    write_json("lists", figures)
    return 0


def measure_tickets(size: int, rng: random.Random) -> dict[str, float]:
    bodies = [ticket_page(first, min(WIRE_PAGE, size - first), rng) for first in range(0, size, WIRE_PAGE)]
    decode_ms, bytes_a_row = [], 0.0
    gc.collect()
    tracemalloc.start()
    tickets: list[Ticket] = []
    rows = LeanTickets()
    for body in bodies:
        tickets += rows.lean(decode_tickets(body).usable)
    model = TicketModel(People())
    for first in range(0, size, PAGE_SIZE):
        model.upsert(tickets[first : first + PAGE_SIZE])
    tickets.clear()
    gc.collect()
    bytes_a_row = tracemalloc.get_traced_memory()[0] / size
    tracemalloc.stop()
    del model
    decode_ms += [timed_ms(lambda body=body: rows.lean(decode_tickets(body).usable)) for body in bodies[:20]]
    tickets = [ticket for body in bodies for ticket in rows.lean(decode_tickets(body).usable)]
    pane, model = shown_pane()
    first_ms = timed_ms(lambda: (model.upsert(tickets[:PAGE_SIZE]), painted()))
    pages_ms = [
        timed_ms(lambda first=first: (model.upsert(tickets[first : first + PAGE_SIZE]), painted()))
        for first in range(PAGE_SIZE, size, PAGE_SIZE)
    ]
    pane.choose(tickets[size // 2].id)
    sorts_ms = [
        timed_ms(lambda column=column, order=order: (model.sort(column, order), painted()))
        for _ in range(SORTS)
        for column in (TicketColumn.SUBJECT, TicketColumn.UPDATED, TicketColumn.NUMBER, TicketColumn.STATUS, TicketColumn.PRIORITY)
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
    ]
    model.sort(TicketColumn.SUBJECT)
    late = [
        row
        for body in (ticket_page(size + k * PAGE_SIZE, PAGE_SIZE, rng) for k in range(10))
        for row in rows.lean(decode_tickets(body).usable)
    ]
    sorted_ms = [timed_ms(lambda k=k: (model.upsert(late[k * PAGE_SIZE : (k + 1) * PAGE_SIZE]), painted())) for k in range(10)]
    model.sort(-1)
    newer = decode_tickets(ticket_page(0, PAGE_SIZE, rng)).usable
    refresh_ms = timed_ms(lambda: (model.upsert(newer), painted()))
    pane.deleteLater()
    search_ms = asyncio.run(measure_search(tickets))
    return {
        "decode_ms": statistics.median(decode_ms),
        "bytes_a_row": bytes_a_row,
        "first_rows_ms": first_ms,
        "page_ms": statistics.median(pages_ms),
        "page_max_ms": max(pages_ms),
        "page_us_a_row": sum(pages_ms) * 1000 / (size - PAGE_SIZE),
        "sort_ms": max(sorts_ms),
        "sorted_page_max_ms": max(sorted_ms),
        "refresh_ms": refresh_ms,
        "search_p95_ms": sorted(search_ms)[int(len(search_ms) * 0.95)],
    }


async def measure_search(tickets: list[Ticket]) -> list[float]:
    """From the key's press until the rows are there, as the window asks for them: through the cache's own thread."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        store = MetadataStore(Path(folder) / "metadata.sqlite")
        for first in range(0, len(tickets), 5_000):
            await store.keep_tickets("bench", tickets[first : first + 5_000])
        values = []
        for words in PREFIXES * 5:
            started = time.perf_counter()
            await store.tickets("bench", TicketQuery(search=words), limit=PAGE_SIZE)
            values.append((time.perf_counter() - started) * 1000)
        await store.close()
        return values


ATTACHMENT_BARS = {
    "decode ms": "",
    "bytes a row": "≤ 600",
    "list shown ms": "≤ 150",
    "same list again ms": "≤ 16",
    "sort, worst column ms": "≤ 50",
    "filter, letter by letter, worst ms": "≤ 16",
}


def measure_attachments(rng: random.Random) -> dict[str, float]:
    body = attachment_list(rng)
    decode_ms = timed_ms(lambda: decode_attachments(body, ticket_id="t"))
    gc.collect()
    tracemalloc.start()
    model = AttachmentModel(People())
    model.set_rows(decode_attachments(body, ticket_id="t").usable)
    gc.collect()
    bytes_a_row = tracemalloc.get_traced_memory()[0] / ATTACHMENTS
    tracemalloc.stop()
    pane = AttachmentPane(model)
    pane.stack.show_content()
    pane.resize(700, 800)
    pane.show()
    painted()
    model.set_rows([])
    rows = decode_attachments(body, ticket_id="t").usable
    shown_ms = timed_ms(lambda: (model.set_rows(rows), painted()))
    again = decode_attachments(body, ticket_id="t").usable
    again_ms = timed_ms(lambda: (model.set_rows(again), painted()))
    sorts_ms = [
        timed_ms(lambda column=column, order=order: (model.sort(column, order), painted()))
        for column in AttachmentColumn
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
    ]
    filter_ms = [timed_ms(lambda end=end: (pane.filter_field.setText("screen"[:end]), painted())) for end in range(1, 7)]
    return dict(zip(ATTACHMENT_BARS, (decode_ms, bytes_a_row, shown_ms, again_ms, max(sorts_ms), max(filter_ms)), strict=True))


def shown_pane() -> tuple[TicketPane, TicketModel]:
    model = TicketModel(People())
    pane = TicketPane(model)
    pane.stack.show_content()
    pane.resize(560, 800)
    pane.show()
    painted()
    return pane, model


def painted() -> None:
    QApplication.processEvents()


def timed_ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def ticket_page(first: int, count: int, rng: random.Random) -> bytes:
    """A page as the service sends it."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    people = [str(uuid.UUID(int=number)) for number in range(200)]
    return json.dumps(
        [
            {
                "id": str(uuid.UUID(int=rng.getrandbits(128))) if first else str(uuid.UUID(int=10**9 + k)),
                "ticket_number": 1000 + first + k,
                "ticket_display_id": f"TKT-{1000 + first + k}",
                "subject": " ".join(rng.choices(WORDS, k=6)).capitalize(),
                "status": rng.choice(["new", "open", "pending", "resolved", "closed"]),
                "priority": rng.choice(["low", "medium", "high", "urgent"]),
                "category": rng.choice(["billing", "technical", None]),
                "description": " ".join(rng.choices(WORDS, k=30)),
                "customer_id": str(uuid.UUID(int=rng.getrandbits(128))),
                "assigned_user_id": rng.choice([*people, None]),
                "assigned_team_id": rng.choice([*people[:10], None]),
                "due_date": None,
                "created_at": (start + timedelta(seconds=rng.randrange(10**7))).isoformat(),
                "updated_at": (start + timedelta(seconds=rng.randrange(10**7))).isoformat(),
                "resolved_at": None,
                "closed_at": None,
            }
            for k in range(count)
        ]
    ).encode()


def attachment_list(rng: random.Random) -> bytes:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return json.dumps(
        [
            {
                "id": str(uuid.UUID(int=rng.getrandbits(128))),
                "ticket_id": "t",
                "filename": f"{rng.choice(WORDS)}-{rng.choice(WORDS)}-{k}.{rng.choice(['png', 'log', 'pdf'])}",
                "content_type": rng.choice(["image/png", "text/plain", "application/pdf"]),
                "size_bytes": rng.randrange(30 * 1024 * 1024),
                "uploaded_by_user_id": str(uuid.UUID(int=rng.randrange(200))),
                "created_at": (start + timedelta(seconds=rng.randrange(10**7))).isoformat(),
            }
            for k in range(ATTACHMENTS)
        ]
    ).encode()


if __name__ == "__main__":
    sys.exit(main())
