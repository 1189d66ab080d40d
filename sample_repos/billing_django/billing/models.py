from django.conf import settings
from django.db import models
from django.db.models import F, Sum


class Organization(models.Model):
    name = models.CharField(max_length=200)
    industry = models.CharField(max_length=80, blank=True)
    seats = models.PositiveIntegerField(default=1)


class Plan(models.Model):
    code = models.SlugField(unique=True)
    monthly_price = models.DecimalField(max_digits=8, decimal_places=2)


class Subscription(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT)
    interval = models.CharField(max_length=10, default="month")
    trial_ends_at = models.DateTimeField(null=True)


class InvoiceQuerySet(models.QuerySet):
    def overdue(self):
        # ok
        return self.alias(due=F("total") - F("paid")).filter(due__gt=0)

    def revenue(self):
        return self.aggregate(revenue=Sum("paid"))["revenue"]


class Invoice(models.Model):
    number = models.CharField(max_length=20, unique=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT)
    total = models.DecimalField(max_digits=10, decimal_places=2)
    paid = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    currency = models.CharField(max_length=3, default="EUR")
    terms = models.CharField(max_length=20, default="net_14")
    coupon = models.CharField(max_length=40, blank=True)

    objects = InvoiceQuerySet.as_manager()
