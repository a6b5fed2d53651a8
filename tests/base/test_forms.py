from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from base import clock
from base.forms.day import DayField
from base.forms.public import PublicForm
from base.forms.whole_number import WholeNumberField
from base.words import rounded


class StoryForm(PublicForm):
    title = forms.CharField(label="Titel", help_text="In één regel", max_length=20)
    story = forms.CharField(label="Verhaal", widget=forms.Textarea, max_length=5, required=False)
    area = forms.ChoiceField(label="Waar", choices=[("e", "Oost"), ("w", "West")], widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(choices=[("c", "Kinderen")], widget=forms.CheckboxSelectMultiple, required=False)
    agreed = forms.BooleanField(label="Gelezen")

    def clean(self):
        raise forms.ValidationError("Dit kan pas vanaf maandag.")


def html_of(form, name):
    return form[name].as_field_group()


def test_field_ties_help_and_errors_to_its_input():
    html = html_of(StoryForm({}), "title")
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_field_of_choices_is_a_fieldset_with_a_legend():
    html = html_of(StoryForm(), "area")
    assert html.count("<fieldset") == 1
    assert html.count("<legend") == 1
    assert html.count('type="radio"') == 2
    assert html.count("utrecht-radio-button--html-input") == 2


def test_field_of_several_choices_has_boxes_not_circles():
    html = html_of(StoryForm(), "groups")
    assert "utrecht-checkbox--html-input" in html
    assert "utrecht-radio-button" not in html


def test_field_says_in_words_what_may_be_left_out():
    with translation.override("nl"):
        assert "(niet verplicht)" in html_of(StoryForm(), "story")
        assert "verplicht" not in html_of(StoryForm(), "title")


def test_field_lets_nobody_be_cut_off():
    assert "maxlength" not in html_of(StoryForm(), "title") + html_of(StoryForm(), "story")


def test_still_needed_links_to_every_field_that_needs_something():
    with translation.override("nl"):
        assert StoryForm({}).still_needed == [
            {"message": "Dit kan pas vanaf maandag.", "id": ""},
            {"message": "Vul ‘Titel’ in.", "id": "id_title"},
            {"message": "Kies een antwoord bij ‘Waar’.", "id": "id_area_0"},
            {"message": "Vink ‘Gelezen’ aan om verder te gaan.", "id": "id_agreed"},
        ]


def test_still_needed_is_empty_before_anything_was_sent():
    assert StoryForm().still_needed == []


@pytest.mark.parametrize(("story", "fits"), [("👨‍👩‍👧" * 5, True), ("a\r\nb\r\nc", True), ("zesxxx", False)])
def test_character_limit_counts_what_the_writer_sees(story, fits):
    assert ("story" not in StoryForm({"story": story}).errors) is fits


def test_a_day_that_was_mistyped_is_refused_in_words():
    with clock.set_to(datetime(2026, 11, 20, 12, tzinfo=UTC)), translation.override("en"):
        for typed in ("0026-11-20", "1849-12-31", "2077-01-01", "9999-12-31"):
            with pytest.raises(ValidationError, match=r"between 1 January 1850 and 31 December 2076"):
                DayField().clean(typed)
        assert [DayField().clean(typed) for typed in ("1850-01-01", "2076-12-31")] == [
            date(1850, 1, 1),
            date(2076, 12, 31),
        ]
    assert DayField(required=False).clean("") is None


def test_whole_numbers_are_read_as_they_are_written_in_the_netherlands():
    field = WholeNumberField(min_value=-9, max_value=10**9)
    for typed, number in (
        *(("50000", 50_000), ("50.000", 50_000), ("50 000", 50_000), ("1\u00a0234\u202f567", 1_234_567)),
        *((" 7 ", 7), ("-3", -3), ("1.234.567", 1_234_567), (12, 12)),
    ):
        assert field.clean(typed) == number
    for typed in ("12,50", "12.50", "12.0", "50,000", "1.2345", "12 34", "1.234 567", ".500", "€ 5", "1e3", "٣٤"):
        with pytest.raises(ValidationError, match=r"whole number|heel getal"):
            field.clean(typed)


def test_fractions_are_rounded_and_not_cut_off():
    """By hand: 9 of 14 is 64.2857… percent, 1 of 8 is 12.5, and a half goes up."""
    with translation.override("nl"):
        for top, bottom, places, words in (
            *((900, 14, 1, "64,3"), (100, 8, 1, "12,5"), (1, 8, 2, "0,13"), (5, 2, 0, "3")),
            *((200, 3, 1, "66,7"), (100, 1, 1, "100,0"), (1_234_567, 1, 1, "1.234.567,0")),
        ):
            assert rounded(Fraction(top, bottom), places) == words


def test_no_form_takes_typed_numbers_in_another_way():
    """What nobody types (a key in a hidden field, a choice) is left out."""
    folders = [settings.ROOT / name for name in ("home", "participation", "proposals", "site")]
    lines = [
        f"{path}: {line.strip()}"
        for folder in folders
        for path in folder.rglob("forms/*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "forms.IntegerField(" in line and "HiddenInput" not in line and "RadioSelect" not in line
    ]
    assert lines == []
