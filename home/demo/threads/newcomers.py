"""The thread in which residents support and discuss now."""

from home.demo.words import (
    Both,
    ItemText,
    MergeWords,
    Objection,
    PaperWords,
    ProposalWords,
    Remark,
    RoundText,
    Span,
    Thread,
)
from participation.enums import Ground, PhaseKind
from proposals.enums import DecidingBody, ParticipationLevel

ITEM = ItemText(
    slug=Both("nieuwkomers-leren-een-vak", "newcomers-learn-a-trade"),
    title=Both("Nieuwkomers leren een vak", "Newcomers learn a trade"),
    summary=Both(
        "Wie nieuw is in Nederland, heeft vaak al een beroep geleerd. Waterrijk helpt om dat beroep hier weer uit te "
        "oefenen, of om een nieuw vak te leren terwijl je werkt.",
        "People who are new in the Netherlands have often learned a profession already. Waterrijk helps them to practise it "
        "again here, or to learn a new trade while they work.",
    ),
    problem=Both(
        "<p>Een diploma uit een ander land telt hier vaak niet. Eerst de taal en dan pas werk duurt soms drie jaar. In die "
        "tijd raken mensen hun vak kwijt, en werkgevers zoeken juist mensen.</p>",
        "<p>A diploma from another country often does not count here. First the language and only then work sometimes takes "
        "three years. In that time people lose their trade, while employers look for people.</p>",
    ),
    ambition=Both(
        "<p>Binnen een jaar na aankomst is iedereen die dat wil begonnen met leren op een werkplek.</p>",
        "<p>Within a year of arriving everybody who wants to has started learning at a workplace.</p>",
    ),
    measures=Both(
        "<ul><li>Een vakschool bij het opleidingscentrum, met lessen in bouw, zorg, techniek en horeca.</li>"
        "<li>Taalles op de werkvloer, in werktijd.</li>"
        "<li>Eén loket dat diploma's laat waarderen.</li>"
        "<li>Loopbaangesprekken met een tolk, ook voor vrouwen die nog thuis zijn met kinderen.</li></ul>",
        "<ul><li>A trade school at the training centre, with lessons in building, care, technology and catering.</li>"
        "<li>Language lessons on the shop floor, during working hours.</li>"
        "<li>One desk that has diplomas valued.</li>"
        "<li>Career talks with an interpreter, also for women who are still at home with children.</li></ul>",
    ),
    responsible=Both("Gemeente, werkgevers en opleidingscentrum", "Municipality, employers and training centre"),
    themes=("newcomer-schools", "basic-skills", "career-guidance"),
    feature_areas=("2-3", "2-1"),
    target_groups=("newcomers",),
    areas=("WR02", "WR03"),
    day=-120,
    budget=220_000,
    budget_year=2027,
    budget_source=Both("gemeente en werkgevers, elk de helft", "municipality and employers, half each"),
)

ROUND = RoundText(
    slug=Both("sneller-aan-het-werk", "sooner-at-work"),
    title=Both(
        "Wat helpt nieuwkomers sneller aan het werk in hun eigen vak?",
        "What helps newcomers sooner to work in their own trade?",
    ),
    summary=Both(
        "Lees de voorstellen, steun wat je goed vindt en praat mee. De gemeente gaat met de meest gesteunde voorstellen aan "
        "de slag.",
        "Read the proposals, support what you find good and join the talk. The municipality gets to work with the proposals that "
        "have most support.",
    ),
    background=Both(
        "<p>Aan deze ronde doen ook mensen mee die nog maar kort in Waterrijk wonen. Schrijven mag in het Nederlands en in "
        "het Engels.</p>",
        "<p>People who have lived in Waterrijk only a short while take part in this round too. You can write in Dutch and in "
        "English.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Wat er naast de vakschool nodig is.</li><li>Wat werkgevers en buren kunnen doen.</li>"
        "<li>Waarmee we beginnen.</li></ul>",
        "<ul><li>What is needed besides the trade school.</li><li>What employers and neighbours can do.</li>"
        "<li>What we start with.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>De regels van de inburgering: die maakt het Rijk.</li></ul>",
        "<ul><li>The rules of civic integration: the national government makes them.</li></ul>",
    ),
    what_happens_next=Both(
        "Het college geeft op elk voorstel antwoord: wel, niet, of anders, en waarom. Dat antwoord komt op deze pagina.",
        "The mayor and aldermen answer every proposal: yes, no or differently, and why. That answer comes on this page.",
    ),
    phases=(
        Span(PhaseKind.COLLECT, -40, -15),
        Span(PhaseKind.DISCUSS, -40, 20),
        Span(PhaseKind.SUPPORT, -22, 20),
        Span(PhaseKind.ANSWER, 20, 55),
    ),
    day=-44,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.CONSULT,
    rules={"support_threshold": 35},
)

