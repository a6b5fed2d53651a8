"""Every kind of page that people see, and what they can bring it to: a name and a way there.

Some ways go on from the place before them, and show the same address in another state.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.test import Client
from django.utils import translation
from playwright.sync_api import Page, expect
from wagtail.models import Page as WagtailPage

from accounts.models import User
from participation.follow_links import stop_path
from participation.invitation_links import invitation_path
from participation.models import Follow
from participation.objection_links import objection_path
from tests.browser.city import LETTER_CODE, City
from tests.browser.visitor import Visitor, newest_link

Way = Callable[[Visitor, City], None]


@dataclass(frozen=True)
class Place:
    name: str
    way: Way


def receipt_of_objection(visitor: Visitor, city: City) -> None:
    visitor.visit("objection_receipt", objection_path(city.objection).split("/")[-2])


def earlier_count(visitor: Visitor, city: City) -> None:
    visitor.visit("earlier_result", city.ranked.reference.string, 1)


def chapter_of_dossier(key: str) -> Way:
    return lambda visitor, city: visitor.visit("dossier_chapter", city.counted.reference.string, key)


def page_of(name: str) -> Way:
    """A page of the tree, in the visitor's language."""

    def go(visitor: Visitor, city: City) -> None:
        page: WagtailPage = getattr(city, name)
        if page.locale.language_code != visitor.language:
            page = page.get_translations().get(locale__language_code=visitor.language)
        visitor.page.goto(page.get_url())

    return go


def view(name: str, about: str = "") -> Way:
    """A view, of what the city calls `about` where it is of something."""
    return lambda visitor, city: visitor.visit(name, *([getattr(city, about).reference.string] if about else []))


def press(message: str, **fields: str) -> Way:
    def go(visitor: Visitor, city: City) -> None:
        visitor.fill(**fields)
        visitor.press(message)
        visitor.page.wait_for_load_state()

    return go


def home(visitor: Visitor, city: City | None) -> None:
    visitor.page.goto(f"/{visitor.language}/")


def nowhere(visitor: Visitor, city: City) -> None:
    visitor.page.goto(f"/{visitor.language}/bestaat-niet/")


def map_of_proposals(visitor: Visitor, city: City) -> None:
    visitor.visit("all_proposals_map")
    expect(visitor.main.locator(".map__mark").first).to_be_visible()


def open_map(visitor: Visitor, city: City) -> None:
    visitor.main.locator("[data-map-open]").click()
    expect(visitor.main.locator(".map__area").first).to_be_visible()


def proposals_that_fit_nothing(visitor: Visitor, city: City) -> None:
    visitor.visit("all_proposals")
    visitor.main.locator("summary").press("Enter")
    visitor.fill(q="olifant")
    visitor.main.locator("[name=q]").press("Enter")
    expect(visitor.main.locator(".empty-state")).to_be_visible()


def table_of_result(visitor: Visitor, city: City) -> None:
    visitor.main.locator("summary").first.click()
    expect(visitor.main.locator("table").first).to_be_visible()


def code_of_mail(visitor: Visitor, city: City) -> None:
    visitor.visit("sign_in")
    visitor.ask_for_mail("iemand@example.nl")


def link_of_mail(visitor: Visitor, city: City) -> None:
    visitor.page.goto(newest_link())


def broken_link_of_mail(visitor: Visitor, city: City) -> None:
    visitor.visit("sign_in_link", "x" * 43)


def form_of_another_session(visitor: Visitor, city: City) -> None:
    view("write_comment", "proposal")(visitor, city)
    visitor.fill(text="Wat ik typte.\nEn nog een regel.")
    visitor.page.context.clear_cookies()
    visitor.press("Sign in and go on")
    expect(visitor.main.locator("textarea")).to_have_value("Wat ik typte.\nEn nog een regel.")


def words_of_one_question(visitor: Visitor, city: City) -> None:
    view("answers", "answered")(visitor, city)
    visitor.page.goto(f"{visitor.page.url}?question=4")


def comment(visitor: Visitor, city: City) -> None:
    visitor.page.goto(city.proposal.comments.exclude(parent=None).get().get_absolute_url())


