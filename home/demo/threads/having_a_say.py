"""The item about taking part itself."""

from home.demo.words import Both, ItemText, Remark, RoundText, Span, Thread
from participation.enums import PhaseKind
from proposals.enums import DecidingBody, ParticipationLevel

ITEM = ItemText(
    slug=Both("meepraten-en-meebeslissen", "having-a-say"),
    title=Both("Meepraten en meebeslissen over leren", "Having a say about learning"),
    summary=Both(
        "Deze agenda is niet af. Iedereen in Waterrijk kan erover meepraten, en bij elk punt staat wat er met die inbreng "
        "gebeurde.",
        "This agenda is not finished. Everybody in Waterrijk can have a say in it, and with every item stands what happened to "
        "what people said.",
    ),
    problem=Both(
        "<p>Inwoners die eerder meepraatten, hoorden vaak niets terug. Dan kom je een volgende keer niet meer.</p>",
        "<p>Residents who took part before often heard nothing back. Then you do not come the next time.</p>",
    ),
    ambition=Both(
        "<p>Van elk voorstel kun je met twee klikken zien wat ervan geworden is, en waarom.</p>",
        "<p>Of every proposal you can see in two clicks what became of it, and why.</p>",
    ),
    measures=Both(
        "<ul><li>Deze website, waar je voorstellen doet, steunt, bespreekt en stemt.</li>"
        "<li>Een inspiratiedag per jaar, met een tafel voor elk punt van de agenda.</li>"
        "<li>Hulp op papier en aan de balie voor wie niet online is.</li>"
        "<li>Een deur die altijd openstaat: <i>Begin zelf iets</i>.</li></ul>",
        "<ul><li>This website, where you make, support and discuss proposals, and vote.</li>"
        "<li>One inspiration day a year, with a table for every item of the agenda.</li>"
        "<li>Help on paper and at the desk for people who are not online.</li>"
        "<li>A door that is always open: <i>Start something yourself</i>.</li></ul>",
    ),
    responsible=Both("Gemeenteraad, door de griffier", "Municipal council, through the clerk"),
    themes=("civic-participation",),
    feature_areas=("3-2", "3-1"),
    target_groups=("everybody",),
    day=-100,
    budget=30_000,
    budget_year=2027,
    budget_source=Both("budget van de raad", "budget of the council"),
)

ROUND = RoundText(
    slug=Both("wat-mag-een-ronde-vragen", "what-may-a-round-ask"),
    title=Both(
        "Een gesprek van drie weken: wanneer is meepraten de moeite waard?",
        "A conversation of three weeks: when is having a say worth your while?",
    ),
    summary=Both(
        "Vertel wanneer jij meedoet, en wanneer je denkt: laat maar. De griffier leest mee en antwoordt.",
        "Tell when you take part, and when you think: never mind. The clerk reads along and answers.",
    ),
    background=Both(
        "<p>De raad stelt in januari vast hoe de gemeente inwoners om raad vraagt. Dit gesprek gaat mee naar die vergadering.</p>",
        "<p>In January the council decides how the municipality asks residents for advice. This conversation goes along to that "
        "meeting.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Hoe lang een ronde duurt.</li><li>Wat je altijd terug wilt horen.</li></ul>",
        "<ul><li>How long a round lasts.</li><li>What you always want to hear back.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>Dat de raad beslist: dat staat in de wet.</li></ul>",
        "<ul><li>That the council decides: the law says so.</li></ul>",
    ),
    what_happens_next=Both(
        "De griffier schrijft op wat er gezegd is en wat de raad ermee doet. Dat komt op deze pagina.",
        "The clerk writes down what was said and what the council does with it. That comes on this page.",
    ),
    phases=(Span(PhaseKind.DISCUSS, -8, 13),),
    day=-12,
    who_decides=DecidingBody.COUNCIL,
    level=ParticipationLevel.CONSULT,
    rules={"is_discussed": True},
    host=Both("De griffier", "The clerk"),
)

TALK = (
    Remark(
        "esther",
        "Als ik achteraf kan zien wat er met mijn zin gebeurd is. Ook als het antwoord nee is.",
        0.3,
        replies=(
            Remark(
                "farid",
                "Precies. Ik heb drie keer iets ingevuld en nooit iets gehoord. Toen ben ik gestopt.",
                0.5,
                replies=(
                    Remark(
                        "wout",
                        "Daarom krijgt vanaf dit jaar elke inbreng een eigen antwoord, met een nummer. Houd ons eraan.",
                        0.9,
                        official_as="De griffier",
                    ),
                ),
            ),
            Remark("grace", "A plain no is better than a long maybe.", 1.2, language="en"),
        ),
    ),
    Remark("pim", "Niet in de zomervakantie. Dan is iedereen weg die kinderen heeft.", 1.4),
    Remark(
        "ineke",
        "Ik praat liever aan een tafel. Kan er bij elke ronde ook een avond in de wijk zijn?",
        2.6,
        replies=(Remark("tom", "Met kinderopvang graag, anders kom ik weer niet.", 0.4),),
    ),
)

THREAD = Thread(item=ITEM, consultation_round=ROUND, talk=TALK)
