"""Moving files: checks before sending, names for saving, and the engine that uploads and downloads. asyncio, no Qt, no httpx.

May import api, credentials, settings, logs and domain; never the window, the CLI or the sandbox.
"""
