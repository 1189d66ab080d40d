from django.urls import path

from . import views

urlpatterns = [
    path("invoices/", views.invoice_list),
    path("invoices/<str:text>/", views.invoice_by_number),
    path("invoices/<int:pk>/send/", views.send_invoice),
    path("invoices/<int:pk>/void/", views.void_invoice),
    path("reports/export/", views.export_report),
    path("reports/schedule/", views.schedule_report),
    path("ledger/import/", views.import_ledger),
    path("invoices/<int:pk>/remind/", views.remind),
    path("address/", views.save_address),
    path("cards/", views.save_card),
]
