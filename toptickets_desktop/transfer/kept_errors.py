"""Errors that are kept for longer than the moment."""

from __future__ import annotations

from toptickets_desktop.domain.errors import TopTicketsError


def without_origins(error: TopTicketsError) -> TopTicketsError:
    """Make an error fit to be kept: no traces, and no causes but domain errors.

    The traces' frames hold blocks of files, and the network library's errors hold the request with the signed URL or the key in it.
    """
    link: BaseException = error
    while True:
        link.__traceback__ = None
        cause = link.__cause__
        link.__context__ = None
        if not isinstance(cause, TopTicketsError):
            link.__cause__ = None
            return error
        link = cause
