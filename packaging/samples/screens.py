"""Pictures of programs: what people attach to show an error. Development only."""

from __future__ import annotations

import math

from canvas import AMBER, BLUE, GREEN, INK, LINE, MUTED, PAGE, PAPER, RED, TEAL, VIOLET, Canvas

_ORDERS = (62, 71, 68, 84, 79, 96, 104, 98, 117, 125, 121, 139)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def login_error() -> Canvas:
    canvas = Canvas(1440, 900)
    canvas.browser("https://app.northwind.example/login", "Sign in · Northwind")
    canvas.box((0, 93, 620, 900), "#17325c", radius=0)
    for place in range(9):
        canvas.arc(120, 860, 120 + 70 * place, 180, 360, ("#1f4072", "#23497f")[place % 2], 26)
    canvas.box((621, 93, 1440, 900), PAGE, radius=0)
    canvas.text(80, 210, "Northwind", 54, "#ffffff", bold=True)
    canvas.text(80, 285, "Every parcel, in one place.", 24, "#b9cdee")
    canvas.card((760, 220, 1300, 760))
    canvas.text(810, 262, "Welcome back", 32, bold=True)
    canvas.box((810, 322, 1250, 388), "#fdecec", outline="#f2b8bb")
    canvas.disc(840, 355, 12, RED)
    canvas.text(840, 355, "!", 16, "#ffffff", bold=True, anchor="mm")
    canvas.text(866, 355, "Session expired. Please sign in again. (E-4031)", 16, "#8f1d23", anchor="lm")
    canvas.field((810, 440, 1250, 490), "Email", "dana.reyes@northwind.example")
    canvas.field((810, 544, 1250, 594), "Password", "••••••••••••")
    canvas.button((810, 640, 1250, 694), "Sign in")
    canvas.text(1030, 724, "Forgot your password?", 15, BLUE, anchor="mm")
    canvas.pointer(1066, 668)
    return canvas


def login_error_japanese() -> Canvas:
    canvas = Canvas(1280, 800)
    canvas.browser("https://sso.yamada.example/auth", "サインイン")
    canvas.card((390, 180, 890, 660))
    canvas.text(640, 240, "山田商事 シングルサインオン", 28, bold=True, anchor="mm")
    canvas.box((430, 290, 850, 360), "#fff4e0", outline="#f3d08f")
    canvas.text(450, 325, "証明書を確認できません（SAML-112）", 18, "#7a4b00", anchor="lm")
    canvas.field((430, 420, 850, 470), "メールアドレス", "sato@yamada.example")
    canvas.button((430, 520, 850, 574), "サインイン", VIOLET)
    canvas.text(640, 618, "お困りの方はこちら", 16, VIOLET, anchor="mm")
    return canvas


