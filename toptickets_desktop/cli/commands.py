"""The commands and their options. Each imports its work when it is called, so that help and usage errors come at once."""

from __future__ import annotations

from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import click

from toptickets_desktop import __version__
from toptickets_desktop.cli.exit_codes import ExitCode
from toptickets_desktop.cli.invocation import Invocation
from toptickets_desktop.domain.access import is_loopback
from toptickets_desktop.domain.ticket import TicketPriority, TicketQuery, TicketStatus
from toptickets_desktop.domain.transfer import ConflictPolicy

PROGRAM_NAME = "toptickets"

Outcome = TypeVar("Outcome")

_EPILOG = """\b
Exit codes: 0 everything done; 1 some file was not done; 2 usage error; 3 no
API key, or the service refused it (401); 4 the key may not do this (403);
5 the service could not be reached; 130 interrupted. With several files, codes
3 to 5 mean that none of them was done, for that reason.

\b
Environment: TOPTICKETS_API_KEY (wins over the keyring and is never stored),
TOPTICKETS_BASE_URL, TOPTICKETS_PROFILE, TOPTICKETS_DATA_DIR. Options win.

TICKET is an id or a number such as TKT-1042."""

_pass_invocation = click.make_pass_decorator(Invocation)


class _Path(click.Path):
    """A path as it was typed. Whether it can be read is found out where it is used, so that one bad file does not stop the others."""

    def __init__(self, *, takes_files: bool = True) -> None:
        super().__init__(file_okay=takes_files, readable=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value):
            # pathlib takes it for the current folder, and a script's unset variable would have everything in there uploaded.
            self.fail("The path is empty.", param, ctx)
        return super().convert(value, param, ctx)


_folder = _Path(takes_files=False)


def _run(work: Coroutine[Any, Any, Outcome]) -> Outcome:
    import asyncio

    return asyncio.run(_ending_on_sigterm(work))


async def _ending_on_sigterm(work: Coroutine[Any, Any, Outcome]) -> Outcome:
    """End as cleanly on SIGTERM as asyncio.run does on Ctrl+C: cancelled, with time to remove partial files."""
    import asyncio
    import contextlib
    import signal

    task = asyncio.current_task()
    assert task is not None  # noqa: S101  # this is a coroutine
    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # Windows, or not the main thread
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await work


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name=PROGRAM_NAME)
@click.option("--base-url", metavar="URL", envvar="TOPTICKETS_BASE_URL", help="Address of the service, ending in /v1.")
@click.option("--profile", "profile_name", metavar="NAME", envvar="TOPTICKETS_PROFILE", help="Profile whose address and key are used.")
@click.option("--data-dir", metavar="DIR", type=_folder, envvar="TOPTICKETS_DATA_DIR", help="Keep settings and logs in this folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line on standard output; all else on standard error.")
@click.option("-v", "--verbose", is_flag=True, help="Log every detail, except secrets.")
@_pass_invocation
def toptickets(
    invocation: Invocation, base_url: str | None, profile_name: str | None, data_dir: Path | None, as_json: bool, verbose: bool
) -> None:
    """List TopTickets tickets and their attachments; upload, download and delete attachments."""
    invocation.base_url_text = base_url or ""
    invocation.profile_name = (profile_name or "").strip()
    invocation.data_dir = data_dir
    invocation.as_json = as_json
    invocation.verbose = verbose
    invocation.start_logs()


@toptickets.command()
@click.option("--status", type=click.Choice([each.value for each in TicketStatus]), help="Only tickets with this status.")
@click.option("--priority", type=click.Choice([each.value for each in TicketPriority]), help="Only tickets with this priority.")
@click.option("--search", metavar="TEXT", default="", help="Only tickets that match this text.")
@click.option("--unassigned", is_flag=True, help="Only tickets assigned to nobody.")
@click.option("--all", "lists_all", is_flag=True, help="List all of them, not only the first 100.")
@_pass_invocation
def tickets(invocation: Invocation, status: str | None, priority: str | None, search: str, unassigned: bool, lists_all: bool) -> int:
    """List tickets."""
    from toptickets_desktop.cli.listing import list_tickets

    query = TicketQuery(search=search, status=status, priority=priority, unassigned=unassigned)
    return _run(list_tickets(invocation, query, lists_all=lists_all))


@toptickets.command()
@click.argument("ticket")
@_pass_invocation
def attachments(invocation: Invocation, ticket: str) -> int:
    """List the attachments of a ticket."""
    from toptickets_desktop.cli.listing import list_attachments

    return _run(list_attachments(invocation, ticket))


@toptickets.command()
@click.argument("ticket")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_Path())
@_pass_invocation
def upload(invocation: Invocation, ticket: str, files: tuple[Path, ...]) -> int:
    """Upload files to a ticket.

    A folder stands for all the files in it. Every file is checked before anything is sent: it may have 30 MB at most, and must be of a
    type that the service accepts.
    """
    from toptickets_desktop.cli.uploading import upload_files

    return _run(upload_files(invocation, ticket, [file.absolute() for file in files]))


