"""What people write to a help desk: the words from which the made-up tickets are put together."""

from __future__ import annotations

from typing import NamedTuple


class Story(NamedTuple):
    """A kind of trouble. `{product}` stands for what it happened with, `{customer}` for whom it happened to."""

    category: str
    subject: str
    description: str


PRODUCTS = (
    "the web app",
    "the mobile app",
    "Desktop 4.2",
    "the customer portal",
    "the reporting add-on",
    "the Outlook plug-in",
    "the public API",
)

CUSTOMERS = (
    "Northwind Logistics", "Blue Harbor Dental", "Kestrel Outdoor", "Maple & Finch", "Orchard Street School", "Lumen Printing",
    "Alta Ski Rental", "Tidewater Insurance", "Fjord Analytics", "Granite Hosting", "山田商事", "Müller & Söhne GmbH",
)  # fmt: skip

FIRST_NAMES = (
    "Alice",
    "Ben",
    "Chloë",
    "Dmitri",
    "Elif",
    "Farah",
    "Grace",
    "Hiro",
    "Inés",
    "Jonas",
    "Karolína",
    "Liam",
    "Mei",
    "Noor",
    "Owen",
    "Priya",
)
LAST_NAMES = ("Johnson", "Okafor", "García", "Tanaka", "Nowak", "O’Brien", "Lindqvist")
TEAMS = ("First line", "Billing", "Engineering", "Onboarding", "Escalations")

STORIES = (
    Story("Account", "Unable to sign in to {product}", "Since this morning {customer} sees “Invalid credentials” although the password was reset twice."),
    Story("Billing", "Invoice shows the wrong VAT rate", "{customer} moved to another country in spring. The invoice still has the old VAT rate; please issue a corrected one."),
    Story("Bug", "{product} crashes when exporting to PDF", "Steps: open any report with more than 200 rows, press Export, choose PDF. It closes without a message. Log attached."),
    Story("Bug", "Search in {product} returns nothing for umlauts", "“Grüße” finds nothing, “Grusse” does. It worked before the last update, says {customer}."),
    Story("How-to", "How do we add a second administrator?", "{customer} hired a new colleague and would like to share the administration before the holidays."),
    Story("Performance", "{product} is slow every Monday morning", "Between 8 and 9 pages take 20 seconds and more. A recording and the network log are attached."),
    Story("Data", "Duplicate contacts after the import", "The CSV import of {customer} ran twice; every contact is there two times. Can this be undone?"),
    Story("Account", "Two-factor codes are not accepted", "The phone was replaced. Backup codes are lost as well. {customer} can confirm the identity by telephone."),
    Story("Billing", "Refund for the unused seats", "{customer} reduced the plan from 40 to 25 seats on the 3rd but was charged for 40."),
    Story("Integration", "Webhook deliveries time out", "Our endpoint answers within 300 ms, yet about one in ten deliveries is marked as failed since Tuesday."),
    Story("Feature request", "Dark mode for {product}", "Several agents at {customer} work night shifts and ask for a dark theme."),
    Story("Bug", "Attachment preview stays blank", "PNG files over 5 MB show an empty frame in {product}. Downloading them works."),
    Story("Email", "Notifications end up in spam", "{customer} uses a strict filter. Could you send the list of your sending addresses?"),
    Story("Data", "Request for a copy of our data", "{customer} asks for everything that is stored about them, as the law provides."),
    Story("Integration", "Single sign-on loops back to the login page", "After the certificate was renewed, {product} redirects in circles. HAR file attached."),
    Story("How-to", "Where can we change the sender name?", "Mails to the clients of {customer} come from “noreply”. They would prefer their own name."),
)  # fmt: skip

# The tickets on top of the list, which the demo opens. The first is TKT-1042.
HEADLINES: tuple[tuple[str, str, str, str, str], ...] = (
    ("Unable to login", "open", "high", "Account",
     "Hi, since the update last night nobody at Northwind Logistics can log in: the page says “Session expired” right after the password.\n"
     "I attached screenshots of the error, the browser log, a short recording and the settings of our identity provider.\nWe ship at 14:00, so this is urgent for us."),
    ("Invoice 2291 shows the wrong VAT rate", "pending", "medium", "Billing",
     "The invoice for last month has 19 % instead of 21 %. The old and the new contract are attached."),
    ("Dashboard numbers differ from the exported report", "open", "urgent", "Data",
     "The tile says 1,204 orders, the export has 1,187. Screenshots of both and the export are attached."),
    ("ログインできません（シングルサインオン）", "new", "high", "Account", "証明書の更新後、サインインできなくなりました。スクリーンショットを添付します。"),
    ("Photos of the damaged delivery", "open", "low", "Shipping", "Two of the five boxes were wet. Photos attached, as your colleague asked on the phone."),
    ("تعذر تنزيل الفاتورة", "new", "medium", "Billing", "لا يمكن تنزيل الفاتورة منذ يوم الأحد. مرفق لقطة شاشة."),
    ("Checkout button does nothing on tablets 🙈", "resolved", "high", "Bug", "Tapping “Pay” has no effect on any of our tablets. A recording is attached."),
    ("Re: Fwd: RE: [EXTERNAL] printer \"HP LaserJet\" in C:\\Users\\Public prints only <b>half</b> of the label & the barcode is cut off; "
     "see also our mails from Monday, Tuesday and Thursday — thank you!", "open", "low", "Hardware", "It used to work. Nothing was changed."),
)  # fmt: skip
