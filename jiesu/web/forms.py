"""How a form looks: label, help, field, error, in this order, tied together for screen readers."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Uses the templates under `forms/`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
