from django.db import models


class ItemTerm(models.Model):
    """A term of the newest version of an agenda item in a language, by which the agenda is looked through.

    A copy of what the version says, in columns that the database can choose by; written anew with every version.
    """

    version = models.ForeignKey("base.PublishedVersion", on_delete=models.PROTECT, related_name="item_terms")
    # The field of the version: a taxonomy, or `tags`, its themes.
    taxonomy = models.CharField(max_length=60)
    code = models.CharField(max_length=100)
    label = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "taxonomy", "code"], name="item_term_once")]
        indexes = [models.Index(fields=["taxonomy", "code", "label"])]

    def __str__(self) -> str:
        return self.label
