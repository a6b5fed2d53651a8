"""The door that is always open: the standing round, under no agenda item."""

from home.demo.words import (
    Both,
    ChangeWords,
    CoAuthorWords,
    KindWords,
    PaperWords,
    ProposalWords,
    Remark,
    RoundText,
    Settled,
    Span,
    Thread,
)
from participation.enums import PhaseKind, Screening, State
from proposals.enums import DecidingBody, ParticipationLevel, ProposalKind

ROUND = RoundText(
    slug=Both("begin-zelf-iets", "start-something-yourself"),
    title=Both("Begin zelf iets", "Start something yourself"),
    summary=Both(
        "Wil je iets leren, iets leren aan anderen, of weet je wat Waterrijk nodig heeft? Schrijf het op. Dit kan altijd.",
        "Do you want to learn something, teach something, or do you know what Waterrijk needs? Write it down. You can always do "
        "this.",
    ),
    background=Both(
        "<p>Hier hoef je niet te wachten tot de gemeente iets vraagt. Je voorstel staat meteen op de site. Anderen kunnen het "
        "steunen en meedenken.</p>",
        "<p>Here you need not wait until the municipality asks something. Your proposal is on the site at once. Others can "
        "support it and think along.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Alles wat met leren in Waterrijk te maken heeft.</li></ul>",
        "<ul><li>Everything that has to do with learning in Waterrijk.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>De gemeente gaat niet over alles. De regels voor examens maakt het Rijk.</li></ul>",
        "<ul><li>The municipality has no say in everything. The national government makes the rules of exams.</li></ul>",
    ),
    what_happens_next=Both(
        "Vier keer per jaar leest het college alle voorstellen met veel steun. Een voorstel kan een punt op de agenda worden, of "
        "de gemeente brengt je in contact met wie je kan helpen.",
        "Four times a year the mayor and aldermen read all proposals with much support. A proposal can become an item on the "
        "agenda, or the municipality brings you in touch with somebody who can help.",
    ),
    phases=(
        Span(PhaseKind.COLLECT, -185, None),
        Span(PhaseKind.SUPPORT, -185, None),
        Span(PhaseKind.DISCUSS, -185, None),
    ),
    day=-185,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.COPRODUCE,
    screening=Screening.AFTER,
    is_standing=True,
    kinds=(
        KindWords(
            ProposalKind.PROPOSAL,
            Both(
                "Je voorstel staat meteen op de site. Anderen kunnen het steunen. Het college leest wat veel steun krijgt.",
                "Your proposal is on the site at once. Others can support it. The mayor and aldermen read what many support.",
            ),
            Both("Vier keer per jaar", "Four times a year"),
            Both("Team Leren", "The learning team"),
        ),
        KindWords(
            ProposalKind.DAY,
            Both(
                "Wij bellen je om samen een plek en een datum te zoeken, en zetten de dag op de site.",
                "We call you to find a place and a date together, and put the day on the site.",
            ),
            Both("Binnen drie weken", "Within three weeks"),
            Both("Team Leren", "The learning team"),
        ),
        KindWords(
            ProposalKind.LEARN,
            Both(
                "De bibliotheek zoekt iemand die het je kan leren, of een cursus in de buurt.",
                "The library looks for somebody who can teach you, or for a course nearby.",
            ),
            Both("Binnen twee weken", "Within two weeks"),
            Both("De bibliotheek", "The library"),
        ),
        KindWords(
            ProposalKind.TEACH,
            Both(
                "De bibliotheek zoekt wie het wil leren, en een ruimte waar dat kan.",
                "The library looks for people who want to learn it, and for a room.",
            ),
            Both("Binnen twee weken", "Within two weeks"),
            Both("De bibliotheek", "The library"),
        ),
        KindWords(
            ProposalKind.AGENDA,
            Both(
                "Het college zegt of het een punt op de agenda wordt, en waarom wel of niet.",
                "The mayor and aldermen say whether it becomes an item of the agenda, and why or why not.",
            ),
            Both("Binnen zes weken", "Within six weeks"),
            Both("De griffie", "The council's clerk"),
        ),
    ),
)

