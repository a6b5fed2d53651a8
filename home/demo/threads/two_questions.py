"""Two votes without money: one question with yes or no, and names put in order of preference. Both certified."""

from home.demo.words import AT_THE_DESK, Both, Letters, ProposalWords, Remark, RoundText, Span, Thread, Vote
from participation.enums import Eligibility, Force, PhaseKind, TieRule
from proposals.enums import DecidingBody, ParticipationLevel

SATURDAY = RoundText(
    slug=Both("taalhuis-op-zaterdag", "language-house-on-saturdays"),
    title=Both("Gaat het Taalhuis op zaterdag open?", "Does the Language House open on Saturdays?"),
    summary=Both(
        "Eén vraag, ja of nee. Het college heeft geld voor een proef van een jaar en vraagt wat de stad ervan vindt.",
        "One question, yes or no. The mayor and aldermen have money for a trial of a year and ask what the city thinks of it.",
    ),
    background=Both(
        "<p>Wie cursist of vrijwilliger is, stemt met het eigen account. Zestig adressen rond het Taalhuis kregen een brief met een code, "
        "en konden ook op papier stemmen.</p><p>Op zaterdag zijn er vrijwilligers, en een docent die dan kan. Het Taalhuis gaat daarvoor op maandagochtend dicht.</p>",
        "<p>Learners and volunteers vote with their own account. Sixty addresses around the Language House got a letter with a code, and "
        "could vote on paper too.</p><p>On Saturdays there are volunteers, and a teacher who is free then. In exchange the Language House is closed on Monday "
        "mornings.</p>",
    ),
    open_to_influence=Both("<ul><li>Of de proef er komt.</li></ul>", "<ul><li>Whether the trial goes ahead.</li></ul>"),
    not_open=Both(
        "<ul><li>De twee avonden per week: die besloot de raad al.</li></ul>",
        "<ul><li>The two evenings a week: the council decided on those.</li></ul>",
    ),
    what_happens_next=Both(
        "Het college beslist in januari en zegt dan waarom.",
        "The mayor and aldermen decide in January, and say why.",
    ),
    phases=(Span(PhaseKind.COLLECT, -88, -70), Span(PhaseKind.DISCUSS, -88, -62), Span(PhaseKind.VOTE, -60, -39)),
    day=-92,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.ADVISE,
    rules={
        "method": "yes-no",
        "tie_rule": TieRule.LIST_ORDER,
        "force": Force.ADVICE,
        "eligibility": Eligibility.ROLL,
    },
    under="taalhuis",
)

OPEN_ON_SATURDAYS = ProposalWords(
    by="dorota",
    day=-86,
    title="Het Taalhuis een jaar lang op zaterdag open",
    summary="Van 10 tot 14 uur, met een docent en vier vrijwilligers. Op maandagochtend blijft de deur dan dicht.",
    body="Ik werk van maandag tot en met vrijdag in de kas. 's Avonds val ik om. Op zaterdagochtend wil ik best een uur Nederlands "
    "leren, en ik ken er nog negen.",
    area="WR02",
    tags=("taal",),
    supports=23,
    marks=37,
    remarks=(
        Remark("ineke", "En wie op maandagochtend komt, waar gaat die heen?", 1.5),
        Remark("samir", "Ik kom op maandag, en zaterdag is ook goed.", 2.5),
    ),
)

NAME = RoundText(
    slug=Both("hoe-heet-de-bibliotheekbus", "what-is-the-library-bus-called"),
    title=Both("Hoe heet de nieuwe bibliotheekbus?", "What is the new library bus called?"),
    summary=Both(
        "Kinderen en volwassenen bedachten vier namen. Iedereen zette ze op volgorde: de naam die de meeste mensen goed vinden, "
        "komt op de bus.",
        "Children and adults came up with four names. Everybody put them in order: the name that most people can live with goes on "
        "the bus.",
    ),
    background=Both(
        "<p>Bij vier namen wint anders al snel een naam die de meesten juist niet willen. Daarom is er op volgorde gestemd: steeds valt de "
        "naam met de minste eerste plaatsen af, en tellen die stemmen verder voor de volgende keus.</p>",
        "<p>With four names one that most people do not want could win. That is why people voted in order: each time the name with "
        "fewest first places drops out, and those votes go on to the next choice.</p>",
    ),
    open_to_influence=Both("<ul><li>De naam.</li></ul>", "<ul><li>The name.</li></ul>"),
    not_open=Both(
        "<ul><li>De kleuren van de bus: die horen bij de bibliotheek.</li></ul>",
        "<ul><li>The colours of the bus: they are the library's.</li></ul>",
    ),
    what_happens_next=Both(
        "De naam die wint, staat er in het voorjaar op. Dat heeft de raad van tevoren toegezegd.",
        "The name that wins stands on it in spring. The council promised so beforehand.",
    ),
    phases=(Span(PhaseKind.COLLECT, -100, -80), Span(PhaseKind.DISCUSS, -100, -70), Span(PhaseKind.VOTE, -68, -50)),
    day=-104,
    level=ParticipationLevel.ADVISE,
    rules={
        "method": "irv",
        "tie_rule": TieRule.LIST_ORDER,
        "force": Force.FOLLOWED_UNLESS,
        "eligibility": Eligibility.ROLL,
        "force_decision": "https://raad.waterrijk.example/besluiten/naam-bibliotheekbus",
    },
    under="bibliotheekbus",
)

NAMES = (
    ProposalWords(
        by="mila",
        day=-98,
        title="De Boekenboot op Wielen",
        summary="Want Waterrijk is een stad van boten, en deze kan ook op het droge.",
        body="Mijn klas bedacht er elf. Deze had de meeste vingers.",
        supports=19,
        marks=13,
        remarks=(Remark("jan", "Dan wil ik er ook een toeter op.", 1),),
    ),
    ProposalWords(
        by="otto",
        day=-96,
        title="Bladzij",
        summary="Kort, en je kunt het van ver lezen.",
        body="Een bus die langskomt is als een bladzij die je omslaat.",
        supports=16,
        marks=11,
    ),
    ProposalWords(
        by="grace",
        day=-94,
        title="Bibi",
        summary="Zo noemt iedereen hem toch al.",
        body="Bibi is short, friendly, and the same in every language of this city.",
        language="en",
        supports=14,
        marks=8,
    ),
    ProposalWords(
        by="kees",
        day=-90,
        title="De Lettervreter",
        summary="Een monster met een boek in zijn bek, op de voorkant.",
        body="Kinderen onthouden dat. Mijn kleinzoon heeft hem al getekend.",
        supports=12,
        marks=5,
    ),
)

THREADS = (
    Thread(
        item=None,
        consultation_round=SATURDAY,
        proposals=(OPEN_ON_SATURDAYS,),
        vote=Vote(
            16,
            result_day=-38,
            letters=Letters(
                sent=60,
                used=26,
                papers=12,
                addressees="één bewoner van elk van de zestig adressen rond het Taalhuis, uit de basisregistratie personen",
                members="cursisten en vrijwilligers van het Taalhuis, uit de deelnemerslijst",
                youngest=16,
            ),
        ),
    ),
    Thread(item=None, consultation_round=NAME, proposals=NAMES, vote=Vote(39, result_day=-49, letters=AT_THE_DESK)),
)
