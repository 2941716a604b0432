"""The workspace: requests of missions and notices of providers. Mounted at /workspace/."""

from django.urls import path

from requests_app.enums import ResponseKind
from requests_app.views import (
    answers,
    author,
    case,
    decisions,
    files,
    links,
    needs,
    preview,
    provider,
    revising,
    sharing,
    twin,
    writing_help,
)

app_name = "requests"
urlpatterns = [
    path("", case.Home.as_view(), name="home"),
    path("requests/new/", author.Start.as_view(), name="new"),
    path("requests/new/offline/", twin.UploadNew.as_view(), name="twin-new"),
    path("requests/new/offline/form/", twin.BlankForm.as_view(), name="twin-blank"),
    path("requests/offline/<uuid:pk>/", twin.ComparePage.as_view(), name="twin-preview"),
    path("requests/<uuid:pk>/help/", writing_help.WritingHelp.as_view(), name="writing-help"),
    path("requests/<uuid:pk>/offline/", twin.UploadDraft.as_view(), name="twin-upload"),
    path("requests/<uuid:pk>/offline/form/", twin.DraftForm.as_view(), name="twin"),
    path("requests/<uuid:pk>/", case.Detail.as_view(), name="detail"),
    path("requests/<uuid:pk>/copy/", author.Copy.as_view(), name="copy"),
    path("requests/<uuid:pk>/edit/", author.Continue.as_view(), name="edit"),
    path("requests/<uuid:pk>/edit/<slug:section>/", author.EditSection.as_view(), name="edit"),
    path(
        "requests/<uuid:pk>/edit/<slug:section>/autosave/",
        author.Autosave.as_view(),
        name="autosave",
    ),
    path("requests/<uuid:pk>/documents/", files.Attachments.as_view(), name="attachments"),
    path(
        "requests/<uuid:pk>/documents/<uuid:attachment_pk>/",
        files.Download.as_view(),
        name="attachment",
    ),
    path(
        "requests/<uuid:pk>/documents/<uuid:attachment_pk>/remove/",
        files.RemoveAttachment.as_view(),
        name="remove-attachment",
    ),
    path("requests/<uuid:pk>/sharing/", sharing.Sharing.as_view(), name="sharing"),
    path(
        "requests/<uuid:pk>/sharing/<slug:verb>/",
        sharing.SharingStep.as_view(),
        name="sharing-step",
    ),
    path(
        "requests/<uuid:pk>/shares/<uuid:share_pk>/take-off/",
        sharing.Unshare.as_view(),
        name="unshare",
    ),
    path("requests/<uuid:pk>/review/", author.Review.as_view(), name="review"),
    path("requests/<uuid:pk>/as/provider/", preview.AsProvider.as_view(), name="as-provider"),
    path("requests/<uuid:pk>/as/member/", preview.AsMember.as_view(), name="as-member"),
    path("requests/<uuid:pk>/as/public/", preview.AsPublic.as_view(), name="as-public"),
    path("requests/<uuid:pk>/as/mail/", preview.AsMail.as_view(), name="as-mail"),
    path("requests/<uuid:pk>/revise/", revising.BeginRevision.as_view(), name="revise"),
    path(
        "requests/<uuid:pk>/revision/<slug:verb>/",
        revising.RevisionStep.as_view(),
        name="revision",
    ),
    path("requests/<uuid:pk>/versions/", revising.Versions.as_view(), name="versions"),
    path(
        "requests/<uuid:pk>/versions/<int:number>/",
        revising.VersionPage.as_view(),
        name="version",
    ),
    path("requests/<uuid:pk>/receipt/", case.Receipt.as_view(), name="receipt"),
    path("requests/<uuid:pk>/answers/", answers.AnswersPage.as_view(), name="answers"),
    path("requests/<uuid:pk>/answers.csv", answers.AnswersFile.as_view(), name="answers-file"),
    path("requests/<uuid:pk>/receipt.json", case.ReceiptFile.as_view(), name="receipt-file"),
    path("requests/<uuid:pk>/close/", needs.Close.as_view(), name="close"),
    path("needs/<uuid:pk>/<slug:verb>/", needs.SayOfNeed.as_view(), name="need-step"),
    path("follow-up/<uuid:pk>/", needs.AnswerFollowUp.as_view(), name="follow-up"),
    path("requests/<uuid:pk>/decide/", decisions.Decide.as_view(), name="decide"),
    path("requests/<uuid:pk>/hold/", decisions.PlaceHold.as_view(), name="hold"),
    path(
        "requests/<uuid:pk>/holds/<uuid:hold_pk>/release/",
        decisions.ReleaseHold.as_view(),
        name="release",
    ),
    path(
        "requests/<uuid:pk>/do/<slug:verb>/",
        decisions.RequestTransition.as_view(),
        name="transition",
    ),
    path("notices/", provider.Notices.as_view(), name="notices"),
    path("notices/<uuid:pk>/", provider.NoticePage.as_view(), name="notice"),
    path("notices/<uuid:pk>/answer/", provider.AnswerNotice.as_view(), name="answer"),
    path("notices/<uuid:pk>/respond/", provider.RespondToNotice.as_view(), name="respond"),
    path(
        "links/received/<str:token>/",
        links.RespondByLink.as_view(kind=ResponseKind.RECEIVED),
        name="link-received",
    ),
    path(
        "links/not-for-us/<str:token>/",
        links.RespondByLink.as_view(kind=ResponseKind.NOT_FOR_US),
        name="link-not-for-us",
    ),
]
