from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearinghouse.parties.models import Contact


class ContactForm(forms.ModelForm):
    """One contact of a party. Never public."""

    use_required_attribute = False

    class Meta:
        model = Contact
        fields = ("kind", "name", "title", "email", "phone", "language", "receives_distribution")
        error_messages = {
            "name": {"required": _("Give the name of a person or of an office.")},
            "email": {
                "required": _("Give an e-mail address; letters go there."),
                "invalid": _("Check the e-mail address, such as name@mission.example."),
            },
        }
        help_texts = {
            "receives_distribution": _(
                "New requests for assistance are announced to this address."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["dir"] = "ltr"
        for name in ("name", "title", "email", "phone"):  # a limit is a sentence, not a cut
            self.fields[name].widget.attrs.pop("maxlength", None)
