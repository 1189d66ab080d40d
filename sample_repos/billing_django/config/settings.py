import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DEBUG = os.environ.get("DJANGO_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "billing.apps.BillingConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "config.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ.get("DB_NAME", "billing")}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

ENVIRONMENT = os.environ.get("ENVIRONMENT", "development")
CELERY_BROKER_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")

SEGMENT_WRITE_KEY = os.environ.get("SEGMENT_WRITE_KEY", "")
POSTHOG_API_KEY = os.environ.get("POSTHOG_API_KEY", "")
INTILERY_ACCOUNT = os.environ.get("INTILERY_ACCOUNT", "")
INTILERY_TOKEN = os.environ.get("INTILERY_TOKEN", "")
STRIPE_API_KEY = os.environ.get("STRIPE_API_KEY", "")
STATSD_HOST = os.environ.get("STATSD_HOST", "localhost")
