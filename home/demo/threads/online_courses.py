"""The thread in which a questionnaire asks, before anything is made."""

from home.demo.words import AskedWords, Both, ItemText, RoundText, Span, Thread
from participation.enums import AskedKind, PhaseKind
from proposals.enums import DecidingBody, ParticipationLevel

ITEM = ItemText(
    slug=Both("gratis-online-cursussen", "free-online-courses"),
    title=Both("Gratis online cursussen over Waterrijk zelf", "Free online courses about Waterrijk itself"),
    summary=Both(
        "Hoe werkt het gemaal, wat staat er in een bouwvergunning, hoe begin je een vereniging? Korte cursussen over de stad, "
        "gratis en op elk moment te volgen.",
        "How does the pumping station work, what is in a building permit, how do you start a club? Short courses about the "
        "city, free and at any moment.",
    ),
    problem=Both(
        "<p>Er is veel kennis over de stad, maar die zit in hoofden en in rapporten. Cursussen die wel online staan, gaan niet "
        "over hier.</p>",
        "<p>There is much knowledge about the city, but it sits in heads and in reports. The courses that are online are not "
        "about this place.</p>",
    ),
    ambition=Both(
        "<p>In 2028 staan er twintig korte cursussen, elk gemaakt door een inwoner en een vakmens samen.</p>",
        "<p>In 2028 there are twenty short courses, each made by a resident and a professional together.</p>",
    ),
    measures=Both(
        "<ul><li>Vijf cursussen per jaar, in gewone taal en met ondertitels.</li>"
        "<li>In elk buurthuis een computer en iemand die op weg helpt.</li>"
        "<li>Alles vrij te gebruiken voor scholen.</li></ul>",
        "<ul><li>Five courses a year, in plain language and with subtitles.</li>"
        "<li>In every community centre a computer and somebody to help you start.</li>"
        "<li>Everything free to use for schools.</li></ul>",
    ),
    responsible=Both("Bibliotheek, met het opleidingscentrum", "Library, with the training centre"),
    themes=("online-courses",),
    feature_areas=("2-4", "2-6"),
    target_groups=("everybody", "disability"),
    day=-150,
    period=(2027, 2029),
    budget=60_000,
    budget_year=2027,
    budget_source=Both("bijdrage van het opleidingscentrum", "contribution of the training centre"),
)

ROUND = RoundText(
    slug=Both("welke-cursus-mis-je", "which-course-do-you-miss"),
    title=Both("Welke cursus over Waterrijk mis je?", "Which course about Waterrijk do you miss?"),
    summary=Both(
        "Vijf korte vragen. Met de antwoorden kiest de bibliotheek de eerste vijf cursussen.",
        "Five short questions. With the answers the library chooses the first five courses.",
    ),
    background=Both(
        "<p>Een cursus duurt een half uur en is te volgen op een telefoon. Een inwoner en een vakmens maken hem samen.</p>",
        "<p>A course lasts half an hour and can be followed on a telephone. A resident and a professional make it together.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Waar de eerste vijf cursussen over gaan.</li><li>Hoe je ze wilt volgen.</li></ul>",
        "<ul><li>What the first five courses are about.</li><li>How you want to follow them.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>Er is geld voor vijf cursussen per jaar.</li></ul>",
        "<ul><li>There is money for five courses a year.</li></ul>",
    ),
    what_happens_next=Both(
        "De bibliotheek laat zien wat iedereen antwoordde, en zegt welke cursussen er komen en waarom.",
        "The library shows what everybody answered, and says which courses come and why.",
    ),
    phases=(Span(PhaseKind.DISCUSS, -11, 17),),
    day=-15,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.CONSULT,
    rules={"guests_answer": True, "answers_meanwhile": True},
    asked=(
        AskedWords(
            Both("Waar wil je het liefst een cursus over?", "What would you most like a course about?"),
            AskedKind.CHOICE,
            (
                Both("Het water en de dijken", "The water and the dikes"),
                Both("Geld en formulieren", "Money and forms"),
                Both("Eten uit eigen tuin", "Food from your own garden"),
                Both("De geschiedenis van de haven", "The history of the harbour"),
            ),
            is_required=True,
            weights=(4, 9, 6, 3),
        ),
        AskedWords(
            Both("Waar volg je hem?", "Where would you follow it?"),
            AskedKind.SEVERAL,
            (
                Both("Thuis, op mijn telefoon", "At home, on my telephone"),
                Both("In het buurthuis, met hulp", "In the community centre, with help"),
                Both("In de bibliotheek", "In the library"),
            ),
            weights=(7, 5, 4),
        ),
        AskedWords(
            Both("Hoe makkelijk leer je van een scherm?", "How easily do you learn from a screen?"),
            AskedKind.SCALE,
            low=Both("heel moeilijk", "very hard"),
            high=Both("heel makkelijk", "very easy"),
            is_required=True,
            weights=(2, 4, 7, 6, 3),
        ),
        AskedWords(
            Both("Wat is voor jou het belangrijkst?", "What matters most to you?"),
            AskedKind.RANKING,
            (
                Both("Gewone taal", "Plain language"),
                Both("Ondertitels", "Subtitles"),
                Both("Iemand die ik kan bellen", "Somebody I can call"),
                Both("Een bewijs dat ik meedeed", "Proof that I took part"),
            ),
            weights=(8, 4, 6, 2),
        ),
        AskedWords(
            Both("Wat zou jij een ander kunnen leren?", "What could you teach somebody else?"),
            AskedKind.TEXT,
            written=(
                "Netten boeten. Dat kan bijna niemand meer.",
                "Hoe je een fiets rijklaar maakt voor de winter.",
                "Brood bakken zonder oven, zoals mijn oma.",
                "Een brief van de gemeente lezen zonder te schrikken.",
                "Vogels herkennen aan hun geluid.",
                "Rekenen met een kassabon.",
                "Zeilen, maar dan eerst op het droge.",
            ),
        ),
    ),
)

THREAD = Thread(item=ITEM, consultation_round=ROUND, respondents=34)