def comments_newest_first(visitor: Visitor, city: City) -> None:
    visitor.page.goto(f"{city.proposal.reference.get_absolute_url()}?order=newest&since=0#comments")


def draft(visitor: Visitor, city: City) -> None:
    visitor.visit("write_proposal", city.collecting.reference.string, city.draft.key)


def whole_draft(visitor: Visitor, city: City) -> None:
    visitor.fill(summary="In een zin.", body="Een heel voorstel.", cost="100")
    visitor.press("On to the check")
    visitor.is_at("check_proposal", city.collecting.reference.string, city.draft.key)


def advised_draft(visitor: Visitor, city: City) -> None:
    draft(visitor, city)
    visitor.fill(body=f"## Waarom\n\n- **Bel** 06-12345678\n\n{'woord ' * 24}einde.")
    visitor.press("On to the check")


def files_of_draft(visitor: Visitor, city: City) -> None:
    visitor.visit("attachments", city.collecting.reference.string, city.draft.key)


def reply(visitor: Visitor, city: City) -> None:
    view("proposal", "proposal")(visitor, city)
    visitor.main.locator(".comment__actions a").first.click()


def over_budget(visitor: Visitor, city: City) -> None:
    for box in visitor.main.get_by_role("checkbox").all():
        box.check()
    expect(visitor.main.locator(".budget-meter--over")).to_be_visible()


def within_budget(visitor: Visitor, city: City) -> None:
    visitor.main.get_by_role("checkbox", name="Computers").uncheck()
    visitor.press("Look my ballot through")
    visitor.sees("Your ballot is not cast yet")


def cast_by_code(visitor: Visitor, city: City) -> None:
    visitor.press("Look my ballot through")
    visitor.press("Cast my ballot")
    visitor.is_at("voted", city.answering.reference.string)


def places_with_a_gap(visitor: Visitor, city: City) -> None:
    for line, place in (("Lezen", "1"), ("Computers", "3")):
        visitor.main.get_by_role("combobox", name=line).select_option(place)
    visitor.press("Look my ballot through")
    visitor.sees("Look at this once more")


def session_nearly_over(visitor: Visitor, city: City) -> None:
    # The browser's clock is ahead: by the server's the session has only begun.
    visitor.page.add_init_script("const now = Date.now; Date.now = () => now() + 116 * 60_000;")
    visitor.visit("my_page")
    expect(visitor.page.locator(".session-notice--shown")).to_be_visible()


def stop_following(visitor: Visitor, city: City) -> None:
    with translation.override(visitor.language):
        visitor.page.goto(stop_path(Follow.objects.filter(address="wie@example.nl")))


def passage_to_cite(visitor: Visitor, city: City) -> None:
    visitor.visit("cite", city.item.reference.string, "1", "nl")
    visitor.main.locator(f"input[value={city.citation.passage}]").check()
    visitor.press("Make this citation")
    visitor.sees("Citation of this passage")


def own_programme(visitor: Visitor, city: City) -> None:
    """One quote that stands so, one that does not, and a reference that never was."""
    string = city.item.reference.string
    visitor.visit("programme")
    visitor.fill(
        text=f"“De bus rijdt.” ({string}, versie 1)\n\n“De bus vliegt.” ({string}, versie 1)\n\nZie LEA-1999-999."
    )
    visitor.press("Check it")
    visitor.sees("unknown reference")


def own_text(visitor: Visitor, city: City) -> None:
    visitor.visit("verify")
    visitor.fill(text=f"{city.item.reference.string} De bus rijdt elke weekdag.")
    visitor.press("Look it up")


def invitation(visitor: Visitor, city: City) -> None:
    with translation.override(visitor.language):
        visitor.page.goto(invitation_path(city.invitation))


def answered_invitation(visitor: Visitor, city: City) -> None:
    with translation.override(visitor.language):
        visitor.page.goto(invitation_path(city.invitation.subject.invitations.first()))


