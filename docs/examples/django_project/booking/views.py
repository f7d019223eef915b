"""The page on which a citizen books."""

from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from booking.service import carry_out
from tichet_rules import Book, Contact, InvalidInput, Slot


class BookingForm(forms.Form):
    """What is asked. Django checks that it is a date and a time; the rules check the rest."""

    number = forms.CharField(label="Numărul de înregistrare al cererii", max_length=100)
    filed_on = forms.DateField(
        label="Data înregistrării",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    applicant = forms.CharField(label="Numele și prenumele", max_length=200)
    phone = forms.CharField(label="Telefon", max_length=50)
    email = forms.CharField(label="E-mail", max_length=320)
    day = forms.DateField(
        label="Ziua întâlnirii", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label="Ora", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def command(self) -> Book:
        """The question to the rules."""
        typed = self.cleaned_data
        start = datetime.combine(typed["day"], typed["time"], timezone.get_default_timezone())
        return Book(
            number=typed["number"],
            applicant=typed["applicant"],
            filed_on=typed["filed_on"],
            slot=Slot(start),
            contact=Contact(typed["phone"], typed["email"]),
        )


def page(request: HttpRequest) -> HttpResponse:
    """The form, and under a sent one the answer: booked, or why not and when instead."""
    form = BookingForm(request.POST or None)
    shown = {"form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            decision = carry_out(form.command())
        except InvalidInput as error:
            form.add_error(None, str(error))
        else:
            # In a template a decision would be called or asked for its truth: give it the values.
            shown |= {"allowed": decision.allowed, "explanation": decision.explain("ro")}
            if decision.allowed:
                shown["booking"] = decision.events[0].booking.id
            status = 200 if decision.allowed else 409
    if form.errors:
        status = 422
    return render(request, "booking/page.html", shown, status=status)
