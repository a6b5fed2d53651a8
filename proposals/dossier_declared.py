"""What stands in a dossier of what this package and those below it know, in reading order."""

from django.utils.translation import gettext_lazy as _

from proposals.dossier_chapters import Chapter, declare_chapter
from proposals.dossier_words.answers import (
    assessments_sheets,
    assessments_words,
    moderation_sheets,
    moderation_words,
    response_sheets,
    response_words,
)
from proposals.dossier_words.contributions import (
    contributions_sheets,
    contributions_texts,
    contributions_words,
    participation_sheets,
    participation_words,
)
from proposals.dossier_words.council import commitments_sheets, commitments_words, council_sheets, council_words
from proposals.dossier_words.question import question_sheets, question_texts, question_words, rules_words
from proposals.dossier_words.summary import summary_words
from proposals.dossier_words.vote import vote_sheets, vote_words
from proposals.queries.dossier.answers import assessments_data, response_data, response_keys, response_rows
from proposals.queries.dossier.contributions import contribution_keys, contributions, contributions_data
from proposals.queries.dossier.council import commitments_data, council_data
from proposals.queries.dossier.moderation import moderation_data
from proposals.queries.dossier.participation import participation_data
from proposals.queries.dossier.question import question_data, rules_data
from proposals.queries.dossier.summary import summary_data
from proposals.queries.dossier.vote import vote_data


def declare_chapters() -> None:
    for chapter in (
        Chapter("summary", 5, _("In short"), summary_data, summary_words),
        Chapter(
            "question", 10, _("What was asked"), question_data, question_words, question_sheets, texts=question_texts
        ),
        Chapter("rules", 20, _("The rules"), rules_data, rules_words),
        Chapter("participation", 30, _("Who took part"), participation_data, participation_words, participation_sheets),
        Chapter(
            "contributions",
            40,
            _("What was said"),
            contributions_data,
            contributions_words,
            contributions_sheets,
            contribution_keys,
            contributions,
            contributions_texts,
        ),
        Chapter("assessments", 50, _("What can be done"), assessments_data, assessments_words, assessments_sheets),
        Chapter("vote", 60, _("The vote"), vote_data, vote_words, vote_sheets),
        Chapter(
            "response",
            70,
            _("The answer of the municipality"),
            response_data,
            response_words,
            response_sheets,
            response_keys,
            response_rows,
        ),
        Chapter("council", 80, _("College and council"), council_data, council_words, council_sheets),
        Chapter("commitments", 100, _("What was promised"), commitments_data, commitments_words, commitments_sheets),
        Chapter("moderation", 110, _("Moderation"), moderation_data, moderation_words, moderation_sheets),
    ):
        declare_chapter(chapter)
