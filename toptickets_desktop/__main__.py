"""The `toptickets-desktop` command: arguments only."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from toptickets_desktop import __version__
from toptickets_desktop.decoding import WORKER_ARGUMENT
from toptickets_desktop.domain.access import BaseUrl
from toptickets_desktop.domain.errors import InvalidBaseUrl
from toptickets_desktop.domain.hand_over import FILES_MAX, InvalidHandOver, is_link, path_of_argument, ticket_of_link


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments and the environment, then show the window; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if list(arguments) == [WORKER_ARGUMENT]:  # the bundle has no other program to decode with
        from toptickets_desktop.decoding import worker

        return worker.main()
    parser = argparse.ArgumentParser(prog="toptickets-desktop", description="Attachment manager for support agents on TopTickets.")
    parser.add_argument("--version", action="version", version=f"TopTickets Desktop {__version__}")
    parser.add_argument("--demo", action="store_true", help="run on an embedded sandbox: no account, no network")
    parser.add_argument("--base-url", type=_base_url, metavar="URL", help="address of the service, ending in /v1 (TOPTICKETS_BASE_URL)")
    parser.add_argument("--profile", default="", metavar="NAME", help="profile to use; the last one in use unless given")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="keep everything in this folder (TOPTICKETS_DATA_DIR)")
    parser.add_argument("--ticket", default="", metavar="TICKET", help="ticket to open: an id or a number such as TKT-1042")
    parser.add_argument("--verbose", action="store_true", help="log everything (secrets are taken out)")
    parser.add_argument("--screenshots", type=Path, metavar="DIR", help="with --demo: drive the window and leave pictures in DIR")
    parser.add_argument("--self-check", action="store_true", help="with --demo: end once tickets and attachments are listed")
    parser.add_argument("files", nargs="*", metavar="FILE", help="file to upload, or a link such as toptickets://ticket/TKT-1042")
    chosen = parser.parse_args(arguments)
    if (chosen.screenshots or chosen.self_check) and not chosen.demo:
        parser.error("--screenshots and --self-check need --demo")
    if chosen.base_url is None and os.environ.get("TOPTICKETS_BASE_URL"):
        try:
            chosen.base_url = _base_url(os.environ["TOPTICKETS_BASE_URL"])
        except argparse.ArgumentTypeError as exc:
            parser.error(f"TOPTICKETS_BASE_URL: {exc}")
    if chosen.data_dir is None and os.environ.get("TOPTICKETS_DATA_DIR"):
        chosen.data_dir = Path(os.environ["TOPTICKETS_DATA_DIR"])

    ticket, files = _ticket_and_files(parser, chosen.ticket, chosen.files)

    was_collecting = gc.isenabled()
    gc.disable()  # what is being loaded is no garbage, and would be looked through again and again
    from toptickets_desktop import app  # Qt is loaded only when there is something to show

    if was_collecting:
        gc.enable()

    options = app.Options(
        demo=chosen.demo,
        base_url=chosen.base_url,
        data_dir=chosen.data_dir,
        profile=chosen.profile,
        ticket=ticket,
        files=files,
        screenshots=chosen.screenshots,
        self_check=chosen.self_check,
        verbose=chosen.verbose,
    )
    return app.run(options)


def _ticket_and_files(parser: argparse.ArgumentParser, ticket: str, arguments: Sequence[str]) -> tuple[str, tuple[Path, ...]]:
    """Tell links from files: the desktop hands over both in the same place."""
    files: list[Path] = []
    for argument in arguments:
        if not is_link(argument):
            files.append(path_of_argument(argument))
            continue
        try:
            ticket = ticket_of_link(argument)
        except InvalidHandOver:
            parser.error("this is not a link to a ticket (toptickets://ticket/TKT-1042)")
    if len(files) > FILES_MAX:
        parser.error(f"at most {FILES_MAX} files can be taken at once")
    if len(files) < len(arguments) and files:
        parser.error("a link to a ticket comes without files")
    return ticket, tuple(files)


def _base_url(text: str) -> BaseUrl:
    try:
        return BaseUrl.parse(text)
    except InvalidBaseUrl as exc:
        raise argparse.ArgumentTypeError(
            "the address must be https (http only on this computer), end in /v1, and hold no user name or query"
        ) from exc


if __name__ == "__main__":
    sys.exit(main())
