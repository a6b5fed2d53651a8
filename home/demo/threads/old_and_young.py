"""The thread that was counted: a budget, a tie that the rule settled, something that just did not fit, no decision yet."""

from home.demo.words import Both, ItemText, ProposalWords, Remark, RoundText, Span, Thread, Vote
from participation.enums import Force, PhaseKind, TieRule
from proposals.enums import ParticipationLevel

ITEM = ItemText(
    slug=Both("oud-leert-jong-leert-oud", "old-teaches-young-teaches-old"),
    title=Both("Oud leert jong, jong leert oud", "Old teaches young, young teaches old"),
    summary=Both(
        "Wie tachtig is, weet dingen die nergens opgeschreven staan. Wie twaalf is, ook. Waterrijk brengt ze bij elkaar, "
        "in scholen, in verzorgingshuizen en in de buurt.",
        "People of eighty know things that are written down nowhere. So do people of twelve. Waterrijk brings them together, in "
        "schools, in care homes and in the neighbourhood.",
    ),
    problem=Both(
        "<p>Vier op de tien inwoners boven de 75 zeggen dat zij zich vaak alleen voelen. Kinderen zien hun grootouders minder "
        "dan vroeger. En wie de weg niet weet op een telefoon, kan steeds minder zelf regelen.</p>",
        "<p>Four in ten residents over 75 say that they often feel alone. Children see their grandparents less than they used "
        "to. And if you cannot find your way on a phone, there is less and less you can arrange yourself.</p>",
    ),
    ambition=Both(
        "<p>Elke basisschool heeft in 2028 een vaste band met een verzorgingshuis of een ouderenvereniging.</p>",
        "<p>By 2028 every primary school has a fixed bond with a care home or a club of older people.</p>",
    ),
    measures=Both(
        "<ul><li>Elk jaar € 40.000 voor plannen van inwoners die oud en jong samenbrengen.</li>"
        "<li>Scholen krijgen een middag per maand vrij in het rooster.</li>"
        "<li>De gemeente regelt de verzekering van vrijwilligers.</li></ul>",
        "<ul><li>Every year € 40,000 for plans of residents that bring old and young together.</li>"
        "<li>Schools get one afternoon a month free in the timetable.</li>"
        "<li>The municipality arranges insurance for volunteers.</li></ul>",
    ),
    responsible=Both("Gemeente, afdeling Onderwijs en Welzijn", "Municipality, department of Education and Welfare"),
    themes=("intergenerational", "volunteers"),
    feature_areas=("2-2", "1-1"),
    target_groups=("older-adults", "children-carers", "isolation"),
    areas=("WR04", "WR06"),
    day=-188,
    budget=40_000,
    budget_year=2027,
    budget_source=Both("subsidie samenleven", "grant for living together"),
)

ROUND = RoundText(
    slug=Both("oud-en-jong-40000-euro", "old-and-young-40000-euros"),
    title=Both("40.000 euro voor oud en jong samen", "40,000 euros for old and young together"),
    summary=Both(
        "Inwoners bedachten zeven plannen en stemden over het geld. De stemmen zijn geteld; de raad beslist nog.",
        "Residents came up with seven plans and voted about the money. The votes are counted; the council has yet to decide.",
    ),
    background=Both(
        "<p>De plannen komen van inwoners. Een ambtenaar rekende samen met hen uit wat elk plan kost.</p>",
        "<p>The plans come from residents. A civil servant worked out with them what each plan costs.</p>",
    ),
    open_to_influence=Both("<ul><li>Welke plannen geld krijgen.</li></ul>", "<ul><li>Which plans get money.</li></ul>"),
    not_open=Both(
        "<ul><li>Het bedrag: € 40.000.</li><li>De manier van tellen: het plan met de meeste stemmen gaat voor. Past een plan "
        "niet meer in het geld dat over is, dan komt het volgende aan de beurt.</li></ul>",
        "<ul><li>The sum: € 40,000.</li><li>The way of counting: the plan with most votes goes first. If a plan no longer fits "
        "the money that is left, it is the next one's turn.</li></ul>",
    ),
    what_happens_next=Both(
        "De raad bespreekt de uitslag en neemt een besluit. Tot die tijd kun je hier lezen hoe er geteld is.",
        "The council discusses the outcome and takes a decision. Until then you can read here how the votes were counted.",
    ),
    phases=(
        Span(PhaseKind.COLLECT, -124, -96),
        Span(PhaseKind.DISCUSS, -124, -80),
        Span(PhaseKind.SUPPORT, -110, -80),
        Span(PhaseKind.ASSESS, -80, -55),
        Span(PhaseKind.VOTE, -45, -24),
        Span(PhaseKind.ANSWER, -21, 21),
    ),
    day=-128,
    level=ParticipationLevel.ADVISE,
    rules={
        "method": "greedy",
        "budget": 40_000,
        "tie_rule": TieRule.LOT,
        "public_draw": "de waterstand bij de Oude Sluis in centimeters, om 12 uur op de dag na de stemming",
        "force": Force.ADVICE,
    },
)

