"""The embedded TopTickets service for the demo and the tests: real HTTP on loopback, SQLite and files, signed URLs.

Imports only the domain of our own rooms, with Starlette and uvicorn; nothing but app, cli and tests may import it.
"""
