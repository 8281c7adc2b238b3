# Two stages: wheels are built in the first one, the second one holds nothing but what runs.
FROM python:3.13-slim AS built
WORKDIR /src
COPY pyproject.toml constraints.txt hatch_build.py README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY store store
COPY jobs jobs
RUN python -m venv /opt/comptoir && /opt/comptoir/bin/pip install --no-cache-dir -c constraints.txt .

FROM python:3.13-slim
COPY --from=built /opt/comptoir /opt/comptoir
RUN useradd --system --uid 10001 --home-dir /data --create-home comptoir
USER comptoir
WORKDIR /data
VOLUME /data
ENV PATH=/opt/comptoir/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    COMPTOIR_HOST=0.0.0.0 \
    COMPTOIR_LOG=json,info \
    DATABASE_URL=sqlite:////data/comptoir.db
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD \
    ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ.get(\"COMPTOIR_PORT\", 3000)}/healthz', timeout=3)"]
ENTRYPOINT ["comptoir"]
CMD ["serve"]