def report_sent(visitor: Visitor, city: City) -> None:
    view("report_subject", "proposal")(visitor, city)
    visitor.main.locator("select[name=ground]").select_option("spam")
    visitor.main.locator("input[name=in_good_faith]").check()
    visitor.fill(why="Het is reclame.")
    visitor.press("Send the report")
    visitor.sees("Thank you. We received your report")


def files_of_view(visitor: Visitor, city: City) -> None:
    visitor.follow("Pictures and documents")


def hand_in_view(visitor: Visitor, city: City) -> None:
    visitor.follow("On to the check")
    visitor.press("Hand in my formal view")
    visitor.sees("Thank you. We received your formal view")


def answers_sent(visitor: Visitor, city: City) -> None:
    visitor.main.get_by_label("Plein", exact=True).check()
    visitor.press("Send my answers")
    visitor.is_at("questionnaire_sent", city.asking.reference.string)


def citation_form(visitor: Visitor, city: City) -> None:
    visitor.visit("register_citation", city.item.reference.string, "2", "nl")


def form_of_reaction(visitor: Visitor, city: City) -> None:
    visitor.visit("react", city.consulted.reference.string, "1", "nl")
    visitor.main.locator("summary").click()
    visitor.main.locator("details input[name=passage]").nth(1).check()
    visitor.press("React to this one")
    visitor.sees("React to this passage")


READING = [
    Place("home", home),
    Place("agenda", page_of("agenda")),
    Place("agenda item", page_of("item")),
    Place("agenda as one document", lambda visitor, city: visitor.page.goto(f"{city.agenda.get_url()}?whole")),
    Place("version", lambda visitor, city: visitor.visit("version", city.item.reference.string, "1")),
    Place("versions", view("versions", "item")),
    Place("difference", lambda visitor, city: visitor.visit("difference", city.item.reference.string, "1", "2")),
    Place("citation", lambda visitor, city: visitor.visit("cite", city.item.reference.string, "1", "nl")),
    Place("follow", view("follow", "item")),
    Place("no address to follow by", press("Follow by mail", address="noor")),
    Place("follow asked", press("Follow by mail", address="wie@example.nl")),
    Place("follow to confirm", link_of_mail),
    Place("follow confirmed", press("Yes, follow this")),
    Place("follow to stop", stop_following),
    Place("follow stopped", press("Stop following")),
    Place("follow again", press("Follow it again after all")),
    Place("passage to cite", passage_to_cite),
    Place("tombstone", lambda visitor, city: visitor.page.goto(city.withdrawn.lasting_address)),
    Place("register of parties", view("parties")),
    Place("party", lambda visitor, city: visitor.visit("party", city.party.slug)),
    Place("citation of a party", lambda visitor, city: visitor.visit("citation", city.citation.key)),
    Place("all citations of an item", view("citations", "item")),
    Place("positions side by side", view("positions", "item")),
    Place("check of a programme", view("programme")),
    Place("no programme", press("Check it")),
    Place("report on a programme", own_programme),
    Place("which version", view("verify")),
    Place("nearest version", own_text),
    Place("text that is reacted to", page_of("consulted")),
    Place("reactions to a text", view("annotations", "consulted")),
    Place("text", page_of("content")),
    Place("rounds", view("rounds")),
    Place("outcomes", view("outcomes")),
    Place("standing round", view("begin")),
    Place("announced round", view("reference", "announced")),
    Place("collecting round", view("reference", "collecting")),
    Place("voting round", view("reference", "voting")),
    Place("counted round", view("reference", "counted")),
    Place("formal round", view("reference", "formal")),
    Place("round with a questionnaire", view("reference", "asking")),
    Place("answers of a questionnaire", view("answers", "answered")),
    Place("words of one question", words_of_one_question),
    Place("answers of a questionnaire too early", view("answers", "asking")),
    Place("proposals", view("proposals", "collecting")),
    Place("all proposals", view("all_proposals")),
    Place("map of proposals", map_of_proposals),
    Place("proposals that fit nothing", proposals_that_fit_nothing),
    Place("proposal", view("proposal", "proposal")),
    Place("map of a proposal", open_map),
    Place("proposal that was chosen", lambda visitor, city: visitor.visit("proposal", first_of(city.counted))),
    Place("proposal that is not public", view("proposal", "waiting")),
    Place("proposal that was settled", view("proposal", "settled")),
    Place("proposal with another in it", view("proposal", "changed")),
    Place("proposal that is part of another", view("proposal", "part")),
    Place(
        "what changed in a proposal",
        lambda visitor, city: visitor.visit("difference", city.changed.reference.string, "1", "2"),
    ),
    Place("record of moderation", view("moderation_record")),
    Place("decision", view("decision", "decision")),
    Place("answers", view("response_document", "answers")),
    Place("answer", lambda visitor, city: visitor.visit("answer", city.answers.reference.string, 1)),
    Place("each voice", view("each_voice", "counted")),
    Place("promises", view("commitments")),
    Place("promise", view("commitment", "promise")),
    Place("result", view("result", "counted")),
    Place("table of the result", table_of_result),
    Place("result round by round", view("result", "ranked")),
    Place("how to check a result", view("result_bundle", "counted")),
    Place("dossier", view("dossier", "counted")),
    *(
        Place(f"dossier: {key}", chapter_of_dossier(key))
        for key in ("question", "participation", "contributions", "vote")
    ),
    Place("dossier that is not there yet", view("dossier", "voting")),
    Place("who took part", view("reach", "voting")),
    Place("result that is not there yet", view("result", "voting")),
    Place("proposal too late", view("start_proposal", "voting")),
    Place("signed out", view("signed_out")),
    Place("nowhere", nowhere),
]

