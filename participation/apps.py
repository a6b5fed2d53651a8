from django.apps import AppConfig


def _confirmed(kind: str, which: str) -> str:
    """SQL: whether a second person confirmed an act of this kind."""
    return (
        "EXISTS (SELECT 1 FROM participation_secondedact act"  # noqa: S608 - our own words alone
        f" WHERE act.kind = '{kind}' AND {which} AND act.second_at IS NOT NULL)"
    )


# Whoever's letter lay in the print run that is made anew.
_OF_ITS_RUN = (
    "act.id = NEW.act_id AND EXISTS (SELECT 1 FROM participation_votingletter lost JOIN participation_votingletter leads"
    " ON leads.issued_at = lost.issued_at"
    " WHERE lost.roll_entry_id = NEW.roll_entry_id AND CAST(leads.id AS TEXT) = act.about)"
)

# A formal round was announced; otherwise ballots, proposals, comments or answers came in.
_RELIED_ON = (
    "NEW.is_formal OR NEW.ballot_frozen_at IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM participation_subject said WHERE said.consultation_round_id = NEW.id"
    " AND said.reference_id NOT IN (SELECT reference_id FROM participation_consultationround))"
    " OR EXISTS (SELECT 1 FROM participation_comment remark JOIN participation_subject said"
    " ON said.id = remark.subject_id WHERE said.consultation_round_id = NEW.id)"
    " OR EXISTS (SELECT 1 FROM participation_answersheet sheet JOIN participation_questionnaire asked"
    " ON asked.id = sheet.questionnaire_id WHERE asked.consultation_round_id = NEW.id)"
)


