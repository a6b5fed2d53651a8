from django.db import models
from django.db.models import Q

from participation.voting_enums import LetterForm


class VotingLetter(models.Model):
    """A letter with a code that leads to one line of the roll. `digest` is the keyed hash of the code, which is kept nowhere.

    A letter that is replaced works no more; `used_at` is when it first led to a ballot or to an account. It says that people
    vote from `says_from`, and no longer at `says_until`. `act` is what two people asked for and confirmed: without one the
    database takes no letter once voting began.
    """

    roll_entry = models.ForeignKey("participation.RollEntry", on_delete=models.PROTECT, related_name="letters")
    digest = models.CharField(max_length=64, unique=True)
    form = models.CharField(max_length=8, choices=LetterForm.choices, default=LetterForm.PRINT)
    language = models.CharField(max_length=12)
    issued_at = models.DateTimeField()
    says_from = models.DateTimeField(null=True, blank=True)
    says_until = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_because = models.CharField(max_length=200, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    act = models.ForeignKey(
        "participation.SecondedAct", null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roll_entry"], condition=Q(replaced_at__isnull=True), name="one_letter_in_force_per_voter"
            ),
            models.UniqueConstraint(fields=["act", "roll_entry"], name="one_letter_per_voter_and_act"),
            models.CheckConstraint(condition=Q(form__in=LetterForm.values), name="letter_form_known"),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True, replaced_because="")
                | (Q(replaced_at__isnull=False) & ~Q(replaced_because="")),
                name="letter_replaced_with_reason",
            ),
        ]
