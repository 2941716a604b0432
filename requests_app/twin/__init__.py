"""The request form as a Word file: the same fields, written offline and read again."""