def browser_console() -> Canvas:
    canvas = Canvas(1280, 760, "#1b1f27")
    canvas.box((0, 0, 1280, 46), "#262c37", radius=0)
    for place, name in enumerate(("Elements", "Console", "Sources", "Network", "Storage")):
        canvas.text(28 + 120 * place, 23, name, 15, "#ffffff" if place == 1 else "#8d97a8", bold=place == 1, anchor="lm")
    canvas.box((140, 43, 226, 46), BLUE, radius=0)
    lines = (
        ("i", "#8d97a8", "Navigated to https://app.northwind.example/login", "login:1"),
        ("i", "#8d97a8", "[auth] provider=saml flow=sp-initiated", "auth.js:88"),
        ("!", "#f4bf4f", "Cookie “session” was rejected: the attribute SameSite=None needs Secure", "login:1"),
        ("x", "#ff7b72", "POST https://app.northwind.example/api/session 403 (Forbidden)", "auth.js:141"),
        ("x", "#ff7b72", "Uncaught (in promise) SessionError: token was issued in the future", "auth.js:163"),
        (" ", "#b08a87", "    at verifyClock (auth.js:163:17)", ""),
        (" ", "#b08a87", "    at async signIn (auth.js:141:9)", ""),
        ("i", "#8d97a8", "[auth] clock skew: server 14:02:11, client 13:57:40 (271 s)", "auth.js:170"),
        ("i", "#8d97a8", "[auth] retry 1 of 3 in 2 s", "auth.js:190"),
        ("x", "#ff7b72", "POST https://app.northwind.example/api/session 403 (Forbidden)", "auth.js:141"),
        ("i", "#8d97a8", "[auth] retry 2 of 3 in 4 s", "auth.js:190"),
        ("x", "#ff7b72", "POST https://app.northwind.example/api/session 403 (Forbidden)", "auth.js:141"),
        ("!", "#f4bf4f", "[auth] giving up; showing E-4031", "auth.js:201"),
    )
    for place, (mark, color, text, source) in enumerate(lines):
        y = 66 + 44 * place
        background = {"x": "#33201f", "!": "#332b1a"}.get(mark, "#1b1f27")
        canvas.box((0, y, 1280, y + 42), background, radius=0)
        canvas.text(28, y + 21, mark, 16, color, bold=True, mono=True, anchor="lm")
        canvas.text(60, y + 21, text, 15, color if mark != "i" else "#c8d0dc", mono=True, anchor="lm")
        canvas.text(1250, y + 21, source, 14, "#7ba0e6", mono=True, anchor="rm")
    canvas.text(28, 690, "› _", 17, "#7ba0e6", mono=True)
    return canvas


def provider_settings() -> Canvas:
    canvas = Canvas(1200, 820)
    canvas.box((0, 0, 250, 820), "#20283a", radius=0)
    canvas.text(32, 34, "Identity", 24, "#ffffff", bold=True)
    for place, name in enumerate(("Overview", "Users", "Applications", "Certificates", "Audit log")):
        if name == "Certificates":
            canvas.box((16, 100 + 48 * place, 234, 140 + 48 * place), "#33405c")
        canvas.text(36, 120 + 48 * place, name, 17, "#d6deec", anchor="lm")
    canvas.text(300, 36, "Certificates", 32, bold=True)
    canvas.text(300, 86, "Used to sign the answers to your applications.", 17, MUTED)
    rows = (("sso-signing-2023", "RSA 2048", "expired 3 days ago", RED), ("sso-signing-2025", "RSA 4096", "valid for 2 years", GREEN))
    for place, (name, kind, state, color) in enumerate((*rows, ("scim-client", "EC P-256", "expires in 12 days", AMBER))):
        top = 140 + 110 * place
        canvas.card((300, top, 1150, top + 90), strength=36)
        canvas.disc(345, top + 45, 18, color)
        canvas.text(385, top + 28, name, 19, bold=True, anchor="lm")
        canvas.text(385, top + 58, kind, 15, MUTED, anchor="lm")
        canvas.text(1116, top + 45, state, 17, color, bold=True, anchor="rm")
    canvas.text(300, 500, "Clock", 22, bold=True)
    canvas.text(300, 540, "Allowed skew between servers", 16, MUTED)
    canvas.box((300, 582, 1150, 592), LINE, radius=5)
    canvas.box((300, 582, 600, 592), BLUE, radius=5)
    canvas.disc(600, 587, 13, BLUE)
    canvas.text(1150, 540, "60 s", 17, bold=True, anchor="ra")
    canvas.button((300, 660, 470, 708), "Save")
    canvas.button((490, 660, 660, 708), "Cancel", "#e6eaf1", INK)
    return canvas


def _chart(canvas: Canvas, left: float, top: float, right: float, bottom: float, values: tuple[int, ...], color: str) -> None:
    highest = max(values) * 1.15
    for step in range(5):
        y = bottom - (bottom - top) * step / 4
        canvas.line([(left, y), (right, y)])
        canvas.text(left - 12, y, f"{highest * step / 4:.0f}", 13, MUTED, anchor="rm")
    slot = (right - left) / len(values)
    for place, value in enumerate(values):
        x = left + slot * place
        canvas.box((x + slot * 0.2, bottom - (bottom - top) * value / highest, x + slot * 0.8, bottom), color, radius=4)
        canvas.text(x + slot / 2, bottom + 18, _MONTHS[place % 12], 13, MUTED, anchor="mm")


