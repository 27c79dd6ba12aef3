"""Who is signed in: the dialog that asks for an API key, and the controller that opens and closes the workspace.

May import the shared parts of gui, api.client for the test of a key, credentials, and domain.
"""
