from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "clearinghouse.follow"
    label = "follow"
    verbose_name = _("What people follow")

    def ready(self) -> None:
        from clearinghouse.audit.timeline import describe
        from clearinghouse.core.ticks import on_every_tick
        from clearinghouse.follow import weekly
        from clearinghouse.follow.digests import tick
        from clearinghouse.follow.events import SENTENCES
        from clearinghouse.notifications import links

        describe(SENTENCES)
        links.declare("unfollow", at="follow:link-end")
        on_every_tick("follow", tick)
        on_every_tick("weekly digest", weekly.tick)
