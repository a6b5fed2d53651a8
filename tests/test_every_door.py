"""Every address of the site, called by everybody: who gets through, and who is turned away.

An address without an expectation fails. To add one: a page of the public goes by its name into PUBLIC, a section of the
admin by its prefix into ADMIN (the longest prefix that fits counts). What the address holds in its brackets is filled
from `samples`. One table of every address makes it longer than other files: there is nothing to find in it.
"""

import gc
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation
from wagtail.models import Collection
from wagtail_factories import DocumentFactory, ImageFactory

from accounts.enums import Role
from accounts.models import User
from accounts.rehearsal import COOKIE, Rehearsal, signed
from home.views.deadlines import deadlines_path
from participation.enums import Screening
from participation.follow_links import confirm_path, stop_path
from participation.invitation_links import invitation_path
from participation.mention_links import stop_path as stop_mentions_path
from participation.models import Comment, ConsultationRound
from participation.objection_links import objection_path
from participation.report_links import report_path
from proposals.actions.proposal import ProposalText, submit_proposal
from proposals.models import ResponseDocument
from proposals.view_links import receipt_path
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory, person_with
from tests.factories.base import MOMENT, WithdrawalFactory
from tests.factories.home import AgendaItemPageFactory, CitationFactory
from tests.factories.participation import (
    CommentFactory,
    CountObjectionFactory,
    DraftFactory,
    FollowFactory,
    InvitationFactory,
    ReportFactory,
    ScanFactory,
)
from tests.factories.proposals import (
    AnsweredContributionFactory,
    AttachmentFactory,
    CommitmentFactory,
    ConsultationRoundPageFactory,
    CouncilVoteFactory,
    DecisionFactory,
    FormalViewFactory,
    LaterAnswerFactory,
    PaperDocumentFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
)

# Who is let in is decided before any query that one database answers otherwise than another.
pytestmark = pytest.mark.any_database