class ParticipationConfig(AppConfig):
    name = "participation"

    def ready(self) -> None:
        from accounts.user_words import tell_what_hangs
        from base.audit_kinds import declare_personal_acts, declare_secret_acts
        from base.triggers import Trigger, keep, unchanged, unchanged_in
        from base.two_people import mailbox_shared
        from participation import receivers as receivers
        from participation.box_letters import parts_out_of_reach
        from participation.counts import COUNTS
        from participation.enums import FollowMoment, InvitationAnswer
        from participation.models import BallotBox, Casting, ConsultationRound, SecondedAct, VotingLetter
        from participation.news import (
            certificate_news,
            correction_news,
            life_news,
            result_news,
            round_news,
            tell_by,
            version_news,
        )
        from participation.round_plan import FROZEN_BY_VOTING
        from participation.voting_enums import FINAL

        tell_what_hangs(parts_out_of_reach)
        final = ", ".join(f"'{kind}'" for kind in FINAL)
        keep(*COUNTS)
        declare_secret_acts("ballot_cast", "ballot_replaced", "letter_claimed", "wrong_letter_code")
        declare_personal_acts(
            *("subject_submitted", "subject_withdrawn", "comment_posted", "comment_edited", "comment_withdrawn"),
            *("text_reacted_to", "appeal_made", "draft_discarded", "co_author_invited", "co_author_left"),
            *(f"invitation_{answer}" for answer in InvitationAnswer),
            *("proposal_changed", "proposal_change_waits", "merge_agreed", "merge_refused", "attachment_added"),
        )
        tell_by(FollowMoment.VERSION, version_news)
        tell_by(FollowMoment.LIFE, life_news)
        tell_by(FollowMoment.ROUND, round_news)
        tell_by(FollowMoment.RESULT, result_news)
        tell_by(FollowMoment.CORRECTION, correction_news)
        tell_by(FollowMoment.CERTIFICATE, certificate_news)
        keep(
            *(
                Trigger(
                    "participation_coauthor",
                    event,
                    "The author of a proposal is no co-author of it.",
                    "NEW.person_id = (SELECT author_id FROM participation_subject WHERE id = NEW.subject_id)",
                )
                for event in ("INSERT", "UPDATE")
            ),
            Trigger(
                "participation_subject",
                "UPDATE",
                "The author of a proposal is no co-author of it.",
                "NEW.author_id IS NOT NULL AND (OLD.author_id IS NULL OR OLD.author_id <> NEW.author_id)"
                " AND EXISTS (SELECT 1 FROM participation_coauthor joined"
                " WHERE joined.subject_id = NEW.id AND joined.person_id = NEW.author_id)",
                what="author",
            ),
            Trigger(
                "participation_subject",
                "UPDATE",
                "A proposal becomes part of one that stands on its own, in its own round, and has no parts itself.",
                "NEW.merged_into_id IS NOT NULL AND (OLD.merged_into_id IS NULL OR OLD.merged_into_id <> NEW.merged_into_id)"
                " AND (EXISTS (SELECT 1 FROM participation_subject part WHERE part.merged_into_id = NEW.id)"
                " OR NOT EXISTS (SELECT 1 FROM participation_subject kept WHERE kept.id = NEW.merged_into_id"
                " AND kept.merged_into_id IS NULL AND kept.consultation_round_id = NEW.consultation_round_id))",
            ),
            Trigger("participation_ordinance", "UPDATE", "An ordinance is changed by recording it anew."),
            Trigger("participation_ordinance", "DELETE", "An ordinance is never deleted."),
            Trigger(
                "participation_ordinance",
                "INSERT",
                "A round is for one right: for initiatives or for challenges.",
                "EXISTS (SELECT 1 FROM participation_ordinance known WHERE"
                " known.consultation_round_id = NEW.consultation_round_id AND known.instrument <> NEW.instrument"
                " AND NOT EXISTS (SELECT 1 FROM participation_ordinanceend gone"
                " WHERE gone.ordinance_id = known.id AND gone.ends_from IS NULL))",
            ),
            Trigger("participation_ordinanceend", "UPDATE", "The end of an ordinance is never changed."),
            Trigger("participation_ordinanceend", "DELETE", "The end of an ordinance is never deleted."),
            Trigger(
                "participation_ordinanceend",
                "INSERT",
                "An ordinance under which a request has begun is not taken back.",
                "NEW.ends_from IS NULL AND EXISTS"
                " (SELECT 1 FROM participation_subject WHERE ordinance_id = NEW.ordinance_id)",
            ),
            Trigger(
                "participation_subject",
                "INSERT",
                "Nothing begins under an ordinance that was taken back.",
                "NEW.ordinance_id IS NOT NULL AND EXISTS (SELECT 1 FROM participation_ordinanceend gone"
                " WHERE gone.ordinance_id = NEW.ordinance_id AND gone.ends_from IS NULL)",
                what="gone",
            ),
            Trigger(
                "participation_subject",
                "INSERT",
                "A request is in the round that its ordinance is for.",
                "NEW.ordinance_id IS NOT NULL AND NEW.consultation_round_id <>"
                " (SELECT consultation_round_id FROM participation_ordinance WHERE id = NEW.ordinance_id)",
            ),
            Trigger(
                "participation_subject",
                "UPDATE",
                "A request keeps the terms that it began with.",
                "COALESCE(NEW.ordinance_id, 0) <> COALESCE(OLD.ordinance_id, 0)"
                " OR COALESCE(NEW.support_needed, 0) <> COALESCE(OLD.support_needed, 0)"
                " OR (OLD.support_until IS NOT NULL AND (NEW.support_until IS NULL OR NEW.support_until <> OLD.support_until))",
                what="terms",
            ),
            Trigger("participation_stateevent", "UPDATE", "A step in the life of a proposal is never changed."),
            Trigger("participation_stateevent", "DELETE", "A step in the life of a proposal is never deleted."),
            Trigger(
                "participation_papersupport",
                "INSERT",
                "A list of signatures is corrected for the proposal that it is for.",
                "NEW.replaces_id IS NOT NULL AND NEW.subject_id <>"
                " (SELECT subject_id FROM participation_papersupport WHERE id = NEW.replaces_id)",
            ),
            Trigger("participation_papersupport", "UPDATE", "A list of signatures is corrected by a new row."),
            Trigger("participation_papersupport", "DELETE", "A list of signatures is never deleted."),
            Trigger(
                "participation_assessment",
                "UPDATE",
                "A published assessment is never changed.",
                "OLD.published_at IS NOT NULL",
            ),
            Trigger(
                "participation_assessment",
                "DELETE",
                "A published assessment is never deleted.",
                "OLD.published_at IS NOT NULL",
            ),
            Trigger(
                "participation_casting",
                "UPDATE",
                "A casting is never changed: it gets its head once.",
                f"OLD.head_id IS NOT NULL OR NOT ({unchanged(Casting, 'head')})",
            ),
            Trigger("participation_casting", "DELETE", "A casting is never deleted."),
            Trigger("participation_roundchange", "UPDATE", "What was changed of a round is never written over."),
            Trigger("participation_roundchange", "DELETE", "What was changed of a round is never deleted."),
            Trigger(
                "participation_consultationround",
                "UPDATE",
                "The rules of a vote stand fast once it began.",
                f"OLD.ballot_frozen_at IS NOT NULL AND NOT ({unchanged_in(ConsultationRound, *FROZEN_BY_VOTING)})",
                what="rules",
            ),
            Trigger(
                "participation_roundchange",
                "INSERT",
                "An option is withdrawn when two people asked for it and confirmed it.",
                f"NEW.kind = 'option' AND NOT {_confirmed('option', 'act.about = CAST(NEW.subject_id AS TEXT)')}",
            ),
            Trigger(
                "participation_consultationround",
                "UPDATE",
                "A round that people rely on is cancelled when two people asked for it and confirmed it.",
                f"OLD.cancelled_at IS NULL AND NEW.cancelled_at IS NOT NULL AND ({_RELIED_ON})"
                f" AND NOT {_confirmed('cancel', 'act.consultation_round_id = NEW.id')}",
                what="cancelling",
            ),
            Trigger(
                "participation_secondedact",
                "UPDATE",
                "Two accounts at one mail address are not two people.",
                f"NEW.second_id IS NOT NULL AND {mailbox_shared('NEW.first_id', 'NEW.second_id')}",
                what="shared",
            ),
            Trigger(
                "participation_certification",
                "UPDATE",
                "Two accounts at one mail address are not two people.",
                f"NEW.second_id IS NOT NULL AND {mailbox_shared('NEW.first_id', 'NEW.second_id')}",
                what="shared",
            ),
            Trigger(
                "participation_paperreading",
                "INSERT",
                "Two accounts at one mail address are not two people.",
                "EXISTS (SELECT 1 FROM participation_paperreading earlier WHERE earlier.batch_id = NEW.batch_id"  # noqa: S608
                f" AND earlier.place = NEW.place AND {mailbox_shared('earlier.reader_id', 'NEW.reader_id')})",
                what="shared",
            ),
            Trigger(
                "participation_ballotbox",
                "DELETE",
                "A tested box is taken away when two people asked for it and confirmed it.",
                "OLD.tested_at IS NOT NULL AND NOT " + _confirmed("new-box", "act.about = CAST(OLD.id AS TEXT)"),
            ),
            Trigger(
                "participation_ballotbox",
                "INSERT",
                "A box is made before it is opened.",
                "NEW.opened_at IS NOT NULL",
            ),
            Trigger(
                "participation_ballotbox",
                "UPDATE",
                "A box is opened when one person asked for it and another confirmed it.",
                "OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL AND NEW.keeping <> 'server' AND NOT "
                + _confirmed(
                    "open",
                    "act.consultation_round_id = NEW.consultation_round_id"
                    " AND act.first_id = NEW.witness_id AND act.second_id = NEW.opened_by_id",
                ),
                what="opening",
            ),
            Trigger(
                "participation_ballotbox",
                "UPDATE",
                "For whom a box is made, and that it was opened before whom, is never changed.",
                f"NOT ({unchanged_in(BallotBox, 'consultation_round', 'keeping')}) OR (OLD.opened_at IS NOT NULL"
                f" AND NOT ({unchanged_in(BallotBox, 'opened_at', 'witness', 'witnesses')}))",
                what="other",
            ),
            Trigger(
                "participation_secondedact",
                "INSERT",
                "What takes two people is asked for first.",
                "NEW.second_at IS NOT NULL",
            ),
            Trigger(
                "participation_secondedact",
                "UPDATE",
                "What somebody asked for is confirmed once, as it was asked.",
                f"OLD.second_at IS NOT NULL OR NOT ({unchanged(SecondedAct, 'second', 'second_at', 'second_reason')})",
            ),
            Trigger(
                "participation_secondedact",
                "UPDATE",
                "What is never undone is confirmed for a reason.",
                f"NEW.second_at IS NOT NULL AND NEW.second_reason = '' AND NEW.kind IN ({final})",
                what="unsaid",
            ),
            Trigger(
                "participation_secondedact",
                "DELETE",
                "What two people did is never deleted.",
                "OLD.second_at IS NOT NULL",
            ),
            Trigger("participation_roundrules", "UPDATE", "Published rules are never changed."),
            Trigger("participation_roundrules", "DELETE", "Published rules are never deleted."),
            Trigger(
                "participation_votingletter",
                "UPDATE",
                "A letter with a code is used or replaced, and otherwise never changed.",
                "OLD.replaced_at IS NOT NULL"
                f" OR NOT ({unchanged(VotingLetter, 'replaced_at', 'replaced_because', 'used_at')})",
            ),
            Trigger(
                "participation_votingletter",
                "INSERT",
                "Once voting began a code is made when two people asked for it and confirmed it.",
                f"NOT {_confirmed('new-code', 'act.id = NEW.act_id AND act.about = CAST(NEW.roll_entry_id AS TEXT)')}"  # noqa: S608
                f" AND NOT {_confirmed('new-codes', _OF_ITS_RUN)}"
                " AND EXISTS (SELECT 1 FROM participation_rollentry line JOIN participation_consultationround held"
                " ON held.id = line.consultation_round_id"
                " WHERE line.id = NEW.roll_entry_id AND held.ballot_frozen_at IS NOT NULL)",
            ),
            Trigger(
                "participation_votingletter",
                "DELETE",
                "A letter with a code is deleted only when its line was taken off the roll before voting began.",
                "NOT EXISTS (SELECT 1 FROM participation_rollremoval gone WHERE gone.line = OLD.roll_entry_id)",
            ),
            Trigger(
                "participation_rollremoval",
                "INSERT",
                "Once voting began nobody is taken off the roll.",
                "EXISTS (SELECT 1 FROM participation_consultationround held"
                " WHERE held.id = NEW.consultation_round_id AND held.ballot_frozen_at IS NOT NULL)",
            ),
            Trigger("participation_rollremoval", "UPDATE", "Why somebody was taken off a roll is never changed."),
            Trigger("participation_rollremoval", "DELETE", "Why somebody was taken off a roll is never deleted."),
            Trigger(
                "participation_electoralroll",
                "UPDATE",
                "What was published of a roll is never changed.",
                "OLD.published_at IS NOT NULL",
            ),
            Trigger("participation_head", "UPDATE", "A head is never changed."),
            Trigger("participation_head", "DELETE", "A head is never deleted."),
            Trigger("participation_resultbundle", "UPDATE", "The bundle of a count is never changed."),
            Trigger("participation_resultbundle", "DELETE", "The bundle of a count is never deleted."),
            Trigger("participation_tallysheet", "UPDATE", "A tally sheet is corrected by a new one."),
            Trigger("participation_tallysheet", "DELETE", "A tally sheet is never deleted."),
            Trigger("participation_tallyline", "UPDATE", "A tally sheet is corrected by a new one."),
            Trigger("participation_tallyline", "DELETE", "A line of a tally sheet is never deleted."),
            Trigger(
                "participation_certification",
                "UPDATE",
                "What two people certified is never changed.",
                "OLD.second_at IS NOT NULL",
            ),
            Trigger(
                "participation_certification",
                "DELETE",
                "What two people certified is never deleted.",
                "OLD.second_at IS NOT NULL",
            ),
            Trigger("participation_incident", "UPDATE", "An incident is corrected by a new one."),
            Trigger("participation_incident", "DELETE", "An incident is never deleted."),
            Trigger(
                "participation_countobjection",
                "UPDATE",
                "An objection is never changed, and ruled on once: anew only where it was found right.",
                "(OLD.ruled_at IS NOT NULL AND OLD.ruling <> 'corrected') OR NEW.text <> OLD.text OR NEW.received_at <> OLD.received_at",
            ),
            Trigger("participation_countobjection", "DELETE", "An objection is never deleted."),
        )