PROPOSALS = (
    ProposalWords(
        by="eline",
        day=-122,
        title="Scholieren geven telefoonles",
        summary="Leerlingen van het college helpen ouderen met hun telefoon, één op één, als onderdeel van hun maatschappelijke stage.",
        body="Mijn opa wilde zijn bankzaken zelf blijven doen. Ik heb het hem in drie middagen geleerd. Niet door het voor te doen, maar "
        "door op mijn handen te gaan zitten.\n\nVeertig klasgenoten willen meedoen. Het geld is voor een docent die ons leert hoe "
        "je dat doet, uitleggen, en voor een ruimte met koffie.",
        area="WR01",
        cost=6_500,
        tags=("telefoon", "scholieren"),
        supports=34,
        marks=24,
        remarks=(
            Remark(
                "truus",
                "Henk en ik schrijven ons meteen in. Wie doet Henk?",
                1,
                replies=(
                    Remark(
                        "henk",
                        "Ik kan het heus wel. Truus wil het leren.",
                        0.4,
                        replies=(Remark("eline", "Jullie mogen samen komen, dat werkt het best.", 0.7),),
                    ),
                ),
            ),
        ),
    ),
    ProposalWords(
        by="esther",
        day=-119,
        title="Met een klas naar het museum, en een bewoner als gids",
        summary="Bewoners van het verzorgingshuis vertellen een schoolklas in het museum over hun eigen werk van vroeger.",
        body="In het havenmuseum hangen foto's van de scheepswerf. In het Elzenpark wonen vier mannen die daar gewerkt hebben. Zet een "
        "klas erbij en je hebt de beste geschiedenisles van het jaar.\n\nDuur is vooral het vervoer met de rolstoelbus.",
        area="WR04",
        cost=12_000,
        tags=("geschiedenis",),
        supports=28,
        marks=21,
        remarks=(Remark("hanna", "Meneer van kamer 12 vraagt nu al wanneer hij mag.", 2),),
    ),
    ProposalWords(
        by="jan",
        day=-117,
        title="Schooltuin naast de volkstuinen",
        summary="Twee klassen krijgen een eigen stuk grond, en een volkstuinder die helpt.",
        body="Wij hebben drie tuinen over. Kinderen die zelf een wortel uit de grond trekken, eten hem ook op. Nodig: een schuurtje, klein "
        "gereedschap, een hek en een waterpomp.",
        area="WR06",
        cost=9_800,
        tags=("tuin", "school"),
        supports=30,
        marks=18,
    ),
    ProposalWords(
        by="marijke",
        day=-113,
        title="Samen koken op donderdag",
        summary="Groep 7 kookt een keer per maand met en voor oudere buren.",
        body="Vorig jaar deden we dit een keer. Een mevrouw vertelde dat ze in geen jaren met zoveel mensen aan tafel had gezeten. De "
        "kinderen leerden rekenen met een recept voor twintig.",
        area="WR05",
        cost=5_600,
        tags=("koken", "school"),
        supports=22,
        marks=15,
        remarks=(Remark("mehmet", "Denk aan halal en aan noten. Dan kan echt iedereen mee-eten.", 1.5),),
    ),
    ProposalWords(
        by="ruud",
        day=-109,
        title="Vakmensen in de klas",
        summary="Gepensioneerde timmerlieden, bakkers en lassers geven vakles aan groep 8.",
        body="We komen overal handen tekort en niemand ziet meer hoe het werk eruitziet. Ik ben 68 en kan nog prima een zwaluwstaart "
        "voordoen. Het geld is voor hout, gereedschap op kindermaat en veiligheidsbrillen.",
        area="WR03",
        cost=8_500,
        tags=("vakwerk",),
        supports=25,
        marks=15,
        remarks=(
            Remark("bea", "En vrouwen. Ik was elektricien.", 1, replies=(Remark("ruud", "Graag zelfs. Bel me.", 0.5),)),
        ),
    ),
    ProposalWords(
        by="aicha",
        day=-104,
        title="Verhalenbank van Waterrijk",
        summary="Jongeren nemen de verhalen van ouderen op en zetten ze online, in de taal waarin ze verteld worden.",
        body="Mijn oma vertelt in het Tarifit. Over twintig jaar weet niemand meer hoe zij hier aankwam. Met een goede microfoon en een "
        "beetje les in interviewen kunnen we dat bewaren, in alle talen van de stad.",
        cost=4_200,
        tags=("verhalen", "talen"),
        supports=27,
        marks=12,
        remarks=(Remark("grace", "Please do this. I would love to hear them, with subtitles.", 4, language="en"),),
    ),
    ProposalWords(
        by="cem",
        day=-100,
        title="Schaken in de bibliotheek",
        summary="Elke zaterdag borden, klokken en een kop thee, voor iedereen van 6 tot 96.",
        body="Er is geen taal nodig en geen leeftijd. Tien borden, vijf klokken en iemand die het uitlegt.",
        area="WR01",
        cost=2_050,
        tags=("spel",),
        supports=15,
        marks=9,
    ),
)

THREAD = Thread(
    item=ITEM, consultation_round=ROUND, proposals=PROPOSALS, vote=Vote(voters=37, result_day=-23, public_value="84 cm")
)
