"""A small budget, divided by equal shares and certified: groups of voters pay together for what each of them wants."""

from home.demo.words import AT_THE_DESK, Both, ProposalWords, RoundText, Span, Thread, Vote
from participation.enums import Eligibility, Force, PhaseKind, TieRule
from proposals.enums import DecidingBody, ParticipationLevel

ROUND = RoundText(
    slug=Both("3000-euro-voor-leerkasten", "3000-euros-for-learning-cabinets"),
    title=Both("3.000 euro voor leerkasten in de straat", "3,000 euros for learning cabinets in the street"),
    summary=Both(
        "Een kast met boeken, gereedschap of spellen, waar iedereen uit mag lenen. Inwoners bedachten vier kasten en verdeelden het geld.",
        "A cabinet with books, tools or games, from which everybody may borrow. Residents came up with four cabinets and divided the money.",
    ),
    background=Both(
        "<p>Een proef, vooraf aan de grote verdeling voor leerplekken: zo leert de stad hoe verdelen met gelijke delen werkt.</p>",
        "<p>A trial before the large division for places to learn: so the city learns how dividing by equal shares works.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Welke kasten er komen.</li></ul>", "<ul><li>Which cabinets there will be.</li></ul>"
    ),
    not_open=Both(
        "<ul><li>Het bedrag: € 3.000.</li><li>Een kast staat op grond van de gemeente.</li></ul>",
        "<ul><li>The sum: € 3,000.</li><li>A cabinet stands on land of the municipality.</li></ul>",
    ),
    what_happens_next=Both(
        "Het college beslist met de uitslag erbij en zegt dan waarom.",
        "The mayor and aldermen decide with the outcome at hand, and say why.",
    ),
    phases=(Span(PhaseKind.COLLECT, -74, -62), Span(PhaseKind.DISCUSS, -74, -60), Span(PhaseKind.VOTE, -58, -44)),
    day=-76,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.ADVISE,
    rules={
        "method": "equal-shares-add1u",
        "budget": 3_000,
        "tie_rule": TieRule.LOWER_COST,
        "force": Force.ADVICE,
        "eligibility": Eligibility.ROLL,
    },
    under="leerplekken-in-de-wijk",
)

PROPOSALS = (
    ProposalWords(
        by="jan",
        day=-73,
        title="Boekenkast bij het pontje",
        summary="Voor wie wacht en voor wie oversteekt.",
        body="Je staat daar toch tien minuten. Ik houd hem droog en op orde.",
        area="WR03",
        cost=1_100,
        marks=7,
    ),
    ProposalWords(
        by="ruud",
        day=-72,
        title="Gereedschapskast met een klusuur",
        summary="Lenen op zaterdag, met iemand erbij die het voordoet.",
        body="Een boor van mij, een schaaf van de buurman. De rest kopen we tweedehands.",
        area="WR03",
        cost=1_400,
        marks=5,
    ),
    ProposalWords(
        by="cem",
        day=-70,
        title="Spellenkast bij het zwembad",
        summary="Bordspellen in vijf talen.",
        body="Wie samen speelt, leert vanzelf elkaars woorden.",
        area="WR05",
        cost=900,
        marks=4,
    ),
    ProposalWords(
        by="hanna",
        day=-68,
        title="Leesbank met grote letters",
        summary="Een bank en een kast met boeken in grote letters, bij het Elzenpark.",
        body="De bewoners hier willen wel lezen, maar niet met een loep.",
        area="WR04",
        cost=1_200,
        marks=3,
    ),
)

THREAD = Thread(
    item=None,
    consultation_round=ROUND,
    proposals=PROPOSALS,
    vote=Vote(voters=14, result_day=-43, letters=AT_THE_DESK),
)
