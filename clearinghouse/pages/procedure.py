"""The procedure in the words of the public site, with the figures that are in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, who takes it, and what happens."""

    title: str
    who: str
    text: str


def steps(figures: Mapping[str, int]) -> list[Step]:
    """Return the steps of a request, first to last."""
    return [*_before_distribution(figures), *_after_distribution(figures)]


def briefly(hours: int) -> str:
    """Say a number of hours in days where they are whole, else in hours."""
    if hours % 24:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def duration(hours: int) -> str:
    """Say a number of hours in days and in hours where the days are whole."""
    if hours % 24:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)d day (%(hours)d hours)", "%(n)d days (%(hours)d hours)", days) % {
        "n": days,
        "hours": hours,
    }


def _before_distribution(figures: Mapping[str, int]) -> list[Step]:
    window = figures["objection_working_days"]
    silence = (
        _("Silence means yes for publication too.")
        if figures["publication_silence_consents"]
        else _("Without an answer the request goes out, and nothing is published.")
    )
    return [
        Step(
            _("The request is written"),
            _("The State’s or regional organization’s team"),
            _("In the workspace, section by section; drafts are kept and shared with named colleagues. "
              "A note verbale, a national report or a country visit works as well: an expert enters it."),
        ),
        Step(
            _("It is submitted"),
            _("The focal point of the State"),
            _("A receipt with a number and the exact time follows at once. From this moment the clock runs."),
        ),
        Step(
            _("It is authenticated and acknowledged"),
            _("Experts, in the name of the Chair"),
            _("The acknowledgement names the moment at which the request will go out, and the two decisions that the "
              "State can take. A request that is not in proper form comes back with the reason."),
        ),
        Step(
            _("The State can object"),
            _("The State that asks"),
            ngettext(
                "For %(n)d working day of New York the State can send the request at once, hold it, or withdraw it; and, "
                "separately, consent to a public summary or refuse it. %(silence)s",
                "For %(n)d working days of New York the State can send the request at once, hold it, or withdraw it; "
                "and, separately, consent to a public summary or refuse it. %(silence)s",
                window,
            ) % {"n": window, "silence": silence},
        ),
        Step(
            _("It goes to the providers"),
            _("The system"),
            _("To every active provider except those that the State asked to leave out, at the latest %(time)s after "
              "receipt. Only a hold stops this clock: the State, an expert or any Committee member can place one, and "
              "the request shows who, why and until when.")
            % {"time": duration(figures["distribute_within_hours"])},
        ),
        Step(
            _("A summary is published"),
            _("Experts, with the State’s consent"),
            _("Only the words to which the State consented, in that language. A changed word needs new consent, and "
              "the State can withdraw the summary at any time."),
        ),
    ]  # fmt: skip


def _after_distribution(figures: Mapping[str, int]) -> list[Step]:
    return [
        Step(
            _("Providers answer"),
            _("Providers"),
            _("Need by need: yes, partly, no, or a question. A provider that stays silent gets one more mail after "
              "%(n)d days. The State receives every answer in one letter.") % {"n": figures["second_mail_after_days"]},
        ),
        Step(
            _("Needs and offers are brought together"),
            _("Experts, on the advice of the State"),
            _("Experts compare the need with every offer, put those that fit to the State, and the State welcomes or "
              "declines. Nobody is bound by a suggestion."),
        ),
        Step(
            _("Help is given, and both sides say how it went"),
            _("The State and the provider"),
            _("Each need carries its own result: met, partly met, no longer needed. Both sides are asked for their "
              "view, as resolution 2663 (2022) encourages."),
        ),
        Step(
            _("The Committee follows"),
            _("Experts and the Chair"),
            _("The Committee is briefed every %(brief)d months. %(follow)d months after the request the State is asked "
              "whether it has been met.")
            % {"brief": figures["brief_every_months"], "follow": figures["follow_up_after_months"]},
        ),
    ]  # fmt: skip