def dashboard(*, reached: float = 1.0) -> Canvas:
    """The dashboard; `reached` below 1 is a moment of its opening, for the recordings."""
    canvas = Canvas(1440, 900)
    top = canvas.browser("https://app.fjord.example/dashboard", "Dashboard · Fjord")
    canvas.text(40, top + 28, "Orders", 34, bold=True)
    canvas.text(1400, top + 40, "Last 12 months", 17, MUTED, anchor="ra")
    tiles = (
        ("Orders", 1204, "+8.2 %", GREEN),
        ("Revenue", 48_310, "+3.1 %", GREEN),
        ("Returns", 57, "+21 %", RED),
        ("Open tickets", 18, "-4", GREEN),
    )
    for place, (name, value, change, color) in enumerate(tiles):
        left = 40 + 345 * place
        canvas.card((left, 190, left + 325, 320), strength=40)
        canvas.text(left + 24, 210, name, 17, MUTED)
        canvas.text(left + 24, 242, f"{value * reached:,.0f}", 42, bold=True)
        canvas.text(left + 300, 292, change, 17, color, bold=True, anchor="ra")
    canvas.card((40, 350, 930, 860), strength=40)
    canvas.text(70, 374, "Orders a month", 20, bold=True)
    _chart(canvas, 130, 430, 900, 800, tuple(max(1, round(value * reached)) for value in _ORDERS), BLUE)
    canvas.card((960, 350, 1400, 860), strength=40)
    canvas.text(990, 374, "By channel", 20, bold=True)
    start = -90.0
    for name, share, color in (("Web", 46, BLUE), ("Phone", 24, TEAL), ("Partners", 18, VIOLET), ("Shop", 12, AMBER)):
        end = start + 3.6 * share * reached
        canvas.arc(1180, 560, 120, start, end, color, 52)
        start = end
        row = 720 + 32 * ("Web", "Phone", "Partners", "Shop").index(name)
        canvas.disc(1006, row, 8, color)
        canvas.text(1026, row, name, 16, anchor="lm")
        canvas.text(1370, row, f"{share} %", 16, MUTED, anchor="rm")
    return canvas


def report_chart() -> Canvas:
    canvas = Canvas(1200, 700, PAPER)
    canvas.text(60, 40, "Orders: dashboard and export", 30, bold=True)
    canvas.text(60, 84, "The export counts in UTC, the dashboard in local time", 18, MUTED)
    for step in range(6):
        y = 600 - 88 * step
        canvas.line([(100, y), (1140, y)])
        canvas.text(86, y, str(200 * step), 15, MUTED, anchor="rm")
    series = (("Dashboard", BLUE, 0.0), ("Export", AMBER, 0.9))
    for row, (name, color, shift) in enumerate(series):
        points = [
            (100 + 1040 * day / 60, 600 - 250 - 100 * math.sin((day - shift) / 6) - 1.2 * day + 14 * math.sin((day - shift) * 1.7))
            for day in range(61)
        ]
        canvas.line(points, color, 4)
        canvas.disc(930, 58 + 32 * row, 8, color)
        canvas.text(952, 58 + 32 * row, name, 18, anchor="lm")
    canvas.box((620, 480, 900, 560), "#fff4e0", outline="#f3d08f")
    canvas.text(640, 506, "17 orders differ", 20, "#7a4b00", bold=True, anchor="lm")
    canvas.text(640, 536, "between 22:00 and 24:00", 16, "#7a4b00", anchor="lm")
    for week in range(9):
        canvas.text(100 + 130 * week, 630, f"week {week + 36}", 15, MUTED, anchor="mm")
    return canvas


