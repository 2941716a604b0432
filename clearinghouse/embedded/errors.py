"""What can go wrong with the embedded servers, as sentences."""


class EmbeddedError(RuntimeError):
    """The embedded servers cannot be used; the text says why and what to do."""
