from datetime import datetime

from django.db import connection, transaction

from base.actions.audit_entry import record
from base.batches import batches
from base.canonical import canonical_json, sha256
from participation import sealing, server_seal
from participation.models import BallotBox, Casting, ConsultationRound, Head
from participation.queries.ballot_paper import keep_from_closing
from participation.queries.head import is_head_due, leaves
from participation.verify.heads import root

BATCH = 5_000


@transaction.atomic
def write_head(*, consultation_round: ConsultationRound, at: datetime) -> Head | None:
    """Publishes a head when one is due and something came in since the last; nobody waits for who is doing so.

    It commits to the castings that no head holds: those of voters whose transaction is under way come in the next one.
    """
    # In this order, as who closes the box asks them: otherwise each could wait for the other.
    keep_from_closing(consultation_round)
    boxes = BallotBox.objects.filter(consultation_round=consultation_round)
    box = boxes.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).first()
    if box is None or not is_head_due(box, at):
        return None
    castings = Casting.objects.filter(consultation_round=consultation_round, head__isnull=True)
    return _sign(consultation_round, box, at) if castings.exists() else None


@transaction.atomic
def write_closing_head(*, consultation_round: ConsultationRound, at: datetime) -> Head:
    """Fixes the box: from here on nothing comes in. The caller holds the round, so no voter is under way."""
    box = BallotBox.objects.select_for_update().get(consultation_round=consultation_round)
    box.closed_at = at
    return _sign(consultation_round, box, at, is_closing=True)


def _sign(consultation_round: ConsultationRound, box: BallotBox, at: datetime, is_closing: bool = False) -> Head:
    castings = Casting.objects.filter(consultation_round=consultation_round, head__isnull=True)
    # Which they are is asked once: others come in meanwhile.
    keys = list(castings.values_list("pk", flat=True))
    last = Head.objects.filter(consultation_round=consultation_round).order_by("-number").first()
    number = last.number + 1 if last else 1
    if last is not None and at < last.at:
        # The clock was set back. What is published stays in the order in which it came.
        record(
            act="clock_set_back", about=consultation_round.reference, by=None, at=at, head=number, after=str(last.at)
        )
        at = last.at
    content = canonical_json(
        {
            "round": consultation_round.reference.string,
            "box": box.public_key,
            "number": number,
            "at": at.isoformat(),
            "before": last.sha256 if last else "",
            "castings": root(
                leaf for batch in batches(keys, BATCH) for leaf in leaves(Casting.objects.filter(pk__in=batch))
            ),
            "is_closing": is_closing,
        }
    )
    head = Head.objects.create(
        consultation_round=consultation_round,
        number=number,
        at=at,
        is_closing=is_closing,
        content=content,
        sha256=sha256(content),
        signature=sealing.sign(server_seal.fetch(box.signing_key), content),
    )
    for batch in batches(keys, BATCH):
        Casting.objects.filter(pk__in=batch).update(head=head)
    box.head_at = at
    box.save(update_fields=["head_at", "closed_at"])
    return head
