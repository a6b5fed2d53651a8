"""The thread whose round is announced: it opens soon."""

from home.demo.words import Both, ItemText, RoundText, Span, Thread
from participation.enums import PhaseKind
from proposals.enums import DecidingBody, ParticipationLevel

ITEM = ItemText(
    slug=Both("een-tweede-loopbaan", "a-second-career"),
    title=Both("Een tweede loopbaan, ook op je vijftigste", "A second career, at fifty too"),
    summary=Both(
        "Werk verandert snel. In het loopbaancafé praat je gratis met iemand die meedenkt over wat je kunt, wat je wilt en "
        "wat je daarvoor moet leren.",
        "Work changes fast. At the career café you talk for free with somebody who thinks along about what you can do, what "
        "you want and what you need to learn for it.",
    ),
    problem=Both(
        "<p>Wie werk heeft, krijgt zelden hulp bij zijn loopbaan. Vrouwen die jaren voor anderen zorgden, zeggen dat zij niet "
        "weten waar te beginnen. In de haven verdwijnen banen, in de zorg en de techniek komen ze erbij.</p>",
        "<p>People in work seldom get help with their career. Women who cared for others for years say that they do not know "
        "where to begin. Jobs disappear in the harbour, and appear in care and technology.</p>",
    ),
    ambition=Both(
        "<p>Elke inwoner kan in 2028 binnen twee weken met een loopbaanadviseur praten.</p>",
        "<p>By 2028 every resident can talk to a career adviser within two weeks.</p>",
    ),
    measures=Both(
        "<ul><li>Een loopbaancafé in elke buurt, een keer per maand.</li>"
        "<li>Een tegoed van € 500 voor een korte opleiding, voor wie weinig verdient.</li>"
        "<li>Gesprekken overdag en 's avonds, met een plek waar kinderen kunnen spelen.</li></ul>",
        "<ul><li>A career café in every neighbourhood, once a month.</li>"
        "<li>A credit of € 500 for a short course, for people who earn little.</li>"
        "<li>Talks by day and in the evening, with a place where children can play.</li></ul>",
    ),
    responsible=Both("Leerwerkloket en gemeente", "Learning and work desk and municipality"),
    themes=("career-guidance",),
    feature_areas=("2-3", "1-2"),
    target_groups=("vulnerable", "women"),
    day=-60,
    period=(2027, 2029),
    budget=95_000,
    budget_year=2027,
    budget_source=Both("regionaal fonds voor werk", "regional fund for work"),
)

ROUND = RoundText(
    slug=Both("hoe-ziet-het-loopbaancafe-eruit", "what-does-the-career-cafe-look-like"),
    title=Both("Hoe ziet jouw loopbaancafé eruit?", "What does your career café look like?"),
    summary=Both(
        "Binnenkort kun je vertellen wat jou zou helpen om een andere stap te zetten. Deze ronde gaat nog open.",
        "Soon you can tell what would help you to take another step. This round is still to open.",
    ),
    background=Both(
        "<p>Het eerste loopbaancafé begint in de Stationsbuurt. Voor we de andere buurten kiezen, willen we weten wat je "
        "nodig hebt.</p>",
        "<p>The first career café starts in the Stationsbuurt. Before we choose the other neighbourhoods we want to know what "
        "you need.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>De plek, de tijd en de sfeer.</li><li>Wie je er kunt ontmoeten.</li><li>Waar het tegoed voor bedoeld is.</li></ul>",
        "<ul><li>The place, the time and the mood.</li><li>Whom you can meet there.</li><li>What the credit is meant for.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>De gesprekken zijn gratis.</li><li>Het bedrag van het fonds.</li></ul>",
        "<ul><li>The talks are free.</li><li>The sum of the fund.</li></ul>",
    ),
    what_happens_next=Both(
        "Het leerwerkloket maakt met de voorstellen een plan. Het college geeft op elk voorstel antwoord.",
        "The learning and work desk makes a plan out of the proposals. The mayor and aldermen answer every proposal.",
    ),
    phases=(
        Span(PhaseKind.COLLECT, 9, 37),
        Span(PhaseKind.DISCUSS, 9, 58),
        Span(PhaseKind.SUPPORT, 37, 58),
        Span(PhaseKind.ANSWER, 58, 90),
    ),
    day=-6,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.CONSULT,
)

THREAD = Thread(item=ITEM, consultation_round=ROUND)
