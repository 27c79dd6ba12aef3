"""The attachments of one ticket: model, pane with filter and drop, and the controller that fetches, sends, saves and deletes.

May import the shared parts of gui, transfer through the bridge, and domain.
"""