@toptickets.command()
@click.argument("ticket")
@click.argument("attachments", metavar="[ATTACHMENT...]", nargs=-1)
@click.option("--all", "takes_all", is_flag=True, help="Download all attachments of the ticket.")
@click.option(
    "-o", "--output", "folder", metavar="DIR", type=_folder, default=Path(), help="Save into this folder [default: the current one]."
)
@click.option("--zip", "archive", metavar="FILE", type=_Path(), help="Save them into one ZIP archive.")
@click.option("--keep-incomplete", is_flag=True, help="Save the archive even if some attachments cannot be fetched.")
@click.option("--manifest", "writes_manifest", is_flag=True, help="Write names, ids, sizes, types, times and SHA-256 as JSON beside it.")
@click.option(
    "--if-exists",
    type=click.Choice([each.value for each in ConflictPolicy]),
    default=ConflictPolicy.KEEP_BOTH.value,
    show_default=True,
    help="What to do when there is a file of that name already.",
)
@_pass_invocation
def download(
    invocation: Invocation,
    ticket: str,
    attachments: tuple[str, ...],
    takes_all: bool,
    folder: Path,
    archive: Path | None,
    keep_incomplete: bool,
    writes_manifest: bool,
    if_exists: str,
) -> int:
    """Download attachments of a ticket.

    Give the id of each, or its name if no other attachment of the ticket has the same.
    """
    if bool(attachments) == takes_all:
        raise click.UsageError("Say which attachments, or give --all.")
    if keep_incomplete and archive is None:
        raise click.UsageError("--keep-incomplete is about an archive: give --zip, too.")
    from toptickets_desktop.cli.deleting import can_ask
    from toptickets_desktop.cli.downloading import DownloadWish, ask_first, download_attachments, download_found, find_downloads

    wish = DownloadWish(
        ticket,
        attachments or None,
        folder.absolute(),
        ConflictPolicy(if_exists),
        None if archive is None else (folder / archive).absolute(),
        keep_incomplete=keep_incomplete,
        writes_manifest=writes_manifest,
    )
    if wish.if_exists is not ConflictPolicy.ASK:
        return _run(download_attachments(invocation, wish))
    if not can_ask():
        raise click.UsageError("There is no terminal to ask on; give --if-exists another value.")
    found = _run(find_downloads(invocation, wish))
    ask_first(wish, found)
    return _run(download_found(invocation, wish, found))


@toptickets.command()
@click.argument("ticket")
@click.argument("attachments", metavar="ATTACHMENT...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Delete without asking.")
@_pass_invocation
def delete(invocation: Invocation, ticket: str, attachments: tuple[str, ...], yes: bool) -> int:
    """Delete attachments for good.

    Give the id of each, or its name if no other attachment of the ticket has the same.
    """
    from toptickets_desktop.cli.deleting import ask, can_ask, delete_selected, find_attachments

    if not yes and not can_ask():
        raise click.UsageError("There is no terminal to ask on; give --yes to delete without being asked.")
    found = _run(find_attachments(invocation, ticket, attachments))
    # Asked between two loops: inside one, Ctrl+C would only be noted and the question would stay.
    if not yes and found.attachments and not ask(found):
        invocation.output.note("Nothing was deleted.")
        return ExitCode.NOT_ALL_DONE
    return _run(delete_selected(invocation, found))


@toptickets.command()
@_pass_invocation
def profiles(invocation: Invocation) -> int:
    """List the profiles: what the window and --profile can use.

    Profiles are made in the window. The one marked with a star is used when --profile is not given.
    """
    from toptickets_desktop.cli.profiles import list_profiles

    return list_profiles(invocation)


@toptickets.group()
def key() -> None:
    """Store, show the source of, or remove the API key."""


@key.command("set")
@_pass_invocation
def set_key(invocation: Invocation) -> int:
    """Store an API key in the system's keyring.

    You are asked for it; if standard input is not a terminal, it is read from there. The service is asked first whether the key works.
    """
    from toptickets_desktop.cli.keys import read_key, store_key

    return _run(store_key(invocation, read_key()))


@key.command("status")
@_pass_invocation
def key_status(invocation: Invocation) -> int:
    """Say where the key comes from.

    The key itself is never shown, and nothing is sent.
    """
    from toptickets_desktop.cli.keys import show_status

    return _run(show_status(invocation))


@key.command("remove")
@_pass_invocation
def remove_key(invocation: Invocation) -> int:
    """Remove the key from the keyring."""
    from toptickets_desktop.cli.keys import remove_key as remove

    return _run(remove(invocation))


@toptickets.command("forget-everything")
@click.option("--yes", "is_confirmed", is_flag=True, help="Do not ask.")
@_pass_invocation
def forget_everything(invocation: Invocation, is_confirmed: bool) -> int:
    """Remove everything this program keeps: keys, settings, lists of transfers, caches, logs.

    Downloaded files stay. The window must not be running.
    """
    from toptickets_desktop.cli.forgetting import forget_everything as forget

    return _run(forget(invocation, is_confirmed=is_confirmed))


@toptickets.command()
@click.option("--host", metavar="H", default="127.0.0.1", show_default=True, help="Loopback address to listen on.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=0, help="Port to listen on [default: any free one].")
@click.option(
    "--tickets",
    "ticket_count",
    metavar="N",
    type=click.IntRange(0, 100_000),
    default=60,
    show_default=True,
    help="How many tickets it has.",
)
@click.option("--data", "folder", metavar="DIR", type=_folder, help="Keep the data in this folder [default: a temporary one].")
@_pass_invocation
def sandbox(invocation: Invocation, host: str, port: int, ticket_count: int, folder: Path | None) -> int:
    """Run a practice service on this computer.

    It serves the documented API with made-up tickets, to this computer only, until you press Ctrl+C.
    """
    if not is_loopback(host):
        raise click.UsageError("The sandbox serves this computer only: --host must be a loopback address.")
    from toptickets_desktop.cli.sandboxing import serve

    return serve(invocation, host=host, port=port, ticket_count=ticket_count, folder=folder)