PROPOSALS = (
    ProposalWords(
        by="olena",
        day=-38,
        title="Let me work as a nurse while my diploma is being checked",
        summary="Allow hospitals to hire foreign nurses as assistants during the months that the diploma procedure takes.",
        body="I was a nurse for eleven years. Checking my papers takes nine months, and until then I clean. I am not ashamed of cleaning, "
        "but my hands forget.\n\nLet me work next to a Dutch nurse as an assistant. I learn the words where I need them, the patients "
        "have two extra hands, and when the letter comes I can start the next day.",
        area="WR03",
        language="en",
        tags=("care", "diplomas"),
        supports=37,
        remarks=(
            Remark(
                "hanna",
                "Bij ons in het verzorgingshuis doen we dit met twee mensen. Het werkt. Het kost vooral tijd van een collega die meeloopt.",
                1.3,
                replies=(
                    Remark(
                        "olena",
                        "Thank you. Who pays for the time of the colleague at your place?",
                        0.6,
                        language="en",
                        replies=(
                            Remark(
                                "hanna",
                                "Nu betalen we dat zelf. Als de gemeente de helft betaalt, kunnen we er zes plaatsen van maken.",
                                0.8,
                                replies=(
                                    Remark(
                                        "olena",
                                        "Six places would be wonderful.",
                                        0.3,
                                        language="en",
                                        replies=(
                                            Remark(
                                                "femke",
                                                "Ik vraag het maandag aan onze directie in het gezondheidscentrum.",
                                                1.1,
                                                replies=(
                                                    Remark(
                                                        "femke",
                                                        "Update: ze willen praten. Wie van de gemeente kan aanschuiven?",
                                                        3.2,
                                                        replies=(
                                                            Remark(
                                                                "hanna",
                                                                "Mooi. Ik stuur de redactie van deze site een bericht.",
                                                                0.4,
                                                            ),
                                                        ),
                                                    ),
                                                ),
                                            ),
                                        ),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
            Remark(
                "kees",
                "Moet je dan niet eerst goed Nederlands kunnen? Met medicijnen kan het echt misgaan.",
                3,
                replies=(
                    Remark("rachid", "Daarom als assistent, naast iemand. Niet alleen op de afdeling.", 0.5),
                    Remark("noor", "En taal leer je het snelst door te werken. Zo is het bij mijn man ook gegaan.", 1),
                ),
            ),
        ),
    ),
    ProposalWords(
        by="rachid",
        day=-36,
        title="Taalmaatjes op de werkvloer",
        summary="Koppel elke nieuwe collega aan een collega die een uur per week met hem praat, in werktijd.",
        body="Ik geef leiding aan een ploeg van veertien in het magazijn. Zeven talen. Wie stil werkt, leert niks. Bij ons praat sinds kort "
        "iedereen op dinsdag een uur met zijn maatje, gewoon over het werk en over thuis. Het ziekteverzuim ging omlaag, geen grap.\n\n"
        "De gemeente kan bedrijven over de streep trekken door dat uur te betalen, het eerste jaar.",
        area="WR02",
        tags=("taal", "werk"),
        supports=34,
        remarks=(
            Remark("karim", "Ik ben een van die veertien. Het klopt. Mijn maatje komt nu zelfs bij ons eten.", 0.8),
            Remark(
                "anton",
                "Waarom moet de gemeenschap dat uur betalen? De baas heeft er voordeel van.",
                2,
                replies=(
                    Remark(
                        "rachid",
                        "Eerlijke vraag. Na een jaar betalen wij het zelf. Het eerste jaar zien de meeste bazen alleen de kosten.",
                        0.6,
                        replies=(Remark("anton", "Dan kan ik ermee leven.", 0.9),),
                    ),
                ),
            ),
            Remark(
                "anton",
                "Die mensen van de overkant leren het toch nooit.",
                5,
                hidden=Objection(
                    Ground.INSULT,
                    "Je schrijft laatdunkend over een groep mensen. Zeg wat je van het voorstel vindt; dat mag ook kritisch.",
                ),
            ),
        ),
    ),
    ProposalWords(
        by="jamila",
        day=-33,
        title="Kinderopvang naast het leslokaal",
        summary="Moeders kunnen pas leren als er iemand op hun kinderen past, in hetzelfde gebouw.",
        body="Ik heb drie keer een cursus opgegeven. Niet omdat ik niet wilde, maar omdat de kleine ziek was of de opvang dicht. Mijn man "
        "werkt in ploegen.\n\nEen kamer naast het lokaal met twee leidsters. Dan kun je in de pauze even kijken. Zonder dat blijven de "
        "lessen voor mannen, dat zie je nu al.",
        area="WR05",
        tags=("vrouwen", "kinderen"),
        supports=36,
        remarks=(
            Remark("zeynep", "In ons naaiatelier is dit precies waarom ze wel komen.", 1),
            Remark(
                "sofie",
                "Kunnen leerlingen van de opleiding kinderverzorging daar stage lopen? Dan leren er twee groepen tegelijk.",
                2.2,
                replies=(Remark("jamila", "Wat een goed idee. Dat had ik niet bedacht.", 0.4),),
            ),
        ),
    ),
    ProposalWords(
        by="mehmet",
        day=-31,
        title="Rijbewijs in gewone woorden",
        summary="Theorieles in eenvoudig Nederlands, want zonder rijbewijs kom je niet op een bouwplaats om zes uur 's ochtends.",
        body="De eerste bus naar het bedrijventerrein gaat om 7.10 uur. Het werk begint om 6.30 uur. De vragen van het theorie-examen zijn "
        "moeilijker dan het rijden zelf. Wij hebben een boek gemaakt met plaatjes. Nu nog een lokaal.",
        tags=("bouw", "verkeer"),
        supports=23,
        paper=PaperWords(-3, 15, 14, "Lijst uit de kantine van het bouwbedrijf; een naam was niet te lezen."),
        remarks=(
            Remark(
                "otto",
                "Of laat die bus eerder rijden. Dan is iedereen geholpen.",
                1.5,
                replies=(Remark("mehmet", "Allebei graag.", 0.2),),
            ),
        ),
    ),
    ProposalWords(
        by="wanda",
        day=-28,
        title="Een dag meelopen, zonder formulieren",
        summary="Bedrijven zetten een dag per maand de deur open. Je mag kijken en meedoen, en beslist daarna.",
        body="Toen ik uit Polen kwam wist ik niet wat er allemaal bestond. Ik ben nu hovenier en gelukkig, maar dat was toeval. Laat mensen "
        "kijken. Handschoenen aan, meelopen, koffie, klaar.",
        area="WR08",
        tags=("kennismaken",),
        supports=28,
    ),
    ProposalWords(
        by="yusuf",
        day=-25,
        title="Wie kent mijn vak?",
        summary="Een lijst van vaklieden in Waterrijk die een nieuwkomer uit hetzelfde beroep willen helpen.",
        body="Een bakker helpt een bakker. Een ingenieur helpt een ingenieur. Je hoeft elkaars taal niet goed te spreken, je wijst het aan. "
        "Een simpele lijst op papier in het Taalhuis is genoeg om te beginnen.",
        tags=("vakwerk",),
        supports=25,
        remarks=(
            Remark("leo", "Zet mij er maar op. Fietsenmaker.", 1),
            Remark("bea", "En mij. Elektricien.", 1.1),
            Remark("priya", "Kok en boekhouder, mag dat ook allebei?", 2),
        ),
    ),
    ProposalWords(
        by="priya",
        day=-26,
        title="Kijkochtend bij de bakker en de garage",
        summary="Elke maand een ochtend waarop je bij drie bedrijven binnenloopt.",
        body="Ik liep zelf een keer met een bakker mee. Om vijf uur 's ochtends, en ik wist: dit is het niet. Ook dat is goed om te weten "
        "voordat je een opleiding kiest.",
        area="WR02",
        tags=("kennismaken",),
        supports=16,
        merge=MergeWords(
            "Een dag meelopen, zonder formulieren",
            -14,
            "Allebei vragen jullie bedrijven om de deur open te zetten. Samen is dat één sterk voorstel.",
            (("priya", -13), ("wanda", -12)),
        ),
    ),
    ProposalWords(
        by="henk",
        day=-24,
        title="Een oude rot als mentor",
        summary="Gepensioneerde vakmensen helpen een nieuwkomer een jaar lang.",
        body="Veertig jaar loodgieter, en nu zit ik thuis. Ik kan iemand alles leren, en hij mij zijn taal. Zo zijn er meer: mijn hele "
        "kaartclub wil wel.",
        area="WR05",
        tags=("vakwerk", "ouderen"),
        supports=14,
        merge=MergeWords(
            "Wie kent mijn vak?",
            -4,
            "Jullie zoeken allebei vakmensen die een nieuwkomer helpen. Samen halen jullie misschien het aantal dat nodig is.",
            (("yusuf", -3),),
        ),
    ),
    ProposalWords(
        by="latifa",
        day=-20,
        title="Stop met drie keer hetzelfde vragen",
        summary="Laat gemeente, school en werkgever één intake delen, met toestemming.",
        body="Ik heb mijn levensverhaal nu zes keer verteld aan zes mensen achter zes bureaus. Elke keer begint het met 'vult u dit maar in'. "
        "Maak één gesprek, geef mij het papier, en laat mij beslissen aan wie ik het laat zien.",
        area="WR04",
        tags=("loket",),
        supports=31,
        remarks=(
            Remark("daan", "En dan ook weer weggooien als het niet meer nodig is.", 2),
            Remark(
                "anton",
                "Bel Latifa gerust zelf, haar nummer heb ik: zij legt het je uit.",
                14,
                hidden=Objection(
                    Ground.PERSONAL_DATA,
                    "Je zegt dat je een telefoonnummer van iemand anders geeft aan wie erom vraagt. Dat beslist zij zelf.",
                ),
                objects="Er staat geen nummer in. Ik wilde alleen zeggen dat je het haar kunt vragen.",
            ),
            Remark(
                "otto",
                "Ik verkoop mappen waar al die papieren in passen, goedkoop, stuur me een bericht.",
                17,
                reported=Objection(Ground.SPAM, "Dit is reclame en gaat niet over het voorstel."),
            ),
        ),
    ),
    ProposalWords(
        by="daan",
        day=-17,
        title="Gratis lid van de sportclub, het eerste jaar",
        summary="Op de club leer je mensen kennen die weer mensen kennen met werk.",
        body="Ik vond mijn baan via een teamgenoot. Zo gaat het bij bijna iedereen. Contributie is 180 euro, dat is veel als je net begint.",
        tags=("sport",),
        supports=17,
        remarks=(
            Remark(
                "ivo",
                "Sympathiek, maar heeft dit met leren te maken?",
                1,
                replies=(
                    Remark("daan", "Teamgenoten leren je meer Nederlands dan een boek. Maar ik snap de vraag.", 0.6),
                ),
            ),
        ),
    ),
)

THREAD = Thread(item=ITEM, consultation_round=ROUND, proposals=PROPOSALS)
