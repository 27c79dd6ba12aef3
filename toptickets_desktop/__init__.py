"""TopTickets Desktop: an attachment manager for support agents on TopTickets.

The rooms and the rule about who may import whom are in docs/architecture.md; import-linter enforces them.
"""

__version__ = "0.1.0"