def error_dialog() -> Canvas:
    canvas = Canvas(900, 560)
    for row in range(560):
        share = row / 560
        canvas.line([(0, row), (900, row)], f"#{round(38 + 60 * share):02x}{round(84 + 70 * share):02x}{round(150 + 40 * share):02x}")
    canvas.card((150, 130, 750, 430), strength=120)
    canvas.box((151, 131, 749, 176), PAGE, radius=11)
    canvas.text(176, 154, "Desktop 4.2", 16, bold=True, anchor="lm")
    canvas.text(724, 154, "✕", 18, MUTED, mono=True, anchor="rm")
    canvas.disc(214, 250, 30, RED)
    canvas.text(214, 250, "!", 36, "#ffffff", bold=True, anchor="mm")
    canvas.text(270, 220, "The export could not be finished", 22, bold=True)
    canvas.text(270, 258, "Error 0x80070070 while writing report.pdf:", 16, MUTED)
    canvas.text(270, 282, "there is not enough space on the disk.", 16, MUTED)
    canvas.button((500, 360, 606, 402), "Retry")
    canvas.button((620, 360, 726, 402), "Close", "#e6eaf1", INK)
    return canvas


def tablet_checkout(*, taps: int = 3) -> Canvas:
    canvas = Canvas(820, 1120)
    canvas.box((0, 0, 820, 84), "#0f3d3a", radius=0)
    canvas.text(40, 42, "Kestrel Outdoor", 26, "#ffffff", bold=True, anchor="lm")
    canvas.text(780, 42, "Basket (3)", 20, "#bfe3dd", anchor="rm")
    canvas.text(40, 120, "Checkout", 40, bold=True)
    goods = (("Trail jacket, size M", "129.00", TEAL), ("Head torch 400 lm", "44.90", AMBER), ("Wool socks, 3 pairs", "27.50", VIOLET))
    for place, (name, price, color) in enumerate(goods):
        top = 200 + 150 * place
        canvas.card((40, top, 780, top + 130), strength=36)
        canvas.box((60, top + 18, 154, top + 112), color)
        canvas.arc(107, top + 65, 26, 200, 520, "#ffffff", 6)
        canvas.text(186, top + 48, name, 22, bold=True, anchor="lm")
        canvas.text(186, top + 84, "in stock", 17, GREEN, anchor="lm")
        canvas.text(750, top + 65, f"€ {price}", 24, anchor="rm")
    canvas.line([(40, 680), (780, 680)], LINE, 2)
    canvas.text(40, 710, "Total", 28, bold=True)
    canvas.text(780, 710, "€ 201.40", 28, bold=True, anchor="ra")
    canvas.field((40, 830, 780, 886), "Card", "•••• •••• •••• 4242")
    canvas.button((40, 940, 780, 1010), "Pay")
    for place in range(taps):
        canvas.arc(410, 975, 30 + 22 * place, 0, 360, "#9fc0ff", 4)
    return canvas


def sign_in_moment(step: int, steps: int) -> Canvas:
    """One picture of a short recording: the pointer goes to the button, it spins, the error comes."""
    canvas = Canvas(640, 400)
    canvas.card((150, 40, 490, 360))
    canvas.text(320, 80, "Sign in", 24, bold=True, anchor="mm")
    share = step / (steps - 1)
    if share > 0.75:
        canvas.box((180, 106, 460, 144), "#fdecec", outline="#f2b8bb")
        canvas.text(320, 125, "Session expired (E-4031)", 14, "#8f1d23", bold=True, anchor="mm")
    canvas.field((180, 180, 460, 216), "Email", "dana.reyes@northwind.example")
    canvas.field((180, 250, 460, 286), "Password", "•" * min(12, round(30 * share)))
    is_busy = 0.5 < share <= 0.75
    canvas.button((180, 306, 460, 344), "" if is_busy else "Sign in", "#7ea6f5" if is_busy else BLUE)
    if is_busy:
        canvas.arc(320, 325, 11, 45 * step, 45 * step + 250, "#ffffff", 4)
    way = min(1.0, share * 2)
    canvas.pointer(560 - 220 * way, 60 + 268 * way)
    return canvas
