"""Files in the way, and a user who is asked about them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.transfer import ConflictPolicy, TransferState, WaitReason
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.conflicts import ConflictDecision, ConflictQuestion
from toptickets_desktop.transfer.workspace import Workspace

ASK = ConflictPolicy.ASK


class User:
    """Answers as told, and remembers what was asked."""

    def __init__(self) -> None:
        self.questions: list[ConflictQuestion] = []
        self.asked = asyncio.Event()
        self.answers: asyncio.Queue[ConflictDecision] = asyncio.Queue()
        self.withdrawn = 0

    async def __call__(self, question: ConflictQuestion) -> ConflictDecision:
        self.questions.append(question)
        self.asked.set()
        try:
            return await self.answers.get()
        except asyncio.CancelledError:
            self.withdrawn += 1
            raise

    def say(self, policy: ConflictPolicy, *, for_all: bool = False) -> None:
        self.answers.put_nowait(ConflictDecision(policy, for_all))

    async def until_asked(self) -> None:
        await asyncio.wait_for(self.asked.wait(), 20)
        self.asked.clear()


@pytest.fixture
def user(workspace: Workspace) -> User:
    asker = User()
    workspace.engine.set_conflict_asker(asker)
    return asker


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder in which files of the wanted names are."""
    folder = tmp_path / "saved"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_bytes(b"old")
    return folder


@pytest.fixture
def stored(sandbox: Sandbox, ticket: Ticket) -> list[Attachment]:
    return [
        Attachment(
            sandbox.add_attachment(ticket.id, filename=name, content_type="text/plain", content=b"new " + name.encode()),
            ticket.id,
            name,
            "text/plain",
            9,
        )
        for name in ("a.txt", "b.txt", "c.txt")
    ]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("policy", "state", "path"),
    [
        (ConflictPolicy.KEEP_BOTH, TransferState.DONE, "a (2).txt"),
        (ConflictPolicy.REPLACE, TransferState.DONE, "a.txt"),
        (ConflictPolicy.SKIP, TransferState.SKIPPED, "a.txt"),
        (ConflictPolicy.ASK, TransferState.DONE, "a (2).txt"),
    ],
)
async def test_what_the_user_says_is_done(
    workspace: Workspace, user: User, stored: list[Attachment], saved: Path, policy: ConflictPolicy, state: TransferState, path: str
) -> None:
    transfer_id = workspace.engine.download(stored[0], saved, if_exists=ASK)
    await user.until_asked()
    waiting = workspace.engine.snapshot(transfer_id)
    assert (waiting.state, waiting.wait_reason) == (TransferState.WAITING, WaitReason.ANSWER)
    question = user.questions[0]
    assert (question.name, question.path, question.existing_size_bytes, question.new_size_bytes) == ("a.txt", saved / "a.txt", 3, 9)
    assert question.existing_modified_at is not None
    assert contents(saved)["a.txt"] == b"old"
    user.say(policy)
    row = await workspace.engine.wait(transfer_id)
    assert (row.state, row.path) == (state, saved / path)
    assert contents(saved)[path] == (b"old" if policy is ConflictPolicy.SKIP else b"new a.txt")
    if path != "a.txt":
        assert contents(saved)["a.txt"] == b"old"


async def test_who_waits_for_an_answer_holds_up_nobody(workspace: Workspace, user: User, stored: list[Attachment], saved: Path) -> None:
    workspace.engine.set_concurrency(1)
    (saved / "c.txt").unlink()
    waiting = [workspace.engine.download(each, saved, if_exists=ASK) for each in stored[:2]]
    free = workspace.engine.download(stored[2], saved, if_exists=ASK)
    assert (await workspace.engine.wait(free)).path == saved / "c.txt"
    await user.until_asked()
    assert len(user.questions) == 1  # one at a time
    user.say(ConflictPolicy.REPLACE)
    await user.until_asked()
    user.say(ConflictPolicy.SKIP)
    assert {(await workspace.engine.wait(each)).state for each in waiting} == {TransferState.DONE, TransferState.SKIPPED}


async def test_one_answer_for_all_holds_for_its_batch_only(workspace: Workspace, user: User, stored: list[Attachment], saved: Path) -> None:
    batch_id = workspace.engine.new_batch()
    together = [workspace.engine.download(each, saved, if_exists=ASK, batch_id=batch_id) for each in stored]
    await user.until_asked()
    user.say(ConflictPolicy.REPLACE, for_all=True)
    assert {(await workspace.engine.wait(each)).state for each in together} == {TransferState.DONE}
    assert contents(saved) == {f"{each}.txt": f"new {each}.txt".encode() for each in "abc"}
    assert len(user.questions) == 1
    later = workspace.engine.download(stored[0], saved, if_exists=ASK, batch_id=workspace.engine.new_batch())
    await user.until_asked()
    user.say(ConflictPolicy.SKIP)
    assert (await workspace.engine.wait(later)).state is TransferState.SKIPPED


