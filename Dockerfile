# The portal: one image for every service of docker-compose.yml. And, as a second target, its mail relay.

FROM python:3.11-slim-bookworm AS environment
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.lock .
RUN /opt/venv/bin/pip install --require-hashes --no-deps --only-binary :all: -r requirements.lock

FROM python:3.11-slim-bookworm AS portal
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data OMP_NUM_THREADS=1
# Pango and the fonts of the six languages, for letters as PDF.
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid portal --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /data /data/files
COPY --from=environment /opt/venv /opt/venv
WORKDIR /app
COPY . .
# Settings want to know their database; these two commands never open it, and the key signs nothing.
RUN export DATABASE_URL=postgres:///none SECRET_KEY=only-for-this-build \
 && python manage.py compile_catalogues \
 && python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q clearinghouse requests_app offers_app matching
USER portal
VOLUME /data/files
EXPOSE 8000
CMD ["gunicorn", "clearinghouse.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--max-requests", "2000", "--max-requests-jitter", "200", "--access-logfile", "-", \
     "--logger-class", "clearinghouse.deployment.access_log.AccessLog"]

# Postfix that only relays for its own network and logs to a file that the portal can read.
FROM debian:bookworm-slim AS relay
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postfix ca-certificates libsasl2-modules \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 portal
COPY clearinghouse/deployment/relay.sh /usr/local/bin/relay
EXPOSE 25
CMD ["sh", "/usr/local/bin/relay"]
