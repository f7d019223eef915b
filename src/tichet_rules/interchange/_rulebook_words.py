"""What the rule book says beside the rules: what each measures, and what a parameter is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tichet_rules.policy import WindowBinds
from tichet_rules.text import Text

__all__ = ["BINDS", "MEASURES", "PARAMETER_WORDS", "STEPS"]

#: What each rule measures, and what it compares that with.
MEASURES: Final[Mapping[str, Text]] = {
    "request.identified": Text(
        "Se compară cele trei date scrise de cetățean cu cererea înregistrată cu acel număr: "
        "numărul (fără puncte, spații și zerouri din față), numele (fără diacritice, cratime, "
        "majuscule și ordine) și data depunerii. Toate trei trebuie să corespundă.",
        "The three facts that the citizen typed are compared with the request registered under "
        "that number: the number (without dots, spaces and leading zeros), the name (without "
        "diacritics, hyphens, case and order) and the filing date. All three have to match.",
    ),
    "request.eligible": Text(
        "Se verifică starea cererii: în operare sau cu răspuns.",
        "The status of the request: in operation, or answered.",
    ),
    "request.response_window": Text(
        "Se compară ziua întâlnirii (sau a programării, după «window_binds») cu ultima zi a "
        "termenului, numărată de la data comunicării după «window_reading». Numai pentru o cerere "
        "cu răspuns.",
        "The day of the meeting (or of the booking act, by `window_binds`) is compared with the "
        "last day of the window, counted from the communication by `window_reading`. For an "
        "answered request only.",
    ),
    "inspector.holds_request": Text(
        "Se compară inspectorul ales cu cel care are cererea în operare și cu cei care au avut-o. "
        "Un înlocuitor este judecat ca acela pe care îl înlocuiește.",
        "The inspector chosen is compared with the one who has the request in operation and with "
        "those who had it. A substitute is judged as the one they stand in for.",
    ),
    "inspector.execution_staff": Text(
        "Se verifică dacă rolul persoanei este între cele cu care se întâlnesc cetățenii.",
        "Whether the person's role is among those that citizens meet.",
    ),
    "slot.notice": Text(
        "Se măsoară răgazul de la momentul programării până la începutul întâlnirii, numărat după "
        "«notice_reading», și se compară cu «notice_hours».",
        "The notice from the instant of the booking to the start of the meeting, counted by "
        "`notice_reading`, is compared with `notice_hours`.",
    ),
    "slot.duration": Text(
        "Se compară minutele cerute cu «max_minutes».",
        "The minutes asked for are compared with `max_minutes`.",
    ),
    "slot.working_day": Text(
        "Se caută ziua locală a întâlnirii în calendarul instituției: sâmbete, duminici, sărbători "
        "legale, zile închise; o zi de recuperare este lucrătoare.",
        "The local date of the meeting is looked up in the office's calendar: weekends, public "
        "holidays, closures; a recovery day is worked.",
    ),
    "slot.working_hours": Text(
        "Se compară începutul și sfârșitul întâlnirii cu intervalele de lucru ale inspectorului "
        "din acea zi: trebuie să încapă întreagă într-unul singur.",
        "The start and the end of the meeting are compared with the inspector's working intervals "
        "of that day: it has to lie wholly inside one of them.",
    ),
    "inspector.present": Text(
        "Se numără absențele inspectorului care se suprapun cu întâlnirea: trebuie să fie zero.",
        "The inspector's absences that overlap the meeting are counted: there must be none.",
    ),
    "slot.grid": Text(
        "Se măsoară minutele de la începutul intervalului de lucru până la începutul întâlnirii: "
        "trebuie să fie un multiplu al lui «grid_minutes».",
        "The minutes from the start of the working interval to the start of the meeting have to be "
        "a multiple of `grid_minutes`.",
    ),
    "slot.free": Text(
        "Se numără întâlnirile inspectorului care se suprapun cu aceasta, cu timpul dinainte și de "
        "după: trebuie să fie zero.",
        "The inspector's other meetings that overlap this one, buffers included, are counted: "
        "there must be none.",
    ),
    "applicant.free": Text(
        "Se numără întâlnirile aceluiași cetățean, cu oricine, care se suprapun cu aceasta: "
        "trebuie să fie zero.",
        "The same citizen's other meetings, with whomever, that overlap this one are counted: "
        "there must be none.",
    ),
    "request.one_open_booking": Text(
        "Se numără programările deschise ale cererii (programate, cu sfârșitul după momentul "
        "întrebării): trebuie să fie mai puține decât «open_bookings_per_request».",
        "The request's open bookings (booked, ending after the instant of the question) are "
        "counted: they have to be fewer than `open_bookings_per_request`.",
    ),
    "request.after_no_show": Text(
        "Se numără zilele de la ultima neprezentare până azi și se compară cu "
        "«no_show_pause_days».",
        "The days from the last no-show to today are compared with `no_show_pause_days`.",
    ),
    "slot.horizon": Text(
        "Se numără zilele de azi până în ziua întâlnirii și se compară cu «horizon_days».",
        "The days from today to the day of the meeting are compared with `horizon_days`.",
    ),
    "contact.phone": Text(
        "Se verifică dacă numărul este dat și dacă este un număr valid.",
        "Whether a number is given, and is a valid one.",
    ),
    "contact.email": Text(
        "Se verifică dacă adresa este dată și dacă are forma unei adrese.",
        "Whether an address is given, and has the form of one.",
    ),
    "channel.allowed": Text(
        "Se caută canalul cerut între cele oferite, «channels».",
        "The channel asked for is looked up among those on offer, `channels`.",
    ),
    "room.free": Text(
        "Pentru o întâlnire la sediu se numără sălile libere pe durata ei: cel puțin una.",
        "For a meeting in person, the rooms that are free for its length are counted: at least "
        "one.",
    ),
    "audience.official": Text(
        "Se verifică dacă rolul persoanei este între cele care țin audiențe, «meets».",
        "Whether the person's role is among those that hold audiences, `meets`.",
    ),
    "audience.prior_request": Text(
        "Pentru un director: cererea indicată trebuie să fie a cetățeanului și să aibă răspuns "
        "negativ, sau să fie fără răspuns de cel puțin «unanswered_days» zile.",
        "For a director: the request that is named has to be the citizen's own, and answered "
        "negatively or left without an answer for at least `unanswered_days` days.",
    ),
    "audience.prior_step": Text(
        "Se caută în «ladder» treapta anterioară; audiența indicată trebuie să fi avut loc, cu "
        "acest cetățean, la cineva de pe acea treaptă; un director trebuie să fie cel competent.",
        "The step before is looked up in `ladder`; the audience that is named has to have been "
        "held, with this citizen, by someone of that step; a director has to be the competent one.",
    ),
    "audience.reason": Text(
        "Se numără cuvintele motivului care nu sunt ale unui motiv general («general_reasons») și "
        "se compară cu «reason_min_words».",
        "The words of the reason that are not those of a general reason (`general_reasons`) are "
        "counted and compared with `reason_min_words`.",
    ),
    "audience.competence": Text(
        "Se verifică dacă registratura a stabilit că problema este în competența primăriei.",
        "What the registry established: that the matter is within the city hall's competence.",
    ),
    "audience.day": Text(
        "Se compară începutul și sfârșitul audienței cu orele de audiență ale persoanei din acea "
        "zi: trebuie să încapă întreagă.",
        "The start and the end of the audience are compared with that official's audience hours of "
        "the day: it has to lie wholly inside them.",
    ),
    "audience.daily_limit": Text(
        "Se numără celelalte persoane primite în acea zi: trebuie să fie mai puține decât "
        "«daily_limit».",
        "The other people received on that day are counted: they have to be fewer than "
        "`daily_limit`.",
    ),
    "booking.open": Text(
        "La o anulare, mutare sau preluare: programarea există, este programată, iar momentul "
        "întrebării este înainte de început.",
        "To cancel, move or take over: the booking exists, is booked, and the instant of the "
        "question is before its start.",
    ),
    "booking.begun": Text(
        "La consemnarea că întâlnirea a avut loc sau a fost ratată: programarea este deschisă, iar "
        "momentul întrebării nu este înainte de început.",
        "To record a meeting as held or missed: the booking is open, and the instant of the "
        "question is not before its start.",
    ),
    "inspector.may_take_over": Text(
        "Cine preia are acum cererea, sau este unul dintre cei numiți de «take_over».",
        "Who takes over has the request now, or is one of those that `take_over` names.",
    ),
    "record.held": Text(
        "La consemnare și la emiterea tichetului: starea programării este «a avut loc».",
        "To record conclusions and to issue the ticket: the booking's status is «held».",
    ),
    "record.complete": Text(
        "Se numără concluziile consemnate: cel puțin una.",
        "The conclusions recorded are counted: at least one.",
    ),
    "ticket.recorded": Text(
        "Se compară amprenta concluziilor de pe tichet cu amprenta celor consemnate.",
        "The fingerprint of the conclusions on the ticket is compared with that of the recorded "
        "ones.",
    ),
    "ticket.once": Text(
        "Se verifică dacă documentul întâlnirii s-a emis deja.",
        "Whether the document of the meeting was issued already.",
    ),
    "audience.answer_open": Text(
        "Programarea este o audiență, care a avut loc sau mai poate avea loc.",
        "The booking is an audience that was held or may still be.",
    ),
    "audience.answer_requested": Text(
        "La emiterea răspunsului scris la o audiență: cetățeanul l-a cerut.",
        "To issue the written answer to an audience: the citizen asked for it.",
    ),
}

#: What each parameter of a rule is.
PARAMETER_WORDS: Final[Mapping[str, Text]] = {
    "buffer_after_minutes": Text(
        "timpul inspectorului după o întâlnire, în minute",
        "the inspector's time after a meeting, in minutes",
    ),
    "buffer_before_minutes": Text(
        "timpul inspectorului dinaintea unei întâlniri, în minute",
        "the inspector's time before a meeting, in minutes",
    ),
    "channels": Text("canalele oferite", "the channels on offer"),
    "daily_limit": Text(
        "câte persoane primește cineva într-o zi", "how many people one official receives a day"
    ),
    "general_reasons": Text(
        "motive generale, care nu spun nimic", "general reasons, which say nothing"
    ),
    "grid_minutes": Text("pasul grilei, în minute", "the step of the grid, in minutes"),
    "horizon_days": Text(
        "cu cel mult câte zile înainte se poate face o programare",
        "how far ahead can be booked at most, in days",
    ),
    "ladder": Text(
        "la cine trebuie să fi fost audiența anterioară, pentru fiecare rol",
        "who was met before, for each role",
    ),
    "max_minutes": Text("durata maximă, în minute", "the greatest length, in minutes"),
    "meets": Text("rolurile cu care se întâlnesc cetățenii", "the roles that citizens meet"),
    "no_show_pause_days": Text(
        "pauza după o neprezentare, în zile", "the pause after a no-show, in days"
    ),
    "notice_hours": Text("răgazul cerut, în ore", "the notice required, in hours"),
    "notice_reading": Text("cum se numără orele", "how the hours are counted"),
    "open_bookings_per_request": Text(
        "numărul maxim de programări deschise ale unei cereri",
        "how many open bookings a request has at most",
    ),
    "reason_min_words": Text(
        "numărul minim de cuvinte ale motivului", "how many words the reason says at least"
    ),
    "take_over": Text("cine poate prelua o întâlnire", "who may take over a meeting"),
    "unanswered_days": Text(
        "după câte zile o cerere este fără răspuns",
        "after how many days a request counts as not answered",
    ),
    "window_binds": Text("ce trebuie să cadă în termen", "what has to fall within the window"),
    "window_days": Text(
        "termenul de după răspuns, în zile", "the window after the answer, in days"
    ),
    "window_reading": Text("cum se numără zilele", "how the days are counted"),
}

BINDS: Final[Mapping[WindowBinds, Text]] = {
    WindowBinds.MEETING: Text(
        "întâlnirea începe în termen", "the meeting starts within the window"
    ),
    WindowBinds.BOOKING: Text(
        "programarea se face în termen, oricând ar fi întâlnirea",
        "the booking is made within the window, whenever the meeting is",
    ),
}

#: The steps of the procedure: the first rule of each, its key, and its name.
STEPS: Final[tuple[tuple[str, str, Text], ...]] = (
    (
        "request.identified",
        "request",
        Text("Cererea și inspectorul", "The request and whom to meet"),
    ),
    ("slot.notice", "time", Text("Ora întâlnirii", "The time of the meeting")),
    ("contact.phone", "contact", Text("Cum se întâlnesc", "How the two meet")),
    ("audience.official", "audience", Text("Audiențele", "Audiences")),
    ("booking.open", "afterwards", Text("După programare", "After the booking")),
)
