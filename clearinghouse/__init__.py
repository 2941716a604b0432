"""The project package: wiring, and everything that the three domain apps share."""

from clearinghouse.celery import app as celery_app

__all__ = ["celery_app"]
