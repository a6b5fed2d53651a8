from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CouncilReading(models.Model):
    """What an address of the council's information system said at a moment: the hash of its bytes, and what of it was
    understood. Names of people are not in it. A new one is kept only where the address says something else than before.

    `address` is empty of what was pasted without one. `set_aside` is why a clerk did not take over what changed.
    """

    address = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64)
    understood = models.JSONField()
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_aside = models.TextField(_("why it is not taken over"), blank=True)

    class Meta:
        verbose_name = _("reading of the council's information system")
        ordering = ["read_at", "pk"]
        indexes = [models.Index(fields=["address"], condition=~Q(address=""), name="reading_of_address")]

    def __str__(self) -> str:
        return self.address or self.sha256[:12]
