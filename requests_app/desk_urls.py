"""Requests at the desk, mounted by the admin site at /desk/requests/."""

from django.urls import path

from requests_app.views import (
    officer,
    officer_answers,
    officer_contacts,
    officer_four_eyes,
    officer_intake,
    officer_letters,
    officer_questions,
    officer_summary,
)

app_name = "desk_requests"
urlpatterns = [
    path("", officer.RequestList.as_view(), name="list"),
    path("intake/", officer_intake.Intake.as_view(), name="intake"),
    path("questions/<uuid:pk>/", officer_questions.QuestionAtDesk.as_view(), name="question"),
    path("contacts/<uuid:pk>/", officer_contacts.CheckContact.as_view(), name="contact-check"),
    path("<uuid:pk>/", officer.Detail.as_view(), name="detail"),
    path("<uuid:pk>/answers/", officer_answers.AnswersPage.as_view(), name="answers"),
    path("needs/<uuid:pk>/<slug:verb>/", officer_answers.SayOfNeed.as_view(), name="need-step"),
    path(
        "<uuid:pk>/consolidated-answer/",
        officer_letters.DraftConsolidatedAnswer.as_view(),
        name="consolidated-answer",
    ),
    path("<uuid:pk>/entry/", officer_intake.Continue.as_view(), name="continue"),
    path("<uuid:pk>/revise/", officer_intake.Revise.as_view(), name="revise"),
    path("<uuid:pk>/authenticate/", officer.Authenticate.as_view(), name="authenticate"),
    path("<uuid:pk>/hold/", officer.PlaceHold.as_view(), name="hold"),
    path("<uuid:pk>/holds/<uuid:hold_pk>/release/", officer.ReleaseHold.as_view(), name="release"),
    path("<uuid:pk>/step/<slug:verb>/", officer.TakeStep.as_view(), name="step"),
    path("<uuid:pk>/summary/<slug:language>/", officer_summary.Write.as_view(), name="summary"),
    path(
        "<uuid:pk>/summary/<slug:language>/put/",
        officer_summary.PutToState.as_view(),
        name="put-summary",
    ),
    path(
        "<uuid:pk>/summary/<slug:language>/ask/",
        officer_four_eyes.AskToPutSummary.as_view(),
        name="ask-put-summary",
    ),
    path("<uuid:pk>/leave-out/", officer_four_eyes.AskToSkip.as_view(), name="ask-skip"),
    path(
        "<uuid:pk>/attachments/<uuid:attachment_pk>/erase/",
        officer_four_eyes.AskToErase.as_view(),
        name="ask-erase",
    ),
    path(
        "<uuid:pk>/attachments/<uuid:attachment_pk>/", officer.Download.as_view(), name="attachment"
    ),
    path("<uuid:pk>/scans/<uuid:attachment_pk>/", officer.Scan.as_view(), name="scan"),
]
