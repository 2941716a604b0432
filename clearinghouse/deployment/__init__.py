"""What deployments and their checks need beside the portal itself. No Django."""