VISITOR = "visitor"
SUPERUSER = "superuser"
EVERYBODY = frozenset({VISITOR, SUPERUSER, *Role})
SIGNED_IN = EVERYBODY - {VISITOR}
STAFF = frozenset({SUPERUSER, Role.EDITOR, Role.MODERATOR, Role.CLERK, Role.ADMINISTRATOR})
EDITORS = frozenset({SUPERUSER, Role.EDITOR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({SUPERUSER, Role.ADMINISTRATOR})
MODERATORS = frozenset({SUPERUSER, Role.MODERATOR, Role.ADMINISTRATOR})
CLERKS = frozenset({SUPERUSER, Role.CLERK, Role.ADMINISTRATOR})
SUPERUSERS = frozenset({SUPERUSER})
NOBODY: frozenset[str] = frozenset()
# Between them they are let in, and kept out, at every kind of door; all come with `make check-all`.
OF_EVERY_RUN = {VISITOR, Role.CLERK}
# The taxonomies of the agenda.
TERMS = ("actionkind", "featurearea", "targetgroup")

PUBLIC = {
    "health": EVERYBODY,
    "security_txt": EVERYBODY,
    "robots_txt": EVERYBODY,
    "reference": EVERYBODY,
    "lasting_address": EVERYBODY,
    # Citing and following
    "lasting_number": EVERYBODY,
    "lasting_number_form": EVERYBODY,
    "lasting_version": EVERYBODY,
    "lasting_form": EVERYBODY,
    "mistyped": EVERYBODY,
    "qr": EVERYBODY,
    "timegate": EVERYBODY,
    "timemap": EVERYBODY,
    "timemap_json": EVERYBODY,
    "version": EVERYBODY,
    "versions": EVERYBODY,
    "cite": EVERYBODY,
    "feed": EVERYBODY,
    "difference": EVERYBODY,
    "difference_json": EVERYBODY,
    "item_dates": EVERYBODY,
    "annotations": EVERYBODY,
    "follow": EVERYBODY,
    "confirm_follow": EVERYBODY,
    "stop_follow": EVERYBODY,
    "follow_again": EVERYBODY,
    "demo_mails": EVERYBODY,
    "demo_mail": EVERYBODY,
    "demo_council": EVERYBODY,
    "demo_council_record": EVERYBODY,
    "components": EVERYBODY,
    "components_page": EVERYBODY,
    "wagtail_serve": EVERYBODY,
    "wagtaildocs_serve": EVERYBODY,
    "wagtaildocs_authenticate_with_password": EVERYBODY,
    "wagtailcore_authenticate_with_password": EVERYBODY,
    "programme": EVERYBODY,
    "verify": EVERYBODY,
    # Reading
    "rounds": EVERYBODY,
    "ballot_box": EVERYBODY,
    "vote_record": EVERYBODY,
    "vote_record_pdf": EVERYBODY,
    "object_to_count": EVERYBODY,
    "objection_receipt": EVERYBODY,
    "round_rules": EVERYBODY,
    "paper_ballot": CLERKS,
    "invented_counts": EVERYBODY,
    "rehearsal": STAFF,
    "stop_rehearsal": EVERYBODY,
    "rules_json": EVERYBODY,
    "heads": EVERYBODY,
    "receipts": EVERYBODY,
    "castings": EVERYBODY,
    # The ballot itself sends a visitor on to sign in, or to the code of a letter.
    "vote_by_code": EVERYBODY,
    "votes_by_letter": EVERYBODY,
    "short_address_nl": EVERYBODY,
    "short_address_en": EVERYBODY,
    "leave_vote": EVERYBODY,
    "outcomes": EVERYBODY,
    "untranslated_round": EVERYBODY,
    "begin": EVERYBODY,
    "proposals": EVERYBODY,
    "proposals_feed": EVERYBODY,
    "proposals_csv": EVERYBODY,
    "all_proposals": EVERYBODY,
    "all_proposals_feed": EVERYBODY,
    "all_proposals_csv": EVERYBODY,
    "all_proposals_map": EVERYBODY,
    "all_proposals_geojson": EVERYBODY,
    "proposals_map": EVERYBODY,
    "proposals_geojson": EVERYBODY,
    "area_outlines": EVERYBODY,
    "proposal": EVERYBODY,
    "proposal_json": EVERYBODY,
    "decision": EVERYBODY,
    "commitment": EVERYBODY,
    "council_vote": EVERYBODY,
    "paper_document": EVERYBODY,
    # Whoever has the address of a clerk's calendar.
    "deadlines": EVERYBODY,
    "council_vote_json": EVERYBODY,
    "response_document": EVERYBODY,
    "answer": EVERYBODY,
    "response_csv": EVERYBODY,
    "response_json": EVERYBODY,
    "response_pdf": EVERYBODY,
    "answer_to_comment": EVERYBODY,
    "each_voice": EVERYBODY,
    "commitments": EVERYBODY,
    "commitments_csv": EVERYBODY,
    "result": EVERYBODY,
    "result_json": EVERYBODY,
    "earlier_result": EVERYBODY,
    "result_csv": EVERYBODY,
    "result_bundle": EVERYBODY,
    "bundle_file": EVERYBODY,
    "check_page": EVERYBODY,
    "dossier": EVERYBODY,
    "dossier_chapter": EVERYBODY,
    "dossier_volume": EVERYBODY,
    "dossier_volumes": EVERYBODY,
    **dict.fromkeys((f"dossier_{form}" for form in ("json", "csv", "xlsx", "ods", "zip")), EVERYBODY),
    "reach": EVERYBODY,
    "ballots_pb": EVERYBODY,
    "ballots_blt": EVERYBODY,
    "ballots_csv": EVERYBODY,
    # Who cites it; a visitor signs in first, whoever represents nobody reads how one comes to.
    "card": EVERYBODY,
    "citations": EVERYBODY,
    "positions": EVERYBODY,
    "parties": EVERYBODY,
    "search": EVERYBODY,
    "party": EVERYBODY,
    "citation": EVERYBODY,
    "citations_json": EVERYBODY,
    "citations_csv": EVERYBODY,
    "register_citation": NOBODY,
    "change_citation": NOBODY,
    "withdraw_citation": NOBODY,
    # Taking part: the form is everybody's, so that nobody signs in for nothing; handing in is not.
    "start_proposal": EVERYBODY,
    "write_proposal": EVERYBODY,
    "alike_proposals": EVERYBODY,
    # With a draft of another browser: nothing for anybody.
    "attachments": NOBODY,
    "attachment": EVERYBODY,
    "check_proposal": SIGNED_IN,
    # A formal view needs no account.
    "start_view": EVERYBODY,
    "write_view": EVERYBODY,
    # Of a round that asks for none; files without a text lead back to it.
    "check_view": NOBODY,
    "view_attachments": EVERYBODY,
    "formal_view_receipt": EVERYBODY,
    "questionnaire": EVERYBODY,
    "questionnaire_sent": EVERYBODY,
    "answers": EVERYBODY,
    "answers_csv": EVERYBODY,
    "write_comment": EVERYBODY,
    "react": EVERYBODY,
    "comment": EVERYBODY,
    "helpful": SIGNED_IN,
    # Its author alone.
    "edit_comment": NOBODY,
    "stop_mentions": EVERYBODY,
    "own_mentions": SIGNED_IN,
    "support": SIGNED_IN,
    "ballot": SIGNED_IN,
    "check_ballot": SIGNED_IN,
    "voted": SIGNED_IN,
    # Moderation; the statement of reasons is its author's.
    "report_subject": EVERYBODY,
    "report_comment": EVERYBODY,
    "report": EVERYBODY,
    "statement": SIGNED_IN,
    "moderation_record": EVERYBODY,
    "moderation_record_csv": EVERYBODY,
    # People
    "sign_in": EVERYBODY,
    "account_login": EVERYBODY,
    "sign_in_link": EVERYBODY,
    # Without a mail asked for, both lead back to the first page of signing in.
    "sign_in_code": NOBODY,
    "sign_in_person": NOBODY,
    "sign_out": EVERYBODY,
    "signed_out": EVERYBODY,
    "my_page": SIGNED_IN,
    "remove_residency": SIGNED_IN,
    # Of whose membership it is; of an organisation a clerk, or its contact.
    "answer_membership": NOBODY,
    "organisation_members": CLERKS,
    "withdraw_proposal": SIGNED_IN,
    "hand_over": SIGNED_IN,
    # Of who made it alone; the link of a mail is whoever reads that.
    "co_authors": NOBODY,
    "invitation": EVERYBODY,
    "change_proposal": SIGNED_IN,
    # Its author alone, where somebody asks.
    "answer_merge": NOBODY,
    "split_proposal": SIGNED_IN,
    "withdraw_comment": SIGNED_IN,
    "discard_draft": SIGNED_IN,
    "stop_own_follows": SIGNED_IN,
    "session_extend": SIGNED_IN,
    # Doors of others that lead to ours.
    "admin_door": NOBODY,
    "frontend_login": NOBODY,
    "wagtailcore_login": NOBODY,
}

ADMIN = {
    "admin/login/": NOBODY,
    "admin/password_reset/": NOBODY,
    "admin/^.*/$": NOBODY,
    "admin/sprite/": EVERYBODY,
    "admin/jsi18n/": EVERYBODY,
    # The room of all staff.
    "admin/$": STAFF,
    "admin/new-round/": STAFF,
    # A page under the home page, which clerks do not edit.
    "admin/new-round/ready/": EDITORS,
    "admin/test404/": STAFF,
    "admin/failwhale/": STAFF,
    "admin/account/": STAFF,
    "admin/logout/": STAFF,
    "admin/dismissibles/": STAFF,
    "admin/editing-sessions/": STAFF,
    "admin/block-preview/": STAFF,
    "admin/bulk/": STAFF,
    "admin/tag-autocomplete/": STAFF,
    "admin/embeds/": STAFF,
    "admin/choose-": STAFF,
    # Lists what its reader may see.
    "admin/api/": STAFF,
    "admin/images/chooser/": STAFF,
    "admin/documents/chooser/": STAFF,
    "admin/localize/reports/": STAFF,
    "admin/reports/site-history/": STAFF,
    "admin/localize/jsi18n/": STAFF,
    # Editors
    "admin/pages/": EDITORS,
    # A page with others below it.
    "admin/pages/<int:page_id>/delete/": ADMINISTRATORS,
    "admin/reports/": EDITORS,
    "admin/reports/citations/": EDITORS | CLERKS,
    "admin/reports/reactions/": EDITORS | CLERKS,
    "admin/reports/still-missing/": EDITORS | CLERKS,
    # Whoever may publish the translation; this page is none.
    "admin/translations/": EDITORS,
    "admin/localize/": EDITORS,
    # Photos of what is carried out are the clerk's.
    "admin/images/": EDITORS | CLERKS,
    "admin/documents/": EDITORS,
    "admin/images/chooser/create/": EDITORS | CLERKS,
    "admin/images/chooser/<int:image_id>/select_format/": EDITORS | CLERKS,
    "admin/documents/chooser/create/": EDITORS,
    "admin/forms/": EDITORS,
    # There are no pages with a form of Wagtail's.
    "admin/forms/submissions/": NOBODY,
    "admin/snippets/": EDITORS,
    # Lists the kinds that its reader may see.
    "admin/snippets/$": EDITORS | CLERKS,
    "admin/snippets/proposals/reusableanswer/": EDITORS | CLERKS,
    # Names the terms there are; making one in it is the editors'.
    "admin/snippets/choose/": STAFF,
    **{f"admin/snippets/choose/home/{term}/create/": EDITORS for term in TERMS},
    "admin/snippets/choose/proposals/glossaryterm/create/": EDITORS,
    "admin/snippets/choose/proposals/reusableanswer/create/": EDITORS | CLERKS,
    "admin/snippets/choose/base/area/create/": EDITORS,
    "admin/snippets/participation/equatedday/": CLERKS,
    "admin/snippets/choose/participation/equatedday/create/": CLERKS,
    # Versions cite their codes, and proposals point to them.
    "admin/snippets/base/area/delete/": ADMINISTRATORS,
    # Versions cite their codes.
    **{f"admin/snippets/home/{term}/delete/": SUPERUSERS for term in TERMS},
    # Administrators
    "admin/collections/": ADMINISTRATORS,
    "admin/workflows/": ADMINISTRATORS,
    # Names the tasks there are; making one in it is refused.
    "admin/workflows/task_chooser/": STAFF,
    "admin/locales/": ADMINISTRATORS,
    "admin/sites/": ADMINISTRATORS,
    "admin/redirects/": ADMINISTRATORS,
    "admin/users/": ADMINISTRATORS,
    "admin/users/delete/": NOBODY,
    # Rights of roles stand in a table of the product.
    "admin/groups/": SUPERUSERS,
    "admin/settings/": SUPERUSERS,
    # The desks of the product itself.
    "admin/moderation/": MODERATORS,
    "admin/rounds/": CLERKS,
    "admin/audit-trail/": CLERKS,
    "admin/residency/": CLERKS,
    "admin/organisations/": CLERKS,
    "admin/entries/": STAFF,
    "admin/proposals/": CLERKS,
    "admin/requests/": CLERKS,
    "admin/ordinances/": CLERKS,
    "admin/decisions/": CLERKS,
    "admin/promises/": CLERKS,
    "admin/ways/": CLERKS | EDITORS,
    "admin/council/": CLERKS,
    "admin/council/papers/$": CLERKS | EDITORS,
    "admin/answers/": CLERKS | EDITORS,
    "admin/formal-views/": CLERKS,
    "admin/population/": CLERKS,
    "admin/versions/": CLERKS,
    "admin/parties/": CLERKS,
    "django-admin/": SUPERUSERS,
    "django-admin/login/": NOBODY,
    # Signs out whoever is in.
    "django-admin/logout/": EVERYBODY,
    # What a task did is read, not written.
    "django-admin/django_tasks_database/dbtaskresult/add/": NOBODY,
    "django-admin/django_tasks_database/dbtaskresult/<path:object_id>/delete/": NOBODY,
}

# Wagtail asks for no right where it shows or changes nothing of worth: a dialogue of an empty thing.
HARMLESS = frozenset(
    {
        "wagtailadmin_pages:move_confirm",
        "wagtailadmin_pages:confirm_workflow_cancellation",
        "wagtailadmin_pages:revisions_index",
    }
)

# Refuse everybody who does not say of which field, or which form.
NEED_MORE = frozenset({"admin:autocomplete"})


@dataclass(frozen=True)
class Address:
    route: str
    name: str

    @property
    def allowed(self) -> frozenset[str] | None:
        if self.route.startswith(("admin/", "django-admin/")) and self.name not in PUBLIC:
            fitting = [prefix for prefix in ADMIN if self._fits(prefix)]
            return ADMIN[max(fitting, key=len)] if fitting else None
        return PUBLIC.get(self.name)

    def _fits(self, prefix: str) -> bool:
        return (
            self.route == prefix[:-1] if prefix.endswith("/$") and "^" not in prefix else self.route.startswith(prefix)
        )

    def path(self, samples: dict[str, str]) -> str:
        """The address with something real, or at least fitting, in its brackets."""

        def fill(found: re.Match[str]) -> str:
            converter, _colon, name = found[1].rpartition(":")
            for key in (
                f"{self.name}.{name}",
                *(f"{prefix}.{name}" for prefix in _prefixes(self.route)),
                name,
                converter,
            ):
                if key in samples:
                    return samples[key]
            return "x"

        path = re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", self.route)
        path = path.replace(r"((?:[\w\-]+/)*)", "").replace(r"(\d+)/(.*)", f"{samples['document']}/x.txt")
        path = path.replace(r"\.", ".").replace("^.*/$", "nothing-here/")
        return "/" + re.sub(r"<([^<>]+)>", fill, path).replace("^", "").replace("$", "")


def _prefixes(route: str) -> list[str]:
    parts = route.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]


def expected_addresses() -> Iterator[tuple[Address, frozenset[str]]]:
    for address in addresses():
        if address.allowed is not None:
            yield address, address.allowed


def addresses(patterns: list | None = None, prefix: str = "", namespace: str = "") -> Iterator[Address]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(route, namespace + (pattern.name or ""))


@pytest.fixture
def samples(site_ground) -> dict[str, str]:
    """What stands in the brackets of addresses: by name of the page or prefix of the route, then by its own name."""
    now = timezone.now()
    resident = UserFactory(display_name="Noor")
    page = ConsultationRoundPageFactory(parent=site_ground.home, screening=Screening.AFTER)
    consultation_round = ConsultationRound.objects.get(reference__translation_key=page.translation_key)
    text = ProposalText("Bankje", "Een bankje bij de vijver.", "Dan kan ik zitten.", "Noor", "nl")
    subject = submit_proposal(consultation_round=consultation_round, text=text, by=resident, at=now)
    # Not below an agenda: on that clerks have rights, and its lists would open to them.
    item = AgendaItemPageFactory(parent=site_ground.home)
    withdrawal = WithdrawalFactory(version=item.version)
    decision = DecisionFactory(consultation_round=consultation_round)
    council_vote = CouncilVoteFactory()
    commitment = CommitmentFactory(about=item.reference)
    cited = CitationFactory()
    comment = CommentFactory(subject=subject)
    answers = _answers(consultation_round, comment)
    draft = DraftFactory(consultation_round=consultation_round, owner=None)
    collections = Collection.get_first_root_node()
    folder = collections.add_child(name="Map")
    document = DocumentFactory(collection=collections)
    people = {
        "wagtailusers_users:delete.pk": str(resident.pk),
        "admin/users.pk": str(resident.pk),
        "organisation_members.pk": str((organisation := OrganisationFactory()).pk),
        "answer_membership.pk": str(MembershipFactory(organisation=organisation).pk),
        "admin/organisations.pk": str(organisation.pk),
        "admin/groups.pk": str(Group.objects.get(name=Role.CLERK).pk),
    }
    invitation = InvitationFactory(subject=subject, invited_at=now)
    formal_view = FormalViewFactory()
    followed = FollowFactory(reference=item.reference, confirmed_at=None)
    rounds, proposal = consultation_round.reference.string, subject.reference.string
    return people | {
        "int": str(site_ground.home.pk),
        "document": str(document.pk),
        "admin/documents.document_id": str(document.pk),
        "admin/images.image_id": str(ImageFactory(collection=collections).pk),
        "admin/collections.pk": str(folder.pk),
        "admin/collections.collection_id": str(folder.pk),
        "admin/sites.pk": str(site_ground.site.pk),
        "admin/locales.pk": str(site_ground.english.pk),
        "dossier_chapter.key": "vote",
        "admin/moderation.kind": "subject",
        "admin/moderation.pk": str(subject.pk),
        "reference": rounds,
        "recipe": "budget",
        "admin/new-round/ready.pk": str(page.pk),
        "rehearsal.token": signed(Rehearsal(now, "visitor")),
        "proposal.reference": proposal,
        "support.reference": proposal,
        "write_comment.reference": proposal,
        "report_subject.reference": proposal,
        **{f"{name}.number": str(comment.pk) for name in ("report_comment", "comment", "helpful", "edit_comment")},
        "stop_mentions.token": stop_mentions_path(resident).rpartition("/")[2],
        "report.token": report_path(ReportFactory(subject=subject)).split("/")[-2],
        "objection_receipt.token": objection_path(CountObjectionFactory()).split("/")[-2],
        "decision.reference": decision.reference.string,
        **dict.fromkeys(("commitment.reference", "admin/promises.reference"), commitment.reference.string),
        **dict.fromkeys(("council_vote.number", "council_vote_json.number"), str(council_vote.pk)),
        "admin/council/papers.pk": str(council_vote.paper_id),
        "paper_document.number": str(PaperDocumentFactory(paper=council_vote.paper).paper_id),
        "admin/ways.reference": item.reference.string,
        "deadlines.token": deadlines_path(person_with(Role.CLERK)).split("/")[-1].removesuffix(".ics"),
        **dict.fromkeys(
            (
                *("response_document.reference", "answer.reference", "response_csv.reference"),
                *("response_json.reference", "response_pdf.reference", "admin/answers.reference"),
            ),
            answers.reference.string,
        ),
        **dict.fromkeys(("answer.number", "admin/answers.number"), "1"),
        "answer_to_comment.number": str(comment.pk),
        "admin/versions/answers.reference": answers.reference.string,
        "admin/versions/answers.number": "1",
        "admin/answers/asked.pk": str(LaterAnswerFactory(document=answers).pk),
        "admin/answers/later.key": f"subject:{subject.pk}",
        "string": item.reference.string,
        "label": "1",
        "old": "1",
        "new": "1",
        "language": "nl",
        "form": "json",
        "admin/versions.pk": str(item.version.pk),
        "admin/versions.kind": "withdrawal",
        "confirm_removal.pk": str(withdrawal.pk),
        "party.slug": cited.party.slug,
        "admin/parties.slug": cited.party.slug,
        "admin/parties/citations.key": str(cited.key),
        "citation.key": str(cited.key),
        "change_citation.key": str(cited.key),
        "withdraw_citation.key": str(cited.key),
        "register_citation.string": cited.version.reference.string,
        "register_citation.label": "1",
        "register_citation.language": "nl",
        "citations.string": cited.version.reference.string,
        "positions.string": cited.version.reference.string,
        "card.string": cited.version.reference.string,
        "card.label": "1",
        "card.language": "nl",
        "reference.string": rounds,
        "lasting_address.string": rounds,
        "mistyped.rest": f"{rounds}/",
        "key": str(draft.key),
        "attachment.key": str(AttachmentFactory(reference=subject.reference).pk),
        # Everybody may begin one; somebody else's opens to nobody.
        "write_proposal.key": str(uuid.uuid4()),
        "withdraw_proposal.reference": proposal,
        "hand_over.reference": proposal,
        "co_authors.reference": proposal,
        "invitation.token": invitation_path(invitation).split("/")[-2],
        "admin/entries/scans.pk": str(ScanFactory(subject=subject).pk),
        "formal_view_receipt.token": receipt_path(formal_view).split("/")[-2],
        "admin/formal-views.reference": formal_view.reference.string,
        "confirm_follow.token": confirm_path(followed).rpartition("/")[2],
        "stop_follow.token": stop_path([followed]).rpartition("/")[2],
    }


def _answers(consultation_round: ConsultationRound, comment: Comment) -> ResponseDocument:
    """Published, with a row for the comment, and none for its proposal."""
    document = ResponseDocumentFactory(
        consultation_round=consultation_round,
        reference__is_public=True,
        offered_at=MOMENT,
        offered_by=UserFactory(),
        approved_at=MOMENT,
        approved_by=UserFactory(),
    )
    row = ResponseRowFactory(document=document, number=1, answer="Ja.", verdict="adopted", department="Groen")
    AnsweredContributionFactory(row=row, comment=comment)
    ResponseDocument.objects.filter(pk=document.pk).update(published_at=MOMENT, sha256="0" * 64)
    return document


def visit(client: Client, method: str, address: Address, samples: dict[str, str]) -> str:
    """`refused` (sent to sign in, or back to where one may be), `missing`, `method` or `through`."""
    path = address.path(samples)
    response: HttpResponse = getattr(client, method)(path)
    target = response.headers.get("Location", "").split("?")[0]
    if response.status_code in {401, 403} or target in _doors() or (target == "/admin/" and path != "/admin/"):
        return "refused"
    # Outside a language Django tries the same address within one: that is not there either.
    if response.status_code in {400, 404} or target.rstrip("/") == f"/nl{path}".rstrip("/"):
        return "missing"
    return "method" if response.status_code == 405 else "through"


def _doors() -> set[str]:
    with translation.override("nl"):
        return {reverse("sign_in"), "/admin/login/", "/django-admin/login/"}


def signed_in_as(who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who == SUPERUSER:
        client.force_login(User.objects.create_superuser("technisch@example.nl", "Technisch"))
    elif who != VISITOR:
        client.force_login(
            UserFactory(groups=[Group.objects.get_or_create(name=name)[0] for name in {who, Role.RESIDENT}])
        )
    return client


def test_every_address_has_an_expectation() -> None:
    assert [address for address in addresses() if address.allowed is None] == []


def test_every_expectation_has_an_address() -> None:
    routes, names = {address.route for address in addresses()}, {address.name for address in addresses()}
    assert [name for name in PUBLIC if name not in names] == []
    assert [prefix for prefix in ADMIN if not any(route.startswith(prefix.removesuffix("$")) for route in routes)] == []
    assert names >= HARMLESS


@pytest.mark.timeout(300)
# Wagtail leaves files open where it draws and hands out images.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "who", [pytest.param(who, marks=() if who in OF_EVERY_RUN else pytest.mark.heavy) for who in sorted(EVERYBODY)]
)
def test_every_door_lets_through_whom_it_should(samples: dict[str, str], who: str, caplog) -> None:
    client = signed_in_as(who)
    wrong: list[str] = []
    for address, allowed in expected_addresses():
        # Wagtail's page to sign out takes the cookie back even from who only opens it.
        if address.name == "wagtailadmin_logout" or (address.name in NEED_MORE and who in allowed):
            continue
        got = visit(client, "get", address, samples)
        # Whoever is let in to a rehearsal would meet the doors behind it as a visitor.
        client.cookies.pop(COOKIE, None)
        if who in allowed:
            # A thing that is not there, or that wants another method, has at least not turned anybody away.
            if got == "refused":
                wrong.append(f"{address.name} {address.path(samples)} get: {got}")
        elif address.name not in HARMLESS:
            if got == "through":
                wrong.append(f"{address.name} {address.path(samples)} get: {got}")
            got = visit(client, "post", address, samples)
            if got == "through":
                wrong.append(f"{address.name} {address.path(samples)} post: {got}")
    # Here, where their warnings are expected.
    gc.collect()
    if wrong:
        pytest.fail("\n".join([f"As {who}:", *wrong]), pytrace=False)
