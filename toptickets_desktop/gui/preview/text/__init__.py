"""Text of any size: a document indexed by rows, a view that paints what can be seen, and what is searched in it off the window's thread.

May import what the preview around it may; `text_document`, `encodings`, `log_lines` and `text_search` need no Qt.
"""
