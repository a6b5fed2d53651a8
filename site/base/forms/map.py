from django import forms


class MapInput(forms.TextInput):
    """A line with degrees; a script adds a map that writes them."""

    template_name = "components/forms/map_input.html"
