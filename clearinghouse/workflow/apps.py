from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "clearinghouse.workflow"
    label = "workflow"