BEFORE_SIGNING_IN = [
    Place("vote with a code", view("vote_by_code", "answering")),
    Place("code that is none", press("To the ballot paper", code="ACDE 8")),
    Place("ballot by a code", press("To the ballot paper", code=LETTER_CODE)),
    Place("voted by a code", cast_by_code),
    Place("vote that was left", press("Leave the vote")),
    Place("invitation", invitation),
    Place("form of a proposal", view("start_proposal", "collecting")),
    Place("map to point at", open_map),
    Place("proposal kept", press("Keep for later", title="Een half voorstel")),
    Place("errors of a proposal", press("On to the check", title="")),
    Place("form of a formal view", view("start_view", "formal")),
    Place("errors of a formal view", press("On to the check", text="De halte hoort op het plein.")),
    Place("check of a formal view", press("On to the check", name="Noor", address="Dorpsstraat 1, Leerstad")),
    Place("files of a formal view", files_of_view),
    Place("receipt of a formal view", hand_in_view),
    Place("report", view("report_subject", "proposal")),
    Place("errors of a report", press("Send the report", why="")),
    Place("report sent", report_sent),
    Place("form of a comment", view("write_comment", "proposal")),
    Place("form of a reaction", form_of_reaction),
    Place("comment", comment),
    Place("comments, newest first", comments_newest_first),
    Place("sign in", view("sign_in")),
    Place("no mail address", press("Send me a mail", email="noor")),
    Place("code", code_of_mail),
    Place("wrong code", press("Go on", code="12")),
    Place("link", link_of_mail),
    Place("name", press("Sign in")),
    Place("no name", press("Sign in with this name")),
    Place("broken link", broken_link_of_mail),
    Place("form of another session", form_of_another_session),
]

