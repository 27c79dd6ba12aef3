"""The Transfers panel: model, delegates, panel, and the controller that speaks with the engine.

May import the shared parts of gui, transfer.engine through the bridge, and domain.
"""
