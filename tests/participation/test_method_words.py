import json
import re

from django.utils import translation

from participation.method_words import method_label
from participation.tally.rules import METHODS_BY_NAME
from participation.verify.bundle import LEFT_TO_THE_PROGRAM, PROGRAM


def test_page_that_counts_again_says_by_which_rule_it_counted_in_the_words_of_the_site():
    page = (PROGRAM.parent / "verify.html").read_text(encoding="utf-8")
    said = dict(re.findall(r'"by-([\w-]+)": (\["[^"]+", "[^"]+"\])', page))
    assert said.keys() == METHODS_BY_NAME.keys() - LEFT_TO_THE_PROGRAM
    for name, words in said.items():
        labels = []
        for language in ("en", "nl"):
            with translation.override(language):
                labels.append(method_label(name))
        assert json.loads(words) == labels
