"""Who asks, about which request, and how to reach them: text typed by hand, made comparable.

"Se introduce numărul de înregistrare al dosarului/cererii, numele și prenumele și data
depunerii"; "Se completează câmpurile cu numărul de telefon și adresa de e-mail."
(``article-2020``). Each function takes one field of that form. Names, phone numbers and
e-mail addresses are personal data: no exception of this package shows one.
"""

from tichet_rules.identity.contact import e164, email_address
from tichet_rules.identity.names import name_key, same_name
from tichet_rules.identity.registry import registration_number

__all__ = ["e164", "email_address", "name_key", "registration_number", "same_name"]
