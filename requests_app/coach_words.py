"""The words of each advice: what would help, why it matters to a provider, and a phrase to begin from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Words:
    """Sentence, reason and example; an example may be missing."""

    sentence: str | _StrPromise
    reason: str | _StrPromise
    example: str | _StrPromise = ""


WORDS: Final = {
    "no_technical_contact": Words(
        _("Name a contact at the agency that will receive the assistance."),
        _("Once you welcome an offer, the provider has to plan with somebody who knows the place. Until then nobody outside the Committee sees the contact."),
        _("Role: agency that will receive the assistance. Head of the detection unit, customs service."),
    ),
    "many_areas": Words(
        _("Choose the one or two operative paragraphs that matter most."),
        _("Providers look for what they are good at. A request about everything is found by nobody in particular."),
    ),
    "no_situation": Words(
        _("Say what exists today and what is missing."),
        _("A provider must know what it builds on before it can say what it would bring."),
        _("The customs law of 2019 lists dual-use goods; the service has no trained officers to apply the list."),
    ),
    "no_date": Words(
        _("Say by when the help is needed."),
        _("Providers plan a year ahead and put requests without a day last."),
        _("Before the new law comes into force on 1 January."),
    ),
    "date_past": Words(
        _("The day %(about)s has passed. Give one that is still to come."),
        _("A provider that reads a day in the past takes the request for an old one."),
    ),
    "date_far": Words(
        _("The day %(about)s is many years away. Check the year."),
        _("Few providers can promise anything so far ahead."),
    ),
    "no_language": Words(
        _("Say in which languages assistance can be received."),
        _("It decides which trainers and which materials a provider can send."),
    ),
    "general": Words(
        _("Say which measure you want to put into practice, and what keeps you from it."),
        _("Every request is about carrying out the resolution. Providers can only answer to a task, such as a law, a course or a device."),
        _("Draft regulations under the export control law of 2021, so that the licensing office can begin its work."),
    ),
    "short": Words(
        _("Write two or three sentences about this need."),
        _("A few words show the subject. A provider also needs to know what, for whom, how many and where."),
        _("Five-day course for 30 customs officers at two border crossings, on finding nuclear material in cargo."),
    ),
    "capitals": Words(
        _("Write it in ordinary letters instead of capitals."),
        _("Text in capitals is slow to read, and names and abbreviations cannot be told apart."),
    ),
    "several": Words(
        _("This looks like several needs in one. Give each a row of its own."),
        _("Providers answer need by need. One that can do half of this would have to say no."),
        _("Need 1: training of officers. Need 2: two portal monitors."),
    ),
    "no_agency": Words(
        _("Name the agency that the assistance is for."),
        _("Providers choose their experts by whom they will work with, and some may only work with civilian agencies."),
        _("For the customs service and the border police."),
    ),
    "no_number": Words(
        _("Give a number: of people, sites or items."),
        _("The number decides the cost, and so whether a provider can say yes."),
        _("30 officers at two border crossings."),
    ),
    "no_result": Words(
        _("Say what will be possible afterwards that is not possible now."),
        _("Providers report on results to those who pay them, and choose what shows one."),
        _("Every truck at both crossings is checked without delay."),
    ),
    "no_kind": Words(
        _("Choose at least one kind of assistance."),
        _("Offers are listed by kind; without one this need is found by its words alone."),
    ),
    "no_category": Words(
        _("Say for which weapon category the equipment is meant."),
        _("A detector for nuclear material and one for chemicals come from different providers."),
    ),
    "abbreviations": Words(
        _("Write these abbreviations out once: %(about)s."),
        _("Providers from other countries do not know national abbreviations, and translators cannot guess them."),
        _("State Customs Committee (SCC)"),
    ),
}  # fmt: skip