OF_NOOR = [
    Place("my page", view("my_page")),
    Place("no name on my page", press("Save this name", display_name="")),
    Place("who made a proposal", view("co_authors", "proposal")),
    Place("invited address that is none", press("Send the invitation", email="bo")),
    Place("invitation that was answered", answered_invitation),
    Place("session", view("session_extend")),
    Place("draft", draft),
    Place("check of a proposal", whole_draft),
    Place("check with advice", advised_draft),
    Place("files of a proposal", files_of_draft),
    Place("own proposal to withdraw", view("withdraw_proposal", "proposal")),
    Place("no reason to withdraw", press("Withdraw my proposal", reason="")),
    Place("own proposal to change", view("change_proposal", "proposal")),
    Place("new text of a proposal", press("Change my proposal")),
    Place("new text without a note", press("On to the check")),
    Place("check of a new text", press("On to the check", note="Korter.", title="Voorlezen")),
    Place("question to an author", lambda visitor, city: visitor.visit("answer_merge", city.asked.pk)),
    Place("no without a reason", press("No, mine stays on its own")),
    Place(
        "own proposal with a text that waits",
        lambda visitor, city: visitor.visit("proposal", city.asked.subject.reference.string),
    ),
    Place("proposal that changed since", view("proposal", "changed")),
    Place("own proposal that waits", view("proposal", "waiting")),
    Place("proposal to support", view("proposal", "proposal")),
    Place("support given", press("I support this")),
    Place("reply", reply),
    Place("errors of a comment", press("Post my comment")),
    Place("empty reaction", form_of_reaction),
    Place("errors of a reaction", press("Send my reaction")),
    Place("questionnaire", view("questionnaire", "asking")),
    Place("errors of a questionnaire", press("Send my answers")),
    Place("questionnaire sent", answers_sent),
    Place("questionnaire answered before", view("questionnaire", "asking")),
    Place("rehearsal that cannot begin", lambda visitor, city: visitor.visit("rehearsal", "x")),
    Place("rules of the vote", view("round_rules", "voting")),
    Place("ballot box while people vote", view("ballot_box", "voting")),
    Place("ballot box after the close", view("ballot_box", "counted")),
    Place("receipt that is in no box", press("Look it up", code="AAAA CCCC DDDDD")),
    Place("record of a vote that was certified", view("vote_record", "counted")),
    Place("record of a vote that was corrected", view("vote_record", "ranked")),
    Place("count before it was corrected", earlier_count),
    Place("objecting to a count", view("object_to_count", "ranked")),
    Place("too late to object to a count", view("object_to_count", "counted")),
    Place("receipt of an objection to a count", receipt_of_objection),
    Place("ballot", view("ballot", "voting")),
    Place("ballot over the budget", over_budget),
    Place("ballot refused", press("Look my ballot through")),
    Place("ballot looked through", within_budget),
    Place("voted", press("Cast my ballot")),
    Place("ballot with points", view("ballot", "pointing")),
    Place("ballot with answers", view("ballot", "answering")),
    Place("ballot with places", view("ballot", "ordering")),
    Place("ballot with places looked through", places_with_a_gap),
    Place("ballot too late", view("ballot", "counted")),
    Place("round voted in", view("reference", "voting")),
    Place("session nearly over", session_nearly_over),
]

OF_LOTTE = [
    Place("citation form", citation_form),
    Place("errors of a citation", press("Register", document_title="")),
    Place("own party", lambda visitor, city: visitor.visit("party", city.party.slug)),
    Place("change of a citation", lambda visitor, city: visitor.visit("change_citation", city.citation.key)),
    Place("withdrawal of a citation", lambda visitor, city: visitor.visit("withdraw_citation", city.citation.key)),
]

EMPTY = [
    Place("home", home),
    Place("agenda", page_of("agenda")),
    Place("rounds", view("rounds")),
    Place("outcomes", view("outcomes")),
    Place("standing round", view("begin")),
    Place("proposals", view("proposals", "begin")),
    Place("all proposals", view("all_proposals")),
    Place("my page", view("my_page")),
]


def first_of(consultation_round: object) -> str:
    return consultation_round.subjects.order_by("pk").first().reference.string


_HALF = len(READING) // 2
# Who is signed in, and where they go: walks that are made beside each other.
WALKS = {
    "reading": ("", READING[:_HALF]),
    "reading on": ("", READING[_HALF:]),
    "before signing in": ("", BEFORE_SIGNING_IN),
    "noor": ("noor", OF_NOOR),
    "lotte": ("lotte", OF_LOTTE),
}


def walk(visitor: Visitor, city: City, places: list[Place]) -> Iterator[Place]:
    """Brings the visitor to one place after the other, and waits until it stands there."""
    for place in places:
        place.way(visitor, city)
        visitor.page.locator("body").wait_for(state="attached")
        visitor.page.wait_for_load_state()
        yield place


def let_in(page: Page, person: User, at: str) -> None:
    """Signs a browser in without the mail, where signing in is not what is looked at."""
    client = Client()
    client.force_login(person)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": at}])
