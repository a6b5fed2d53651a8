from base.forms.page import CitablePageForm


class ConsultationRoundPageForm(CitablePageForm):
    pass
