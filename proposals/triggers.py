"""What the database itself holds of answers, papers, votes, decisions and promises (base.triggers)."""

from dataclasses import fields

from base.redactable import TAKEN_OUT
from base.triggers import Trigger, keep, unchanged
from base.two_people import mailbox_shared
from proposals.council_understood import Understood
from proposals.models import Commitment, CouncilReading, PaperDocument, ResponseDocument
from proposals.queries.council_reading import READ

# That a row belongs to answers that are public.
_OF_ROW = "SELECT 1 FROM proposals_responsedocument d WHERE d.published_at IS NOT NULL AND d.id = "
PUBLISHED = {
    "responserow": f"EXISTS ({_OF_ROW}OLD.document_id)",
    # No outside text reaches it.
    "answeredcontribution": f"EXISTS ({_OF_ROW}(SELECT document_id FROM proposals_responserow r WHERE r.id = OLD.row_id))",  # noqa: S608
}
# That a contribution would come under an answer that was published with the others.
_OF_PUBLISHED_ROW = (
    "EXISTS (SELECT 1 FROM proposals_responserow r JOIN proposals_responsedocument d ON d.id = r.document_id"
    " WHERE d.published_at IS NOT NULL AND r.corrected_because = '' AND r.id = NEW.row_id)"
)

