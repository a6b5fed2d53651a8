"""What becomes of proposals among each other in the small city: one that changed, one that is part of it, a question to an author."""

from dataclasses import replace
from datetime import datetime, timedelta

from accounts.models import User
from base import clock
from participation.actions.merge import answer_merge, propose_merge
from participation.actions.relation import relate
from participation.actions.ruling import rule_on
from participation.actions.support import give_support
from participation.enums import RulingKind
from participation.models import ConsultationRound, MergeAnswer, Subject
from proposals.actions.change import change_proposal, publish_change
from proposals.actions.proposal import ProposalText, page_of_subject, submit_proposal, text_of

HOUR = timedelta(hours=1)


def proposals_together(
    consultation_round: ConsultationRound, proposal: Subject, *, noor: User, sam: User, moderator: User, now: datetime
) -> tuple[Subject, Subject, MergeAnswer]:
    """Sam's, which Noor supports and which changed since; what is part of it; what Noor is asked about hers."""

    def add(title: str, by: User) -> Subject:
        text = ProposalText(title, f"{title}, voor onderweg.", f"{title}.", by.display_name, "nl", cost=5_000)
        with clock.set_to(now - 3 * HOUR):
            subject = submit_proposal(consultation_round=consultation_round, text=text, by=by, at=clock.now())
            rule_on(target=subject, kind=RulingKind.PUBLISH, by=moderator, at=clock.now())
        return Subject.objects.select_related("reference", "consultation_round").get(pk=subject.pk)

    listening, comics, radio = add("Luisterboeken", sam), add("Hoorspelen", sam), add("Een radio in de bus", noor)
    give_support(subject=listening, by=noor, at=now - 2 * HOUR)
    text = replace(text_of(page_of_subject(listening)), title="Luisterboeken, ook voor kinderen", tags=["luisteren"])
    note = "Er komen ook boeken voor kinderen."
    with clock.set_to(now - HOUR):
        waits = change_proposal(subject=listening, text=text, note=note, by=sam, at=clock.now())
        assert waits is not None
        publish_change(change=waits, by=moderator, at=clock.now())
        # One more, which waits.
        text = replace(text_of(page_of_subject(radio)), title="Een kleine radio in de bus")
        change_proposal(subject=radio, text=text, note="Kleiner.", by=noor, at=clock.now())
    merge = propose_merge(kept=listening, others=[comics], reason="Het is hetzelfde.", by=moderator, at=now)
    for answer in merge.answers.all():
        answer_merge(answer=answer, agrees=True, reason="", by=sam, at=now)
    relate(subject=listening, other=radio, by=moderator, at=now)
    asked = propose_merge(kept=proposal, others=[radio], reason="Beide gaan over luisteren.", by=moderator, at=now)
    listening.refresh_from_db()
    return listening, comics, asked.answers.get(subject=radio)
