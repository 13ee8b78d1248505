# The application alone, with its exact versions. The landscape rests in the volume /data unless LANDSKAB_STORE names a
# server, as docker-compose.yml does.
# image: python:3.11-slim
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore \
    NUMBA_CACHE_DIR=/opt/numba \
    NUMBA_CPU_NAME=generic \
    LANDSKAB_STORE=sqlite:////data/landskab.db

WORKDIR /srv/systemlandskab
COPY requirements-app.lock ./
RUN pip install --no-deps --require-hashes --only-binary :all: -r requirements-app.lock

COPY pyproject.toml README.md LICENSE THIRD-PARTY-NOTICES.txt ./
COPY model ./model
COPY importers ./importers
COPY stores ./stores
COPY queries ./queries
COPY visualisations ./visualisations
COPY app ./app
RUN pip install --no-deps --no-build-isolation --editable . \
    && pip check \
    && python -m app.http.warm_up \
    && python -m compileall -q model importers stores queries visualisations app \
    && groupadd --system --gid 10001 landskab \
    && useradd --system --uid 10001 --gid 10001 landskab \
    && mkdir /data && chown landskab /data

USER 10001:10001
VOLUME /data
EXPOSE 8000
# Unhealthy while nothing can be answered: the store is away and no revision is loaded.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=4)"]

# Inside the container every address is the container's own; who reaches it is decided by the ports that are published.
# It answers under loopback names and IP addresses; LANDSKAB_HOSTS names others.
ENTRYPOINT ["landskab"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000", "--allow-unauthenticated"]
