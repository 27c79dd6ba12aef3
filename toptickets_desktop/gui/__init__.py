"""The window. Qt only: views, models and the one bridge to the engine's thread.

May import transfer, api, credentials, settings, logs and domain; never the sandbox, the CLI, httpx or keyring.
"""