PROPOSALS = (
    ProposalWords(
        by="bea",
        day=-160,
        title="Inspiratiedag: leren op de werf",
        summary="Houd de volgende inspiratiedag niet in een zaal maar op de oude scheepswerf, met werkplaatsen die je kunt proberen.",
        body="Vorige keer zaten we op stoelen naar dia's te kijken over leren door te doen. Op de werf kun je lassen, touw splitsen, "
        "een motor openmaken. De werf wil meewerken, ik heb het gevraagd.",
        area="WR01",
        tags=("inspiratiedag",),
        kind=ProposalKind.DAY,
        supports=29,
        remarks=(
            Remark(
                "lotte",
                "Dit neem ik mee naar de fractie. Zijn er ook plekken waar je met een rolstoel bij kunt?",
                2,
                replies=(Remark("bea", "De grote loods is vlak. De kade niet.", 0.7),),
            ),
        ),
    ),
    ProposalWords(
        by="thea",
        day=-131,
        title="Leren omgaan met verlies",
        summary="Een kring voor mensen die iemand kwijt zijn, met een begeleider, elke twee weken.",
        body="Toen mijn man overleed, wist ik niet hoe je dat doet, verder gaan. Dat kun je leren, net als fietsen, alleen praat niemand "
        "erover. Ik zoek een ruimte en een begeleider. Zelf breng ik de taart.",
        tags=("samen",),
        supports=21,
        remarks=(Remark("gerda", "Ik kom.", 1),),
        settled=Settled(
            -112,
            State.FORWARDED,
            "Team Welzijn",
            reason="Een gesprekskring hoort bij het wijkwerk. Zij hebben een ruimte en een begeleider, en bellen Thea zelf.",
            addressee="Wijkwerk Waterrijk",
        ),
    ),
    ProposalWords(
        by="hamza",
        day=-97,
        title="Zwemles voor volwassenen in een stad vol water",
        summary="Wie als volwassene niet kan zwemmen, wil dat leren zonder kijkers.",
        body="In Waterrijk ligt overal water. Toch kunnen veel mensen die hier als volwassene kwamen niet zwemmen, mijn ouders ook niet. Een "
        "uur per week, gordijnen dicht, aparte uren voor vrouwen en voor mannen.",
        tags=("zwemmen", "nieuwkomers"),
        supports=33,
        remarks=(
            Remark("ruud", "Het zwembad staat op zondagochtend leeg. Ik ken de beheerder.", 1.5),
            Remark("latifa", "Mijn zus en ik doen meteen mee.", 3),
        ),
        settled=Settled(
            -70,
            State.ASSESSED,
            "Team Sport",
            reason="Op zondagochtend kan het, met twee badmeesters. Vier uren per week gaat niet: het bad is dan van de scholen.",
        ),
    ),
    ProposalWords(
        by="oliver",
        day=-58,
        title="A conversation table in every café",
        summary="One table with a small flag that says: sit here if you want to practise Dutch.",
        body="Courses end in June. Conversation does not have to. Cafés in the harbour said yes when I asked; they only want the flags to look "
        "nice.",
        area="WR01",
        language="en",
        tags=("language",),
        supports=18,
        remarks=(Remark("noor", "Leuk. Ik ga er op donderdag zitten als vaste Nederlandse.", 2),),
        settled=Settled(
            -36,
            State.TAKEN,
            "Team Onderwijs",
            reason="De vlaggetjes staan vanaf januari op tafel in zes cafés, als deel van het Taalhuis.",
            item="taalhuis",
        ),
    ),
    ProposalWords(
        by="noor",
        day=-24,
        title="Huiswerkhulp in de moskee en de kerk",
        summary="Twee avonden per week een rustige plek met iemand die helpt, om en om in de moskee en in de kerk.",
        body="Thuis is het druk en de bibliotheek sluit om zes uur. Zowel de moskee als de kerk heeft een zaal die 's avonds leegstaat. "
        "Vier studenten willen helpen. We vragen alleen een vergoeding voor koffie en printpapier.",
        area="WR02",
        tags=("huiswerk", "jongeren"),
        supports=24,
        co_authors=(CoAuthorWords("chaima", -21, -20), CoAuthorWords("truus", -3)),
        paper=PaperWords(
            -8,
            43,
            41,
            "Alle adressen vergeleken met de plattegrond; twee stonden er dubbel op.",
            40,
            "Een handtekening was van iemand uit een andere gemeente.",
        ),
        remarks=(
            Remark("chaima", "Ik ben een van die studenten. Wiskunde en Nederlands.", 1),
            Remark("kees", "Mooi dat het om en om is.", 2.5, nameless=True),
        ),
    ),
    ProposalWords(
        by="mila",
        day=-9,
        title="Ik wil leren voorlezen",
        kind=ProposalKind.LEARN,
        summary="Een cursus van drie avonden voor ouders die het voorlezen niet van huis uit kennen.",
        body="Mij is nooit voorgelezen. Ik doe het nu voor mijn dochter en ik hoor mezelf: te snel, te plat. Vast niet de enige.",
        tags=("lezen", "ouders"),
        supports=12,
        changed=ChangeWords(
            -4,
            "De cursus is nu ook voor opa's en oma's, en op zondag.",
            "Mij is nooit voorgelezen. Ik doe het nu voor mijn dochter en ik hoor mezelf: te snel, te plat. Vast niet de enige.\n\n"
            "Een cursus van drie zondagmiddagen, voor ouders en voor opa's en oma's. De kinderen mogen mee.",
            taken_back=2,
        ),
        remarks=(
            Remark("joke", "Kom bij mij op de bank zitten. Ik heb er zeven voorgelezen en dertien kleinkinderen.", 1.2),
        ),
    ),
)

THREAD = Thread(item=None, consultation_round=ROUND, proposals=PROPOSALS)
