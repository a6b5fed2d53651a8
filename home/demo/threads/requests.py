"""What residents can ask by right: an initiative for the agenda of the council, and a challenge to do a task themselves."""

from home.demo.words import (
    Both,
    OrdinanceWords,
    ProposalWords,
    QuestionWords,
    Remark,
    RequestStep,
    RoundText,
    Span,
    Thread,
)
from participation.enums import PhaseKind, State
from proposals.enums import DecidingBody, ParticipationLevel, QuestionKind

ALWAYS = (Span(PhaseKind.COLLECT, -145, None), Span(PhaseKind.SUPPORT, -145, None))
COUNCIL = "https://raad.waterrijk.example"
INITIATIVES = RoundText(
    slug=Both("burgerinitiatief", "citizens-initiative"),
    title=Both("Burgerinitiatief", "Citizens' initiative"),
    summary=Both(
        "Zet zelf iets op de agenda van de gemeenteraad. Heb je genoeg steun, dan moet de raad erover praten.",
        "Put something on the agenda of the municipal council yourself. With enough support the council has to deal with it.",
    ),
    background=Both(
        "<p>Schrijf op wat de raad moet bespreken en waarom. Verzamel steun, hier of op papier. Daarna draag je het over aan de "
        "griffier. Die kijkt of het mag volgens de verordening.</p>",
        "<p>Write down what the council should discuss and why. Collect support, here or on paper. Then you hand it over to the "
        "council's clerk, who looks whether the ordinance allows it.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Alles waarover de gemeenteraad gaat.</li></ul>",
        "<ul><li>Everything that the council decides about.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>Klachten, bezwaren, belastingen en personen.</li><li>Waarover de raad kort geleden besloot.</li></ul>",
        "<ul><li>Complaints, objections, taxes and persons.</li><li>What the council decided a short time ago.</li></ul>",
    ),
    what_happens_next=Both(
        "De raad bespreekt het en neemt een besluit. Je hoort per mail wanneer, en wat eruit kwam.",
        "The council discusses it and decides. You hear by mail when, and what came of it.",
    ),
    phases=ALWAYS,
    day=-145,
    who_decides=DecidingBody.COUNCIL,
    level=ParticipationLevel.ADVISE,
    is_standing=True,
)
CHALLENGES = RoundText(
    slug=Both("uitdaagrecht", "right-to-challenge"),
    title=Both("Uitdaagrecht", "Right to challenge"),
    summary=Both(
        "Kun je een taak van de gemeente beter doen, met je buurt of je organisatie? Daag de gemeente uit.",
        "Can you do a task of the municipality better, with your neighbours or your organisation? Challenge the municipality.",
    ),
    background=Both(
        "<p>Zeg welke taak je wilt overnemen, waarom dat beter is, hoe je het doet en wat het kost. Mag het, dan praten we erover "
        "en neemt het college een besluit.</p>",
        "<p>Say which task you want to take over, why that is better, how you do it and what it costs. If it is admissible we talk "
        "about it, and the mayor and aldermen decide.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Groen, onderhoud, ontmoeting, leren en sport in de buurt.</li></ul>",
        "<ul><li>Green, maintenance, meeting, learning and sports in the neighbourhood.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>Paspoorten, vergunningen en toezicht: dat doet de gemeente zelf.</li></ul>",
        "<ul><li>Passports, permits and supervision: the municipality does that itself.</li></ul>",
    ),
    what_happens_next=Both(
        "Na het besluit maken we een overeenkomst. Daarna ga je aan de slag, en kijken we samen hoe het ging.",
        "After the decision we make an agreement. Then you begin, and we look together at how it went.",
    ),
    phases=ALWAYS,
    day=-145,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.DECIDE,
    is_standing=True,
    questions=(
        QuestionWords("Welke taak wil je overnemen?", QuestionKind.TEXT),
        QuestionWords("Waarom kun je het beter?", QuestionKind.TEXT),
        QuestionWords("Hoe pak je het aan?", QuestionKind.TEXT),
    ),
)
SUNDAY = ProposalWords(
    by="priya",
    day=-21,
    title="De bibliotheek ook op zondag open",
    summary="De raad bespreekt of de bibliotheek op zondagmiddag open kan zijn.",
    body="Wie doordeweeks werkt, komt nooit in de bibliotheek. Op zondagmiddag is er tijd. Laat de raad praten over wat het kost en wat "
    "het oplevert.",
    tags=("bibliotheek",),
    supports=19,
    remarks=(Remark("kees", "Ook voor studenten die thuis geen rustige plek hebben.", 2),),
)
WORKSHOPS = ProposalWords(
    by="mehmet",
    day=-125,
    title="Een werkplaats in elke wijk",
    summary="De raad bespreekt een plek per wijk waar je leert maken en repareren.",
    body="In twee wijken is een werkplaats waar buren elkaar leren repareren. In de andere wijken niet. Wij vragen de raad om een plan "
    "voor de hele gemeente.",
    tags=("samen", "maken"),
    supports=34,
    steps=(
        RequestStep(-98, State.HANDED_OVER),
        RequestStep(
            -92,
            State.ADMITTED,
            "Er zijn genoeg steunverklaringen, en de raad besloot hier niet eerder over.",
            department="De griffie",
        ),
        RequestStep(-85, State.ON_AGENDA, on=-74, document=f"{COUNCIL}/vergadering/11", department="De griffie"),
        RequestStep(
            -73,
            State.GRANTED,
            "De raad vraagt het college om binnen een half jaar een plan voor alle wijken.",
            on=-74,
            document=f"{COUNCIL}/besluit/2026-31",
            department="De gemeenteraad",
        ),
    ),
)
GARDENS = ProposalWords(
    by="sofie",
    day=-138,
    title="Wij doen de schooltuinen",
    summary="Tuinwerkplaats De Schoffel onderhoudt de zes schooltuinen en geeft er les.",
    body="Nu maait een bedrijf het gras en blijft de rest liggen. Wij werken met vrijwilligers uit de buurt en met leerlingen.",
    group="Tuinwerkplaats De Schoffel",
    cost=24_000,
    tags=("groen", "scholen"),
    supports=12,
    answers={
        "Welke taak wil je overnemen?": "Het onderhoud van de zes schooltuinen.",
        "Waarom kun je het beter?": "Kinderen leren er wat van, en het kost evenveel.",
        "Hoe pak je het aan?": "Elke tuin krijgt een vaste groep van acht vrijwilligers en een tuinman.",
    },
    steps=(
        RequestStep(-130, State.HANDED_OVER),
        RequestStep(-122, State.ADMITTED, "Onderhoud van groen kan worden overgenomen.", department="Team Groen"),
        RequestStep(
            -112, State.TALKS, "Over de veiligheid van leerlingen en het gereedschap.", on=-113, department="Team Groen"
        ),
        RequestStep(
            -97, State.TALKS, "Over de kosten: die gaan per kwartaal in één bedrag.", on=-98, department="Team Groen"
        ),
        RequestStep(
            -84,
            State.GRANTED,
            "Het kost evenveel, en leerlingen leren ervan. Na een jaar kijken we samen hoe het ging.",
            on=-85,
            document=f"{COUNCIL}/collegebesluit/77",
            department="Het college",
        ),
        RequestStep(-70, State.AGREEMENT, on=-71, document=f"{COUNCIL}/overeenkomst/12", department="Team Groen"),
        RequestStep(-58, State.RUNNING, "De eerste drie tuinen zijn begonnen.", on=-58, department="Team Groen"),
    ),
)
THREADS = (
    Thread(
        item=None,
        consultation_round=INITIATIVES,
        ordinance=OrdinanceWords(
            -145,
            "Verordening burgerinitiatief Waterrijk",
            "https://regels.waterrijk.example/burgerinitiatief",
            {
                "instrument": "initiative",
                "body": "council",
                "who": "residents",
                "youngest": 14,
                "needed": 30,
                "collecting_weeks": 26,
                "admission_weeks": 2,
                "decision_weeks": 12,
                "extension_weeks": 4,
                "grounds": [
                    "not-competent",
                    "decided",
                    "question",
                    "complaint",
                    "objection",
                    "taxes",
                    "persons",
                    "support",
                ],
            },
        ),
        proposals=(WORKSHOPS, SUNDAY),
    ),
    Thread(
        item=None,
        consultation_round=CHALLENGES,
        ordinance=OrdinanceWords(
            -145,
            "Verordening uitdaagrecht Waterrijk",
            "https://regels.waterrijk.example/uitdaagrecht",
            {
                "instrument": "challenge",
                "body": "executive",
                "who": "residents",
                "youngest": 16,
                "takes_organisations": True,
                "admission_weeks": 4,
                "decision_weeks": 26,
                "extension_weeks": 26,
                "grounds": ["not-competent", "task", "unclear"],
            },
        ),
        proposals=(GARDENS,),
    ),
)
