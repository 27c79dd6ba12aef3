"""Where the API key comes from and is kept: the environment, this session's memory, or the system's keyring; never a plain file.

The only importer of keyring (lazily: it is slow to import); may import domain.
"""

from toptickets_desktop.credentials.credentials import Credentials, KeyringStatus, KeySource, StoredKey
from toptickets_desktop.credentials.key_store import KeyStore

__all__ = ["Credentials", "KeySource", "KeyStore", "KeyringStatus", "StoredKey"]
