from django.db import models


class CountChange(models.Model):
    """What a subject's supports and comments counted just before they changed; who changed them is not in it.

    With it a list in the order of a count can be read on as it stood when its first page was read. Written by the database
    alone (participation.counts). `written` orders the changes: on PostgreSQL the transaction, on SQLite the row itself.
    """

    subject = models.ForeignKey("participation.Subject", on_delete=models.CASCADE, related_name="+")
    supports = models.PositiveIntegerField()
    comments = models.PositiveIntegerField()
    written = models.BigIntegerField(db_index=True)
    at = models.DateTimeField()
