"""What decodes strangers' files, in a process of its own that may crash, hang or be taken over without harm.

Imports the domain, msgspec and Qt's classes for pictures and documents (QtCore, QtGui, QtPdf): no widgets, no network, no room of the
window's. `worker.py` is the process, `wire.py` what it says and hears, `jobs.py` the list of what it can do.
"""

WORKER_ARGUMENT = "--decoding-worker"
"""What makes the bundle's program a decoding process; see `__main__.py`."""
