"""The demonstration's mail relay and its readable mailbox. Knows nothing of Django."""