# That an answer is added by one who wrote in the answer that it corrects, or is one person with who asked.
_BY_ITS_WRITER = (
    f"{mailbox_shared('NEW.answered_by_id', 'NEW.approved_by_id')} OR EXISTS (SELECT 1 FROM proposals_answerwriter w"  # noqa: S608
    " WHERE w.row_id = NEW.corrects_id AND w.person_id = NEW.approved_by_id)"
)
# That another vote on the same paper in the same meeting stands; the one that is corrected does not.
_VOTED_THEN = (
    "EXISTS (SELECT 1 FROM proposals_councilvote v WHERE v.paper_id = NEW.paper_id AND v.meeting_id = NEW.meeting_id"
    " AND v.id <> COALESCE(NEW.corrects_id, 0)"
    " AND NOT EXISTS (SELECT 1 FROM proposals_councilvote c WHERE c.corrects_id = v.id))"
)
# That another term stands from the same day; the one that is corrected does not.
_BEGAN_THEN = (
    "EXISTS (SELECT 1 FROM proposals_councilterm t WHERE t.starts_on = NEW.starts_on"
    " AND t.id <> COALESCE(NEW.corrects_id, 0)"
    " AND NOT EXISTS (SELECT 1 FROM proposals_councilterm c WHERE c.corrects_id = t.id))"
)
# That the council does not vote on papers of that kind (proposals.council_enums.VOTED_ON).
_NOT_VOTED_ON = (
    "(SELECT kind FROM proposals_councilpaper p WHERE p.id = NEW.paper_id)"
    " NOT IN ('council-proposal', 'amendment', 'motion', 'council-decision', 'other')"
)
# That an amendment has nothing that it changes.
_CHANGES_NOTHING = (
    "NEW.kind = 'amendment' AND NOT EXISTS (SELECT 1 FROM proposals_councilpaper p WHERE p.id = NEW.part_of_id"
    " AND p.kind IN ('council-proposal', 'amendment'))"
)
# That another paper of the kind with that number stands for the same thing; the one that is corrected does not.
_NUMBERED_AGAIN = (
    "NEW.number <> '' AND EXISTS (SELECT 1 FROM proposals_councilpaper p WHERE p.kind = NEW.kind"
    " AND UPPER(p.number) = UPPER(NEW.number) AND p.id <> COALESCE(NEW.corrects_id, 0) AND (p.about_id = NEW.about_id"
    " OR p.about_id IS NULL AND NEW.about_id IS NULL AND p.consultation_round_id = NEW.consultation_round_id)"
    " AND NOT EXISTS (SELECT 1 FROM proposals_councilpaper c WHERE c.corrects_id = p.id))"
)
# That a decision is about another item than the round that it follows.
_OF_OTHER_ROUND = (
    "NEW.about_id IS NOT NULL AND EXISTS (SELECT 1 FROM participation_consultationround r"
    " WHERE r.id = NEW.consultation_round_id AND r.about_id <> NEW.about_id)"
)
# That another decision of the same body and day stands on the same thing; the one that is corrected does not.
_DECIDED_THEN = (
    "EXISTS (SELECT 1 FROM proposals_decision d WHERE d.body = NEW.body AND d.decided_on = NEW.decided_on"
    " AND d.id <> COALESCE(NEW.corrects_id, 0)"
    " AND NOT EXISTS (SELECT 1 FROM proposals_decision c WHERE c.corrects_id = d.id)"
    " AND (d.about_id IS NULL AND NEW.about_id IS NULL AND d.consultation_round_id = NEW.consultation_round_id"
    " OR d.about_id = NEW.about_id AND COALESCE(d.consultation_round_id = NEW.consultation_round_id, 1=1)))"
)
# That a decision would correct one of another body or on something else.
_CORRECTS_OTHER = (
    "EXISTS (SELECT 1 FROM proposals_decision d WHERE d.id = NEW.corrects_id AND NOT (d.body = NEW.body"
    " AND COALESCE(d.about_id, 0) = COALESCE(NEW.about_id, 0)"
    " AND COALESCE(d.consultation_round_id, 0) = COALESCE(NEW.consultation_round_id, 0)))"
)
# That the council voted otherwise on that day on what settles the item (proposals.queries.decision.VERDICTS).
_VOTES_OF_DAY = (
    "EXISTS (SELECT 1 FROM proposals_councilvote v JOIN proposals_councilpaper p ON p.id = v.paper_id"
    " JOIN proposals_meeting m ON m.id = v.meeting_id"
    " LEFT JOIN participation_consultationround r ON r.id = p.consultation_round_id"
    " WHERE p.kind IN ('council-proposal', 'council-decision') AND m.held_on = NEW.decided_on"
    " AND (p.about_id = NEW.about_id OR r.about_id = NEW.about_id"
    " OR NEW.about_id IS NULL AND p.consultation_round_id = NEW.consultation_round_id)"
    " AND NOT EXISTS (SELECT 1 FROM proposals_councilvote c WHERE c.corrects_id = v.id)"
)
_CONTRADICTS_VOTES = (
    f"NEW.body = 'council' AND {_VOTES_OF_DAY}) AND NOT {_VOTES_OF_DAY}"
    " AND (v.outcome = 'adopted' AND NEW.verdict IN ('adopted', 'adopted-amended')"
    " OR v.outcome = 'rejected' AND NEW.verdict = 'rejected'"
    " OR v.outcome = 'tied' AND NEW.verdict = 'deferred'))"
)
# That the number in the gazette is one of another day or at another address; a correction may keep the number that it has.
_GAZETTED_OTHERWISE = (
    "EXISTS (SELECT 1 FROM proposals_officialpublication p WHERE p.number = NEW.number"
    " AND (p.url <> NEW.url OR p.published_on <> NEW.published_on)"
    " AND NOT EXISTS (SELECT 1 FROM proposals_officialpublication c WHERE c.corrects_id = p.id))"
    " AND NOT EXISTS (SELECT 1 FROM proposals_officialpublication o WHERE o.id = NEW.corrects_id"
    " AND o.number = NEW.number)"
)
# That the text before a change is no older than the one after it.
_TURNED = (
    "EXISTS (SELECT 1 FROM base_publishedversion b JOIN base_publishedversion a ON a.id = NEW.after_id"
    " WHERE b.id = NEW.before_id AND (b.number > a.number OR b.number = a.number AND b.correction >= a.correction))"
)
# That a text would follow from what is no decision that stands and adopted something of its own item. A translation carries
# the decision of its source, whatever became of that since.
_FOLLOWS_FROM_NOTHING = (
    "NOT NEW.is_translation AND EXISTS (SELECT 1 FROM proposals_decision d WHERE d.reference_id = NEW.caused_by_id"
    " AND (d.about_id IS NULL OR d.about_id <> NEW.reference_id OR d.verdict NOT IN ('adopted', 'adopted-amended')"
    " OR EXISTS (SELECT 1 FROM proposals_decision c WHERE c.corrects_id = d.id)))"
)
# That a version carries out no amendment on its item, or follows from no decision of the council.
_CARRIES_OUT_NOTHING = (
    "NOT EXISTS (SELECT 1 FROM base_publishedversion v JOIN proposals_decision d ON d.reference_id = v.caused_by_id"
    " JOIN proposals_councilpaper p ON p.id = NEW.paper_id"
    " LEFT JOIN participation_consultationround r ON r.id = p.consultation_round_id"
    " WHERE v.id = NEW.version_id AND NOT v.is_translation AND d.body = 'council' AND p.kind = 'amendment'"
    " AND COALESCE(p.about_id, r.about_id) = v.reference_id)"
)
# That an answer to a formal view, which is quoted nowhere, would not say what was said.
_UNSAID_IN_ROW = (
    "NEW.answered_at IS NOT NULL AND NEW.summary = '' AND (OLD.answered_at IS NULL OR OLD.summary <> '') AND EXISTS"
    " (SELECT 1 FROM proposals_answeredcontribution c WHERE c.row_id = NEW.id AND c.formal_view_id IS NOT NULL)"
)
_UNSAID_VIEW = (
    "NEW.formal_view_id IS NOT NULL AND EXISTS (SELECT 1 FROM proposals_responserow r WHERE r.id = NEW.row_id"
    " AND r.answered_at IS NOT NULL AND r.summary = '')"
)
# That a confirmed redaction names what goes from a reading: a field of what was recorded from it or from another of its address,
# or of what the vote in it is on; or of a meeting something of its agenda, on which any paper may stand
# (proposals.queries.council_reading). All else that was understood stays, to the letter.
_READ_THERE = "r.id = OLD.id OR OLD.address <> '' AND OLD.address IN (r.address, one.source)"
_VOTED_THERE = "OLD.id IN (SELECT v.reading_id FROM proposals_councilvote v WHERE v.paper_id = one.id)"


