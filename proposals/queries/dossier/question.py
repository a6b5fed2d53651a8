"""What was asked, in which text, by which rules, and what happened to the round meanwhile."""

from datetime import datetime
from typing import Any

from base.canonical import sha256
from base.models import PublishedVersion, Reference
from base.queries.published_version import in_force_by_language
from participation.models import ConsultationRound
from participation.queries.round_rules import rules_of, rules_text
from proposals.dossier_chapters import Data
from proposals.queries.dossier.values import link_value, moment_value


def question_data(consultation_round: ConsultationRound, _at: datetime) -> Data:
    about = consultation_round.about
    texts = _texts([one for one in (consultation_round.reference, about) if one is not None])
    return {
        "round": link_value(consultation_round.reference),
        "title": consultation_round.title,
        "language": consultation_round.language,
        "texts": texts.get(consultation_round.reference_id, []),
        "about": link_value(about),
        "about_texts": texts.get(about.pk, []) if about is not None else [],
        "phases": [
            {"kind": phase.kind, "starts": moment_value(phase.starts_at), "ends": moment_value(phase.ends_at)}
            for phase in consultation_round.phases.all()
        ],
        "put_in_force_at": moment_value(consultation_round.put_in_force_at),
        "cancelled_at": moment_value(consultation_round.cancelled_at),
        "changes": [
            {
                "kind": change.kind,
                "reason": change.reason,
                "changed_at": moment_value(change.at),
                "phase": change.phase_kind,
                "starts_before": moment_value(change.phase_starts_at),
                "starts_after": moment_value(change.starts_after),
                "ends_before": moment_value(change.ends_before),
                "ends_after": moment_value(change.ends_after),
                "option": change.subject.reference.string if change.subject is not None else None,
            }
            for change in consultation_round.changes.select_related("subject__reference").order_by("at", "pk")
        ],
    }


def rules_data(consultation_round: ConsultationRound, _at: datetime) -> Data:
    """Of a round without a vote only what holds for what people send in."""
    published = getattr(consultation_round, "rules", None)
    has_vote = bool(consultation_round.method)
    return {
        "round": consultation_round.reference.string,
        "screening": consultation_round.screening,
        "comment_screening": consultation_round.comment_screening,
        "support_threshold": consultation_round.support_threshold,
        "is_evaluation": consultation_round.is_evaluation,
        "is_formal": consultation_round.is_formal,
        "notice": consultation_round.notice,
        "laid_out": consultation_round.laid_out,
        "vote": rules_of(consultation_round) if has_vote else None,
        "sha256": sha256(rules_text(consultation_round)) if has_vote and published is not None else "",
        "in_force_at": moment_value(published.in_force_at) if published is not None else None,
    }


def _texts(references: list[Reference]) -> dict[int, list[dict[str, Any]]]:
    """The version in force of each, in every language."""
    found: dict[int, list[dict[str, Any]]] = {}
    for version in in_force_by_language().filter(reference__in=references).order_by("language", "pk").read():
        found.setdefault(version.reference_id, []).append(version_value(version))
    return found


def version_value(version: PublishedVersion) -> dict[str, Any]:
    return {
        "version": version.label,
        "language": version.language,
        "address": version.lasting_address,
        "published_at": moment_value(version.published_at),
        "sha256": version.sha256,
        "is_whole": version.is_whole,
        "content": version.content,
    }
