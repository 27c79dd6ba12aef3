"""The list of tickets: model, pane with search and filters, and the controller that fetches.

May import the shared parts of gui, transfer.workspace's client through the bridge, and domain.
"""