def _same_words(*but: str) -> str:
    names = (one.name for one in fields(Understood) if one.name not in but)
    # Both kinds of database write the same value in the same way.
    same = "COALESCE(OLD.understood ->> '{0}', '') = COALESCE(NEW.understood ->> '{0}', '')"
    return " AND ".join(same.format(name) for name in names)


_FIELD_GONE = " OR ".join(f"gone.field = '{name}' AND {_same_words(name)}" for name in READ)
_AGENDA_GONE = (
    f"""CAST(OLD.understood AS TEXT) LIKE '%"agenda": [{{%' AND CAST(NEW.understood AS TEXT) LIKE '%"agenda": [{{%'"""
    f" AND {_same_words('agenda')}"
)
_TAKEN_OUT_OF_READING = " OR ".join(
    "EXISTS (SELECT 1 FROM base_recordredaction gone"  # noqa: S608 - no outside text
    f" JOIN proposals_{table} one ON one.id = gone.key LEFT JOIN proposals_councilreading r ON r.id = one.reading_id"
    f" WHERE gone.kind = 'proposals.{table}' AND gone.field IN ('title', 'number', 'url')"
    f" AND gone.confirmed_at IS NOT NULL AND ({read}))"
    for table, read in (
        ("councilpaper", f"({_READ_THERE} OR {_VOTED_THERE}) AND ({_FIELD_GONE}) OR {_AGENDA_GONE}"),
        ("meeting", f"({_READ_THERE}) AND ({_FIELD_GONE})"),
    )
)
_CHANGES_LINKS = "(COALESCE(OLD.before_id, 0) <> COALESCE(NEW.before_id, 0) OR COALESCE(OLD.after_id, 0) <> COALESCE(NEW.after_id, 0))"