async def test_replace_for_all_never_replaces_what_the_same_batch_has_saved(
    workspace: Workspace, user: User, sandbox: Sandbox, ticket: Ticket, stored: list[Attachment], saved: Path
) -> None:
    twins = [
        Attachment(
            sandbox.add_attachment(ticket.id, filename="twin.txt", content_type="text/plain", content=content),
            ticket.id,
            "twin.txt",
            "text/plain",
            len(content),
        )
        for content in (b"one", b"other")
    ]
    engine = workspace.engine
    batch_id = engine.new_batch()
    await engine.wait(engine.download(twins[0], saved, if_exists=ASK, batch_id=batch_id))
    asks = engine.download(stored[0], saved, if_exists=ASK, batch_id=batch_id)
    await user.until_asked()
    user.say(ConflictPolicy.REPLACE, for_all=True)
    await engine.wait(asks)
    await engine.wait(engine.download(twins[1], saved, if_exists=ASK, batch_id=batch_id))
    assert contents(saved)["a.txt"] == b"new a.txt"
    assert contents(saved)["twin.txt"] == b"one"
    assert contents(saved)["twin (2).txt"] == b"other"


async def test_without_anybody_to_ask_both_are_kept(workspace: Workspace, stored: list[Attachment], saved: Path) -> None:
    row = await workspace.engine.wait(workspace.engine.download(stored[0], saved, if_exists=ASK))
    assert row.path == saved / "a (2).txt"
    assert contents(saved)["a.txt"] == b"old"


async def test_a_question_is_withdrawn_when_its_transfer_is_cancelled_or_paused(
    workspace: Workspace, user: User, stored: list[Attachment], saved: Path
) -> None:
    both = {workspace.engine.download(each, saved, if_exists=ASK) for each in stored[:2]}
    await user.until_asked()
    first = user.questions[0].transfer_id
    (second,) = both - {first}
    workspace.engine.cancel(first)
    assert (await workspace.engine.wait(first)).state is TransferState.CANCELLED
    await user.until_asked()  # the other one's turn
    assert [question.transfer_id for question in user.questions] == [first, second]
    workspace.engine.pause(second)
    assert workspace.engine.snapshot(second).state is TransferState.PAUSED
    workspace.engine.resume(second)
    await user.until_asked()
    assert user.withdrawn == 2
    user.say(ConflictPolicy.SKIP)
    assert (await workspace.engine.wait(second)).state is TransferState.SKIPPED
    assert contents(saved) == {f"{each}.txt": b"old" for each in "abc"}


async def test_what_turns_up_while_the_bytes_come_is_never_replaced(
    workspace: Workspace, user: User, stored: list[Attachment], tmp_path: Path
) -> None:
    folder = tmp_path / "empty"
    seen: list[TransferState] = []

    def appears(rows: object) -> None:
        state = workspace.engine.snapshot(transfer_id).state
        if state is TransferState.VERIFYING and not seen:
            seen.append(state)
            (folder / "a.txt").write_bytes(b"precious")

    transfer_id = workspace.engine.download(stored[0], folder, if_exists=ASK)
    workspace.engine.add_listener(appears)
    row = await workspace.engine.wait(transfer_id)
    assert seen
    assert (row.path, user.questions) == (folder / "a (2).txt", [])
    assert (folder / "a.txt").read_bytes() == b"precious"


async def test_an_asker_that_fails_loses_nothing(workspace: Workspace, stored: list[Attachment], saved: Path) -> None:
    async def fail(_question: ConflictQuestion) -> ConflictDecision:
        raise ValueError("no window")

    workspace.engine.set_conflict_asker(fail)
    with capture_logs() as logs:
        row = await workspace.engine.wait(workspace.engine.download(stored[0], saved, if_exists=ASK))
    assert row.path == saved / "a (2).txt"
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["nobody could be asked"]


async def test_an_archive_asks_too(workspace: Workspace, user: User, stored: list[Attachment], saved: Path) -> None:
    (saved / "all.zip").write_bytes(b"old")
    transfer_id = workspace.engine.download_zip(stored[0].ticket_id, stored, saved / "all.zip", if_exists=ASK)
    await user.until_asked()
    assert user.questions[0].name == "all.zip"
    user.say(ConflictPolicy.REPLACE)
    row = await workspace.engine.wait(transfer_id)
    assert (row.state, row.path) == (TransferState.DONE, saved / "all.zip")
    assert (saved / "all.zip").read_bytes().startswith(b"PK")


async def test_closing_withdraws_the_question(sandbox: Sandbox, stored: list[Attachment], saved: Path) -> None:
    workspace = await Workspace.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    user = User()
    workspace.engine.set_conflict_asker(user)
    workspace.engine.download(stored[0], saved, if_exists=ASK)
    await user.until_asked()
    await workspace.close()
    assert user.withdrawn == 1
