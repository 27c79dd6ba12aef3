"""The `toptickets` command: the same engine without a window. All words for people at a terminal are made here.

May import transfer, api, credentials, settings, logs, domain and (to start it) the sandbox; never gui, Qt, httpx or keyring.
Modules that the parser needs import nothing heavy, so that `--help` and `--version` answer at once.
"""