def keep_triggers() -> None:
    keep(
        Trigger("proposals_formalview", "UPDATE", "A formal view is never changed."),
        Trigger("proposals_formalview", "DELETE", "A formal view is never deleted."),
        Trigger(
            "proposals_responsedocument",
            "UPDATE",
            "Published answers are never changed.",
            f"OLD.published_at IS NOT NULL AND NOT ({unchanged(ResponseDocument, 'rows_made')})",
        ),
        Trigger(
            "proposals_responsedocument",
            "DELETE",
            "Published answers are never deleted.",
            "OLD.published_at IS NOT NULL",
        ),
        *(
            Trigger(
                f"proposals_{table}",
                act,
                "A published answer is never changed, but corrected by a new one.",
                PUBLISHED[table],
            )
            for table in ("responserow", "answeredcontribution")
            for act in ("UPDATE", "DELETE")
        ),
        Trigger(
            "proposals_responsedocument",
            "UPDATE",
            "Answers are approved by somebody who wrote none of them.",
            "NEW.approved_by_id IS NOT NULL AND OLD.approved_by_id IS NULL AND EXISTS (SELECT 1 FROM proposals_responserow"
            " WHERE document_id = NEW.id AND answered_by_id = NEW.approved_by_id UNION ALL SELECT 1 FROM proposals_answerwriter"
            " WHERE document_id = NEW.id AND person_id = NEW.approved_by_id)",
            "own",
        ),
        *(
            Trigger(f"proposals_{table}", act, "An answer to a formal view says what was said.", when, "unsaid")
            for table, act, when in (
                ("responserow", "UPDATE", _UNSAID_IN_ROW),
                ("answeredcontribution", "INSERT", _UNSAID_VIEW),
                ("answeredcontribution", "UPDATE", _UNSAID_VIEW),
            )
        ),
        Trigger("proposals_answerwriter", "UPDATE", "Who wrote an answer is never changed."),
        Trigger(
            "proposals_answerwriter",
            "DELETE",
            "Who wrote a published answer is never forgotten.",
            f"EXISTS ({_OF_ROW}OLD.document_id)",
        ),
        Trigger(
            "proposals_responserow",
            "INSERT",
            "An answer is added to published ones with a reason, and by two people who are two.",
            f"(NEW.corrected_because = '' OR NEW.approved_by_id IS NULL OR NEW.answered_by_id IS NULL OR {_BY_ITS_WRITER})"
            f" AND {PUBLISHED['responserow'].replace('OLD', 'NEW')}",
        ),
        *(
            Trigger("proposals_responserow", act, "A text changes from an older version to a newer.", when, "order")
            for act, when in (("INSERT", _TURNED), ("UPDATE", f"{_CHANGES_LINKS} AND {_TURNED}"))
        ),
        Trigger(
            "proposals_answeredcontribution",
            "INSERT",
            "A published answer gets no more contributions.",
            _OF_PUBLISHED_ROW,
        ),
        *(
            Trigger(f"proposals_{table}", act, f"{words} is never {done}.")
            for table, words in (
                ("councilterm", "A term of the council"),
                ("councilgroup", "A group of the council"),
                ("meeting", "A meeting of the council"),
                ("agendapoint", "A point on the agenda of the council"),
                ("councilpaper", "A paper of the council"),
                ("councilvote", "A vote of the council"),
                ("groupvote", "A vote of the council"),
                ("officialpublication", "An official publication"),
                ("commitmentcorrection", "The correction of a promise"),
                ("milestone", "A step of a promise"),
                ("commitmentevent", "What became of a promise"),
                ("spending", "What was said of the money of a promise"),
                ("amendmentintext", "What a text carries out"),
            )
            for act, done in (("UPDATE", "changed"), ("DELETE", "deleted"))
        ),
        Trigger("proposals_councilterm", "INSERT", "One term of the council begins on a day.", _BEGAN_THEN),
        Trigger("proposals_councilvote", "INSERT", "The council votes on a paper once in a meeting.", _VOTED_THEN),
        Trigger(
            "proposals_councilvote",
            "INSERT",
            "The council does not vote on such a paper.",
            _NOT_VOTED_ON,
            what="kind",
        ),
        Trigger(
            "proposals_councilpaper",
            "INSERT",
            "An amendment changes a proposal.",
            _CHANGES_NOTHING,
            what="amendment",
        ),
        Trigger(
            "proposals_councilpaper",
            "INSERT",
            "A number is given once to the papers of a kind on one thing.",
            _NUMBERED_AGAIN,
            what="number",
        ),
        *(
            Trigger("proposals_decision", "INSERT", sentence, when, what)
            for what, sentence, when in (
                ("round", "A decision after a round is about the item of that round.", _OF_OTHER_ROUND),
                ("again", "A body decides on a thing once a day.", _DECIDED_THEN),
                ("other", "A correction is of the same body and on the same.", _CORRECTS_OTHER),
                ("vote", "A decision of the council is what its vote came to.", _CONTRADICTS_VOTES),
            )
        ),
        Trigger(
            "proposals_officialpublication",
            "INSERT",
            "A number in the gazette has one day and one address.",
            _GAZETTED_OTHERWISE,
            what="number",
        ),
        Trigger(
            "base_publishedversion",
            "INSERT",
            "A text follows from a decision on its item that adopted something and stands.",
            _FOLLOWS_FROM_NOTHING,
            what="decision",
        ),
        Trigger(
            "proposals_amendmentintext",
            "INSERT",
            "A text that follows from a decision of the council carries out an amendment on its item.",
            _CARRIES_OUT_NOTHING,
        ),
        Trigger("proposals_councilreading", "DELETE", "What was read of the council is never deleted."),
        Trigger(
            "proposals_councilreading",
            "UPDATE",
            "What was read of the council is never changed.",
            f"(OLD.set_aside <> '' OR NOT ({unchanged(CouncilReading, 'set_aside')}))"
            f" AND NOT (({_TAKEN_OUT_OF_READING}) AND {unchanged(CouncilReading, 'understood')})",
        ),
        Trigger(
            "proposals_commitment",
            "UPDATE",
            "A promise is never changed.",
            f"{_no_redaction()} AND {_no_correction()}",
        ),
        Trigger("proposals_commitment", "DELETE", "A promise is never deleted."),
        Trigger(
            "proposals_commitmentevent",
            "INSERT",
            "Nothing follows on a promise that was recorded by mistake.",
            "EXISTS (SELECT 1 FROM proposals_commitmentevent mistaken"
            " WHERE mistaken.commitment_id = NEW.commitment_id AND mistaken.step = 'mistake')",
        ),
        *(
            Trigger(
                "proposals_populationfigure",
                act,
                "A figure of the population is corrected by a new one, never changed.",
            )
            for act in ("UPDATE", "DELETE")
        ),
        Trigger("proposals_reachanswer", "UPDATE", "What people said of themselves is never changed."),
        Trigger(
            "proposals_paperdocument",
            "UPDATE",
            "A document that was kept is never changed, and destroyed but once.",
            "OLD.destroyed_at IS NOT NULL OR NEW.destroyed_at IS NULL"
            f" OR NOT ({unchanged(PaperDocument, 'file', 'destroyed_at')})",
        ),
        Trigger("proposals_paperdocument", "DELETE", "A document that was kept is never taken away."),
        Trigger(
            "proposals_dossiervolume",
            "UPDATE",
            "A volume that was made is never changed.",
            "OLD.made_at IS NOT NULL",
        ),
    )


