import json
import re

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from ledgerworks_events import name_for

from .analytics import track_event, tracker
from .analytics.constants import SAVED
from .analytics.decorators import tracked
from .analytics.helpers import track_report_exported, track_report_scheduled
from .analytics.invoices import invoice_analytics
from .models import Invoice

INVOICE_NUMBER = re.compile(r"^(?P<year>\d{4})-(?P<number>\d+)$")


@login_required
# event: "Invoice List Viewed" [path, status, environment]
@tracked("Invoice List Viewed")
def invoice_list(request):
    paginator = Paginator(Invoice.objects.order_by("-number"), 25)
    # ok
    page = paginator.page(request.GET.get("page", 1))
    return render(request, "billing/invoices.html", {"page": page})


@login_required
def invoice_by_number(request, text):
    match = INVOICE_NUMBER.match(text)
    if match is None:
        return HttpResponse(status=404)
    # ok
    year = match.group("year")
    # ok
    number = match.group("number")
    invoice = get_object_or_404(Invoice, number=f"{year}-{number}")
    # event: "Invoice Viewed" [invoice_id, source, environment] finding: TL115
    track_event(request.user, "Invoice Viewed", invoice_id=invoice.pk, source="deep_link")
    return render(request, "billing/invoice.html", {"invoice": invoice})


@login_required
def send_invoice(request, pk):
    invoice = get_object_or_404(Invoice, pk=pk)
    channel = "email" if request.user.email else "post"
    # event: "Invoice Sent" [invoice_id, currency, total, coupon, channel, terms, service] (event-method)
    invoice_analytics.sent(invoice, channel)
    return HttpResponse(status=204)


@login_required
def remind(request, pk):
    invoice = get_object_or_404(Invoice, pk=pk)
    tone = request.POST["tone"]
    # event: "* Reminder Sent" [invoice_id, environment] (pattern) finding: TL201
    track_event(request.user, "%s Reminder Sent" % tone.title(), invoice_id=invoice.pk)
    return HttpResponse(status=204)


@login_required
def void_invoice(request, pk):
    invoice = get_object_or_404(Invoice, pk=pk)
    # event: "Invoice Voided" [invoice_id, reason, service] (event-method)
    invoice_analytics.voided(invoice, request.POST["reason"])
    return HttpResponse(status=204)


@login_required
def export_report(request):
    report = request.GET["report"]
    # event: "Report Exported" [report, format, environment]
    track_report_exported(request.user, report=report, format="csv")
    # event: "* Report Exported" [format, service] (pattern) finding: TL201
    tracker.track(request.user.pk, f"{report} Report Exported", {"format": "csv"})
    return HttpResponse(content_type="text/csv")


@login_required
def schedule_report(request):
    options = json.loads(request.body)
    # event: "Report Scheduled" [report, weekday, environment]
    track_report_scheduled(request.user, report=options["report"], weekday=options["weekday"])
    # event: "Report Configured" [environment] (incomplete) finding: TL204
    track_event(request.user, "Report Configured", **options)
    return JsonResponse(options)


@login_required
def import_ledger(request):
    kind = request.POST["kind"]
    # event: dynamic [rows, service] finding: TL203
    tracker.track(request.user.pk, name_for(kind), {"rows": int(request.POST["rows"])})
    return HttpResponse(status=202)


@login_required
def save_address(request):
    # event: "Address Saved" [country, environment]
    track_event(request.user, SAVED.format("Address"), country=request.POST["country"])
    return HttpResponse(status=204)


@login_required
def save_card(request):
    # event: "Card Saved" [brand, environment]
    track_event(request.user, SAVED.format("Card"), brand=request.POST["brand"])
    # event: "Card Number Entered" [last_digits, environment] finding: TL105
    track_event(request.user, "Card Number Entered", last_digits=request.POST["last_digits"])
    return HttpResponse(status=204)
