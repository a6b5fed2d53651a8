"""Two items without a decision yet: one that the council meets about in two weeks, and one that waits longer than was promised."""

from home.demo.words import AnswerWords, Both, ItemText, ProposalWords, ResponseWords, RoundText, Span, Thread
from participation.enums import PhaseKind
from proposals.council_enums import AnswerVerdict
from proposals.enums import ParticipationLevel

SUMS = ItemText(
    slug=Both("rekenen-voor-volwassenen", "sums-for-adults"),
    title=Both("Weer leren rekenen, zonder schaamte", "Learning sums again, without shame"),
    summary=Both(
        "Wie moeite heeft met geld en getallen, krijgt les dicht bij huis: in een kleine groep, en over de eigen rekeningen.",
        "People who struggle with money and figures get lessons near their home: in a small group, and about their own bills.",
    ),
    problem=Both(
        "<p>Een op de zeven volwassenen rekent te weinig voor een begroting of een bijsluiter.</p>",
        "<p>One in seven adults knows too little of sums for a budget or the leaflet of a medicine.</p>",
    ),
    ambition=Both(
        "<p>In 2028 volgden driehonderd inwoners een cursus, en kwam de helft via een buur of een werkgever.</p>",
        "<p>By 2028 three hundred residents took a course, and half of them came through a neighbour or an employer.</p>",
    ),
    measures=Both(
        "<ul><li>Tien lessen in een groep van acht, in het buurthuis.</li><li>Een docent die bij bedrijven langsgaat.</li></ul>",
        "<ul><li>Ten lessons in a group of eight, in the community centre.</li><li>A teacher who visits companies.</li></ul>",
    ),
    responsible=Both("Bibliotheek en gemeente", "Library and municipality"),
    themes=("basic-skills",),
    feature_areas=("2-3", "1-1"),
    target_groups=("vulnerable",),
    day=-130,
    period=(2027, 2029),
    budget=60_000,
    budget_year=2027,
)
ROUND = RoundText(
    slug=Both("hoe-leer-je-weer-rekenen", "how-do-you-learn-sums-again"),
    title=Both("Wat helpt om weer te leren rekenen?", "What helps to learn sums again?"),
    summary=Both(
        "Inwoners vertelden wat hen zou helpen. De gemeente gaf antwoord, en het voorstel ligt bij de raad.",
        "Residents told what would help them. The municipality answered, and the proposal lies with the council.",
    ),
    background=Both(
        "<p>De bibliotheek begint in 2027. Er is geld voor zes groepen.</p>",
        "<p>The library begins in 2027. There is money for six groups.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Waar en wanneer de lessen zijn.</li></ul>", "<ul><li>Where and when the lessons are.</li></ul>"
    ),
    not_open=Both("<ul><li>De lessen zijn gratis.</li></ul>", "<ul><li>The lessons are free.</li></ul>"),
    what_happens_next=Both(
        "De gemeente antwoordt op elk voorstel. Daarna besluiten het college en de raad.",
        "The municipality answers every proposal. Then the mayor and aldermen and the council decide.",
    ),
    phases=(Span(PhaseKind.COLLECT, -118, -97), Span(PhaseKind.DISCUSS, -118, -97), Span(PhaseKind.ANSWER, -97, -60)),
    day=-121,
    level=ParticipationLevel.ADVISE,
)
PROPOSALS = (
    ProposalWords(
        by="esther",
        day=-112,
        title="Rekenles in de kantine van het werk",
        summary="Begin waar mensen al zijn: een uur voor de avonddienst, in de kantine van de haven.",
        body="Niemand gaat na een dienst nog naar de stad. In de kantine staat koffie, en wie naast je zit, heeft dezelfde loonstrook.",
        area="WR04",
        tags=("rekenen", "werk"),
    ),
)
RESPONSE = ResponseWords(
    day=-90,
    published=-62,
    corrected=-61,
    intro=Both("Eén voorstel, en dit doen wij ermee.", "One proposal, and this is what we do with it."),
    because="",
    answers=(
        AnswerWords(
            on="Rekenles in de kantine van het werk",
            verdict=AnswerVerdict.ADOPTED,
            department="Bibliotheek",
            answer=Both(
                "Twee van de zes groepen beginnen bij een werkgever. Dat staat in het voorstel aan de raad.",
                "Two of the six groups begin at an employer's. That stands in the proposal to the council.",
            ),
        ),
    ),
)

EVENING = ItemText(
    slug=Both("avondschool", "evening-school"),
    title=Both("Een avondschool in het oude gymnasium", "An evening school in the old grammar school"),
    summary=Both(
        "Overdag leeg, 's avonds vol: cursussen van inwoners voor inwoners, in een gebouw dat al van de stad is.",
        "Empty by day, full at night: courses of residents for residents, in a building that the city owns already.",
    ),
    problem=Both(
        "<p>Wie iets kan en het wil uitleggen, vindt geen ruimte die 's avonds open is.</p>",
        "<p>Whoever can do something and wants to explain it finds no room that is open in the evening.</p>",
    ),
    ambition=Both(
        "<p>In 2029 zijn er elke avond vier lokalen in gebruik.</p>",
        "<p>By 2029 four rooms are in use every evening.</p>",
    ),
    measures=Both(
        "<ul><li>Een conciërge op vier avonden.</li><li>Een rooster dat inwoners zelf vullen.</li></ul>",
        "<ul><li>A caretaker on four evenings.</li><li>A timetable that residents fill themselves.</li></ul>",
    ),
    responsible=Both("Gemeente", "Municipality"),
    themes=("cultural-centres",),
    feature_areas=("2-1",),
    target_groups=("women",),
    day=-75,
    period=(2027, 2030),
)

THREADS = (
    Thread(item=SUMS, consultation_round=ROUND, proposals=PROPOSALS, response=RESPONSE),
    Thread(item=EVENING),
)