def _no_correction() -> str:
    """All but a correction whose reason is kept, with the version that has the words as they were and is still the newest."""
    corrected = (
        "EXISTS (SELECT 1 FROM proposals_commitmentcorrection corrected"
        " JOIN base_publishedversion before ON before.id = corrected.version_id"
        " WHERE corrected.commitment_id = OLD.id AND NOT EXISTS (SELECT 1 FROM base_publishedversion later"
        " WHERE later.reference_id = OLD.reference_id AND later.number > before.number))"
    )
    words = ("origin", "text", "text_en", "department", "made_on", "due_on")
    return f"NOT ({corrected} AND {unchanged(Commitment, *words)})"


def _no_redaction() -> str:
    """All but one change: the words of a promise go, and nothing else, once a confirmed redaction destroyed them in a
    version of it."""
    redacted = (
        "EXISTS (SELECT 1 FROM base_redaction"
        " JOIN base_publishedversion redacted ON redacted.id = base_redaction.version_id"
        " JOIN base_reference cited ON cited.id = redacted.reference_id"
        " WHERE cited.id = OLD.reference_id AND base_redaction.field = '{field}'"
        " AND base_redaction.confirmed_at IS NOT NULL AND {gone})"
    )
    words = "NEW.text IN (OLD.text, cited.string) AND NEW.text_en IN (OLD.text_en, '')"
    title = f"{redacted.format(field='title', gone=words)} AND {unchanged(Commitment, 'text', 'text_en')}"
    marked = redacted.format(field="department", gone=f"NEW.department = '{TAKEN_OUT}'")
    return f"NOT ({title} OR {marked} AND {unchanged(Commitment, 'department')})"
