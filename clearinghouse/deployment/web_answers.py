"""`python -m clearinghouse.deployment.web_answers`: the health check of a web container."""

from __future__ import annotations

import http.client
import os
import sys


def main() -> int:
    """Ask /healthz as the proxy in front would, under the first allowed host and over https."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    connection = http.client.HTTPConnection(
        "127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=5
    )
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return 0 if connection.getresponse().status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
