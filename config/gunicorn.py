"""How the web server runs, in the demo as in production: `gunicorn -c python:config.gunicorn config.wsgi`."""

import os

_host = os.environ.get("HOST", "127.0.0.1").strip("[]")
bind = f"[{_host}]:{os.environ.get('PORT', '8000')}" if ":" in _host else f"{_host}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
preload_app = True
# By default a neighbour, which a proxy is, may say by header where the site is mounted and what is asked for; proxies
# that hand on what strangers send would let them.
forwarder_headers = ""
# The longest line gunicorn takes; config.middleware refuses long queries before, with a page that says so.
limit_request_line = 8190
timeout = 40
graceful_timeout = 20
loglevel = "warning"
