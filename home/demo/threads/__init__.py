"""The threads of the city, one a file: an agenda item with its round, proposals, vote and decision."""

from home.demo.threads import (
    begin,
    book_cabinets,
    careers,
    earlier,
    evenings,
    formal,
    having_a_say,
    language_house,
    learning_places,
    library_bus,
    newcomers,
    old_and_young,
    online_courses,
    requests,
    sums,
    two_questions,
)
from home.demo.words import Thread

THREADS: tuple[Thread, ...] = (
    language_house.THREAD,
    library_bus.THREAD,
    learning_places.THREAD,
    old_and_young.THREAD,
    newcomers.THREAD,
    careers.THREAD,
    online_courses.THREAD,
    having_a_say.THREAD,
    begin.THREAD,
    *formal.THREADS,
    earlier.THREAD,
    *two_questions.THREADS,
    *requests.THREADS,
    *sums.THREADS,
    book_cabinets.THREAD,
    evenings.THREAD,
)
