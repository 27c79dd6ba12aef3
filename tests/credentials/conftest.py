"""A real Secret Service on request, or none."""

from tests.support.keyring_fixture import keyring_session, no_session_bus

__all__ = ["keyring_session", "no_session_bus"]
