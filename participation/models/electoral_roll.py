import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Replace, Upper

from participation.voting_enums import RollSource, VotingChannel

# What tells one identifier from another: neither capitals nor spaces.
IDENTIFIER_KEY = Upper(Replace("identifier", Value(" ")))


def identifier_key(identifier: str) -> str:
    """The same of a list that is not in the database."""
    return "".join(identifier.split()).upper()


def new_salt() -> str:
    return secrets.token_hex(32)


class ElectoralRoll(models.Model):
    """What holds for the roll of a round as a whole. `salt` goes into the key that the codes of its letters are hashed with."""

    consultation_round = models.OneToOneField(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="electoral_roll"
    )
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    # In words of data, what was asked of verified residents and of which organisations members were added.
    criteria = models.JSONField(default=list, blank=True)
    # As it was when voting began; everybody reads it.
    published_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"electoral roll of {self.consultation_round_id}"


class RollEntry(models.Model):
    """One person on the electoral roll of a round, whatever the channel: the voter.

    Known by account, or by an identifier where there is none (a letter, a list taken over from elsewhere), or by both. `address` is
    the keyed hash of the mail address that a list gave, or of the account that a letter became one with; where everybody who signs
    in may vote, of the mailbox that voted. One line for each, unless a list tells several people at it apart (`shares_address`).
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="roll"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    identifier = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=64, blank=True)
    shares_address = models.BooleanField(default=False)
    channel = models.CharField(max_length=8, choices=VotingChannel.choices, default=VotingChannel.WEB)
    # By which they came on the roll first.
    source = models.CharField(max_length=9, choices=RollSource.choices, default=RollSource.OTHER)
    area = models.ForeignKey("base.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name_plural = "roll entries"
        indexes = [
            models.Index(fields=["consultation_round", "address"], name="roll_entry_by_address"),
            # Whether a vote comes from elsewhere is asked on every page of a result.
            models.Index(
                fields=["consultation_round"], condition=Q(channel=VotingChannel.IMPORT), name="roll_entry_taken_over"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["consultation_round", "person"], name="one_roll_entry_per_person"),
            models.UniqueConstraint(
                "consultation_round",
                IDENTIFIER_KEY,
                condition=~Q(identifier=""),
                name="one_roll_entry_per_identifier",
            ),
            # Only the identifiers of a list tell people who share an address apart; otherwise an address is one voter.
            models.UniqueConstraint(
                fields=["consultation_round", "address"],
                condition=(Q(identifier="") | Q(shares_address=False)) & ~Q(address=""),
                name="one_roll_entry_per_mailbox",
            ),
        ]

    @property
    def is_enrolled(self) -> bool:
        """Whether they stand on the roll; otherwise voting writes them on it, where everybody may vote."""
        return self.pk is not None

    @property
    def key(self) -> str:
        """Of the voter in their own browser: what is kept there is theirs alone."""
        return str(self.person.key) if self.person is not None else f"entry-{self.pk}"


class RollRemoval(models.Model):
    """That a line was taken off a roll before voting began, and why. Which it was stands in the audit trail.

    `line` is the key that it had; `letters` is how many were made for it, and `digest` is that of the code in force, so that
    whoever still types it is told.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="roll_removals"
    )
    line = models.PositiveBigIntegerField(unique=True)
    letters = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="roll_removal_has_reason")]


class JoinedIdentifier(models.Model):
    """The identifier of a line that became one with another, of the same person: a paper that bears it is still theirs."""

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="+"
    )
    identifier = models.CharField(max_length=64)
    roll_entry = models.ForeignKey(RollEntry, on_delete=models.CASCADE, related_name="joined")

    class Meta:
        constraints = [
            models.UniqueConstraint("consultation_round", IDENTIFIER_KEY, name="one_joined_identifier"),
            models.CheckConstraint(condition=~Q(identifier=""), name="joined_identifier_given"),
        ]


class PollBookEntry(models.Model):
    """That somebody has voted, and by which way: one line per person on the roll, never what they marked.

    The key to the round is here too, for the turnout.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="poll_book"
    )
    roll_entry = models.OneToOneField(RollEntry, on_delete=models.PROTECT, related_name="poll_book_entry")
    channel = models.CharField(max_length=8, choices=VotingChannel.choices, default=VotingChannel.WEB)
    cast_at = models.DateTimeField()
    times_replaced = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "poll book entries"
