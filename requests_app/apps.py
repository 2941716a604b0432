from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    name = "requests_app"
    label = "requests_app"
    verbose_name = _("Requests")
    public_models = ("PublicSummary", "PublicWithdrawal", "PublicSigningKey")
    append_only_models = (
        "RequestVersion", "Decision", "Run", "Authentication", "NoticeResponse", "ProviderSkip",
        "PublicSigningKey", "ContactCheck", "FollowUpAnswer", "TypedChange", "AnswerVersion",
    )  # fmt: skip

    def ready(self) -> None:
        from clearinghouse.audit.timeline import describe
        from clearinghouse.core.ticks import on_every_tick
        from clearinghouse.notifications import links
        from requests_app import four_eyes, letter_parts, question_panels, waiting
        from requests_app.enums import ResponseKind
        from requests_app.events import SENTENCES
        from requests_app.letters import write_missing
        from requests_app.receipts import publish_key
        from requests_app.services import remind_silent_providers
        from requests_app.services.follow_up import tick_follow_ups
        from requests_app.services.twin import expire_uploads

        describe(SENTENCES)
        four_eyes.register_steps()
        question_panels.register()
        on_every_tick("second notices", remind_silent_providers)
        on_every_tick("questions of one year", tick_follow_ups)
        waiting.register()
        links.declare(ResponseKind.RECEIVED, at="requests:link-received")
        links.declare(ResponseKind.NOT_FOR_US, at="requests:link-not-for-us")
        on_every_tick("publish the key of receipts", publish_key)
        on_every_tick("requests_app.twin.expire", expire_uploads)
        on_every_tick("letters", write_missing)
        letter_parts.register()
