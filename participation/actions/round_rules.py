from base.canonical import sha256
from participation.models import ConsultationRound, RoundRules
from participation.queries.round_rules import rules_text


def write_rules(*, consultation_round: ConsultationRound) -> RoundRules:
    """Publishes the rules of a vote as it begins, dated at that moment; the caller holds the round and has frozen its paper."""
    voting = consultation_round.voting
    if voting is None:
        raise ValueError("A round without a vote has no rules of one.")
    text = rules_text(consultation_round)
    return RoundRules.objects.create(
        consultation_round=consultation_round, text=text, sha256=sha256(text), in_force_at=voting.starts_at
    )
