from django.db import models


class VersionFile(models.Model):
    """A file that a field of a published version shows, by its name in the storage; a version holds its hash.

    As long as the version was not withdrawn the database refuses to delete the row of the image or the document, or to give
    it another file. A redaction of the field takes this row away.
    """

    version = models.ForeignKey("base.PublishedVersion", on_delete=models.PROTECT, related_name="files")
    field = models.CharField(max_length=60)
    name = models.CharField(max_length=255, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "field", "name"], name="version_file_once")]

    def __str__(self) -> str:
        return self.name
