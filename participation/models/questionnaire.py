import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.enums import AskedKind


class Questionnaire(models.Model):
    """The short questions of a round, as its page put them in force."""

    consultation_round = models.OneToOneField(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="questionnaire"
    )
    # Whether people answer without an account, so that nothing but a limit keeps them from answering again.
    is_open_to_guests = models.BooleanField(default=False)
    # Whether results are public while people still answer.
    shows_meanwhile = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"questions of {self.consultation_round_id}"


class Question(models.Model):
    """One question. `words` are, by language: label, choices, and low and high, the ends of a scale. An answer names a choice
    by its place, so that all languages are counted together."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    key = models.UUIDField(default=uuid.uuid4)
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=AskedKind.choices)
    is_required = models.BooleanField(default=False)
    words = models.JSONField(default=dict)
    # The round's own, read where a translation is not there.
    language = models.CharField(max_length=12)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_once"),
            models.CheckConstraint(condition=Q(kind__in=AskedKind.values), name="question_kind_known"),
        ]

    def __str__(self) -> str:
        return f"question {self.place} of {self.questionnaire_id}"

    def said_in(self, language: str) -> dict[str, Any]:
        """Its words in a language, or else in the round's own."""
        words: dict[str, Any] = self.words.get(language) or self.words[self.language]
        return words


class AnswerSheet(models.Model):
    """What one person answered: one each, by the database. Without a person where guests answer, and once it is over and
    nobody can replace theirs any more."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="answer_sheets"
    )
    language = models.CharField(max_length=12)
    sent_at = models.DateTimeField()
    # The form's own key: a guest's form sent twice is one sheet.
    sent_key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "person"], name="one_sheet_per_person"),
        ]

    def __str__(self) -> str:
        return f"sheet of {self.questionnaire_id}"


class Answer(models.Model):
    """`value` is the place of a choice from 0, or the number on a scale; `place` that of a choice in an order, from 1.
    What was written is a comment, and passes a moderator before anybody reads it."""

    sheet = models.ForeignKey(AnswerSheet, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.OneToOneField(
        "participation.Comment", null=True, blank=True, on_delete=models.PROTECT, related_name="answer"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "question", "value"], name="answer_once"),
            models.UniqueConstraint(fields=["sheet", "question", "place"], name="answer_place_once"),
            # Numbers differ by their value; of words there is one.
            models.UniqueConstraint(
                fields=["sheet", "question"], condition=Q(value__isnull=True), name="answer_words_once"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) ^ Q(comment__isnull=True), name="answer_is_number_or_words"
            ),
        ]

    def __str__(self) -> str:
        return f"answer to {self.question_id}"
