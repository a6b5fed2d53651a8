from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from base.drawn import forget_drawn
from participation.models import ConsultationRound
from proposals.actions.dossier_volume import discard_volumes
from proposals.models import DossierVolume, ResponseDocument
from proposals.queries.response_document import paper_name


@transaction.atomic
def discard_papers(rounds: QuerySet[ConsultationRound]) -> None:
    """What was drawn of what was said in some rounds, and of the answers to it: words in it were taken away or changed."""
    discard_volumes(DossierVolume.objects.filter(consultation_round__in=rounds))
    documents = ResponseDocument.objects.filter(consultation_round__in=rounds).select_related("reference")
    names = [paper_name(one, language) for one in documents for language, _label in settings.LANGUAGES]
    if names:
        transaction.on_commit(partial(forget_drawn, *names), robust=True)
