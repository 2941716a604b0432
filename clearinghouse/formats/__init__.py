"""Formats of dates and numbers that the framework files under another name."""
