"""What is kept in SQLite from one run to the next. Imports the standard library, structlog and domain only.

Knows nothing of what its rows mean: that is for the rooms above.
"""
