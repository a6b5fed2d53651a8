from django.db import models


class SearchEntry(models.Model):
    """The words of one thing in one language, by which it is found (base.search_index has the index over them).

    `thing` is what its languages share, `source` the key of the row that was read: what both are, the kind says
    (base.search_kinds). An entry decides nothing: whether everybody may read its source now is asked when people search.
    """

    kind = models.CharField(max_length=12)
    thing = models.CharField(max_length=36)
    source = models.PositiveBigIntegerField()
    language = models.CharField(max_length=12)
    # Of what has a number, or belongs to something that has one.
    reference = models.ForeignKey("base.Reference", null=True, on_delete=models.PROTECT, related_name="search_entries")
    # The number as people read and type it.
    name = models.CharField(max_length=60, blank=True)
    title = models.TextField()
    text = models.TextField()
    day = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing", "language"], name="search_entry_once")]
        indexes = [models.Index(fields=["kind", "source"], name="search_entries_of_source")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing} {self.language}"
