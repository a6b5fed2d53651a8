"""What a round that is being set up still misses, and what it lays down, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from base import clock
from base.instants import beginning, until
from participation.ballot_rules import refusal_of_method
from participation.box_rules import refusal_of_unready
from participation.doubles import refusal_of_doubles
from participation.enums import PERMITTED, Eligibility, Force, PhaseKind
from participation.formal_term import unknown_year
from participation.method_words import method_meaning
from participation.models import ConsultationRound
from participation.phase_words import moved_ends, overlaps_and_gaps
from participation.queries.ballot import ballot_subjects
from participation.queries.electoral_roll import is_help_known, roll_size
from participation.roll_rules import refusal_of_undescribed
from participation.round_plan import PhasePlan, RulesPlan, lawful_phases
from participation.round_plan_rules import refusal_of_past
from participation.rule_words import counting_facts, force_words, promises, roll_sentences, unchecked_words
from participation.voting_letter_rules import lying_letters_words
from proposals.actions.consultation_round import phases_of, rules_of
from proposals.actions.recipe import is_collected, refusal_of_page
from proposals.models import ConsultationRoundPage
from proposals.recipes import days_of

# Where the screen changes the days of what a recipe made.
DAYS = "#days"

# So few voters know each other.
FEW = 30


@dataclass(frozen=True)
class Check:
    """Something to be done before a round can run; `refusal` is empty once it is done. What `may_wait` keeps nothing back."""

    label: str
    refusal: str
    url: str
    may_wait: bool = False


def checks_of(page: ConsultationRoundPage, known: ConsultationRound | None, at: datetime) -> list[Check]:
    """`page` is the newest draft, `known` its round where that is in force."""
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    plans = lawful_phases(rules_of(page), phases_of(page))
    begins = min((plan.starts_at for plan in plans), default=None)
    has_begun = begins is not None and begins <= at
    # Said among the rules, which refuse it.
    is_past = known is None and bool(refusal_of_past(plans, at))
    late = _("It begins at once: its first phase lies in the past.") if has_begun else ""
    missing = [
        (_("What people can influence"), strip_tags(page.open_to_influence)),
        (_("What happens with the outcome"), page.what_happens_next),
    ]
    checks = [
        Check(_("The rules hang together"), refusal_of_page(page, at), DAYS if is_past and days_of(plans) else edit),
        *(
            Check(label, "" if words.strip() else _("Nothing is written there yet."), edit, may_wait=True)
            for label, words in missing
        ),
        # Of a round that runs there is nothing left to look at.
        *(
            [Check(_("It begins later than now"), late, edit, may_wait=True)]
            if not ((known and has_begun) or is_past)
            else []
        ),
        *_checks_of_terms(page, plans),
        Check(
            _("The rules are in force"),
            "" if known else _("The page is a draft: nobody sees it. Put it in force below."),
            "",
        ),
    ]
    return checks + (_checks_of_vote(page, known) if page.method else [])


def _checks_of_terms(page: ConsultationRoundPage, plans: Sequence[PhasePlan]) -> list[Check]:
    """Terms end on a working day. Which days of a year a Royal Decree equates with holidays is known three years ahead at most."""
    ends = [plan.ends_at for plan in plans if page.is_formal and plan.kind == PhaseKind.DISCUSS and plan.ends_at]
    objecting = timedelta(days=page.objection_days)
    if page.method and page.objection_days:
        ends += [plan.ends_at + objecting for plan in plans if plan.kind == PhaseKind.VOTE and plan.ends_at]
    years = sorted({year for end in ends if (year := unknown_year(end)) is not None})
    unknown = _(
        "Of %(year)d nobody entered which days a Royal Decree equates with holidays, such as the Friday after Ascension. A term that ends on one would end too early here."
    )
    desk = reverse("wagtailsnippets_participation_equatedday:list")
    return [Check(_("The last day of a term"), unknown % {"year": year}, desk, may_wait=True) for year in years]


def in_order(checks: Sequence[Check]) -> list[Check]:
    """What is missing first, then what is to be thought of, then what is done."""
    return sorted(checks, key=lambda check: (not check.refusal, check.may_wait))


def progress_of(checks: Sequence[Check]) -> dict[str, int]:
    wanting = [check for check in checks if check.refusal]
    later = sum(check.may_wait for check in wanting)
    done = len(checks) - len(wanting)
    return {"done": done, "all": len(checks), "missing": len(wanting) - later, "later": later}


def _checks_of_vote(page: ConsultationRoundPage, known: ConsultationRound | None) -> list[Check]:
    box = reverse("box_desk", args=[known.reference.string]) if known else ""
    untested = refusal_of_unready(known) if known else _("The box is made once the rules are in force.")
    checks = [Check(_("The ballot box is made and tested"), untested, box)]
    nobody_helps = _("Nothing is filled in yet: no page of the vote and no letter says who helps.")
    help_is_there = "" if is_help_known() else nobody_helps
    checks.append(Check(_("Telephone, desk and help point"), help_is_there, reverse("voting_help"), may_wait=True))
    if known and (lying := lying_letters_words(known, clock.now())):
        roll = reverse("roll_desk", args=[known.reference.string])
        checks.append(Check(_("What the letters say"), lying, roll, may_wait=True))
    if page.eligibility == Eligibility.ROLL:
        has_lines = known is not None and known.roll.exists()
        roll = reverse("roll_desk", args=[known.reference.string]) if known else ""
        checks.append(Check(_("The electoral roll"), "" if has_lines else _("Nobody is on it yet."), roll))
        if known is not None and has_lines:
            checks.append(Check(_("Who is on the roll, in the rules"), refusal_of_undescribed(known), roll))
        if known is not None and 0 < (size := roll_size(known)) < FEW:
            few = _(
                "Only %(size)d people are on the roll. The ballots are published one by one without names: people who know each other can guess whose a ballot is. Tell them so beforehand, or let more people vote."
            )
            checks.append(Check(_("Secrecy in a small vote"), few % {"size": size}, "", may_wait=True))
    else:
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        checks.append(Check(_("Who may vote"), f"{unchecked_words()} {_unchecked_advice(page)}", edit, may_wait=True))
    collected = is_collected(page)
    if not collected:
        filled = known is not None and ballot_subjects(known).exists()
        nothing = _("Nothing is on it yet. Put it there below: with nothing on it voting does not begin.")
        if known is None:
            nothing = _("Nothing is on it yet. Write it below, where you put the round in force.")
        checks.append(Check(_("The ballot paper"), "" if filled else nothing, ""))
    doubles = refusal_of_doubles(known) if known else ""
    desk = reverse("round_desk", args=[known.reference.string]) if known else ""
    # Residents may hand in alike: the clerk merges them or keeps one off.
    checks.append(Check(_("Nothing stands on the ballot paper twice"), doubles, desk, may_wait=collected))
    return checks


def _unchecked_advice(page: ConsultationRoundPage) -> str:
    if page.force == Force.ADVICE:
        return _("Say so where the outcome is used, or let only people on an electoral roll vote.")
    return _("This result is worth more than advice: let only people on an electoral roll vote.")


def summary_of(page: ConsultationRoundPage, known: ConsultationRound | None) -> list[str]:
    """The rules in sentences, as they would be put in force."""
    rules = rules_of(page)
    typed = phases_of(page)
    plans = lawful_phases(rules, typed)
    said = [*_formal_sentences(rules), *(_phase_sentence(plan) for plan in plans)]
    said += [*moved_ends(typed, plans), *overlaps_and_gaps(plans)]
    voting = next((plan for plan in plans if plan.kind == PhaseKind.VOTE), None)
    if not rules.method or voting is None:
        return said
    # When people vote stands among the phases.
    counting = [] if refusal_of_method(rules) else counting_facts(rules)
    figures = [f"{label}: {value.rstrip('.')}." for label, value in counting]
    on_roll = roll_sentences(known) if known else []
    return [*said, method_meaning(rules.method), *figures, force_words(rules), *promises(rules, voting, on_roll)[1:]]


def _formal_sentences(rules: RulesPlan) -> list[str]:
    if not rules.is_formal:
        return []
    return [
        _(
            "This is a formal round: by law everybody can give their formal view, and the municipality answers each that comes in time."
        ),
        _("Announced in: %(notice)s.") % {"notice": rules.notice.strip() or _("not filled in yet")},
        _("Laid out for inspection: %(where)s") % {"where": rules.laid_out.strip() or _("not filled in yet")},
    ]


def _phase_sentence(plan: Any) -> str:
    kind = PhaseKind(plan.kind)
    acts = ", ".join(str(act.label) for act in sorted(PERMITTED[kind]))
    words = {"phase": kind.label, "start": beginning(plan.starts_at), "until": until(plan.ends_at), "acts": acts}
    if not acts:
        return _("%(phase)s: from %(start)s, %(until)s.") % words
    return _("%(phase)s: from %(start)s, %(until)s. People can: %(acts)s.") % words
