"""Makes the sample files of the sandbox, `resources/samples/`: `python packaging/samples/make_samples.py`.

Development only, and only when a sample is to change: its output is committed, so that the program needs neither Pillow nor
ffmpeg. Needs Pillow, the Noto and DejaVu fonts, and the commands ffmpeg and 7z.
"""

from __future__ import annotations

import gzip
import io
import json
import math
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import photos
import screens
from canvas import Canvas
from PIL import Image

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "samples"
_ZIP_TIME = (2025, 1, 2, 3, 4, 6)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    make_pictures()
    make_recordings()
    make_documents()
    make_archives()
    sizes = {file.name: file.stat().st_size for file in sorted(FOLDER.iterdir())}
    for name, size_bytes in sizes.items():
        print(f"{size_bytes:9,} {name}")
    print(f"{sum(sizes.values()):9,} in all")


def make_pictures() -> None:
    drawn: dict[str, Canvas] = {
        "login-error": screens.login_error(),
        "login-error-japanese": screens.login_error_japanese(),
        "browser-console": screens.browser_console(),
        "provider-settings": screens.provider_settings(),
        "dashboard": screens.dashboard(),
        "report-chart": screens.report_chart(),
        "error-dialog": screens.error_dialog(),
        "tablet-checkout": screens.tablet_checkout(),
    }
    for name, canvas in drawn.items():
        canvas.image.quantize(128, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    taken = {
        "boxes-wet": photos.boxes(wet=0.4, count=2),
        "boxes-stack": photos.boxes(wet=0.3, count=3),
        "label": photos.label(),
        "whiteboard": photos.whiteboard(),
    }
    for name, image in taken.items():
        image.save(FOLDER / f"{name}.jpg", quality=78, optimize=True, progressive=True)
    photos.landscape().save(FOLDER / "landscape.webp", quality=80, method=6)
    photos.street_map().quantize(64).convert("RGB").save(FOLDER / "street-map.webp", lossless=True, method=6)


def make_recordings() -> None:
    steps = [screens.sign_in_moment(step, 24).image for step in range(24)]
    small = [image.quantize(32, dither=Image.Dither.NONE) for image in steps]
    small[0].save(FOLDER / "sign-in.gif", save_all=True, append_images=small[1:], duration=[120] * 23 + [1500], loop=0, optimize=True)
    spinner = []
    for turn in range(12):
        canvas = Canvas(240, 240, "#ffffff")
        canvas.arc(120, 120, 80, 30 * turn, 30 * turn + 250, "#2f6fed", 22)
        spinner.append(canvas.image.quantize(8))
    spinner[0].save(FOLDER / "spinner.gif", save_all=True, append_images=spinner[1:], duration=80, loop=0, optimize=True)

    growth = [min(1.0, 0.05 + math.sin(min(1.0, step / 20) * math.pi / 2)) for step in range(30)]
    opening = [screens.dashboard(reached=reached).image.resize((960, 600)) for reached in growth]
    tapping = [screens.tablet_checkout(taps=step % 4).image.resize((540, 738)) for step in range(24)]
    _encode(opening, "dashboard.mp4", "-c:v", "libx264", "-crf", "30", "-pix_fmt", "yuv420p", "-movflags", "+faststart")
    _encode(opening, "dashboard.webm", "-c:v", "libvpx", "-crf", "40", "-b:v", "200k", "-pix_fmt", "yuv420p")
    _encode(tapping, "checkout.mov", "-c:v", "libx264", "-crf", "30", "-pix_fmt", "yuv420p")
    _encode([image.resize((640, 400)) for image in steps], "sign-in.ogv", "-c:v", "libtheora", "-q:v", "4", "-pix_fmt", "yuv420p")


def _encode(pictures: Iterable[Image.Image], name: str, *options: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for place, picture in enumerate(pictures):
            picture.save(Path(folder) / f"{place:03}.png")
        repeatable = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1"]
        command = ["ffmpeg", "-v", "error", "-y", "-framerate", "10", "-i", f"{folder}/%03d.png", *options, *repeatable, str(FOLDER / name)]
        subprocess.run(command, check=True)


def make_documents() -> None:
    (FOLDER / "invoice.pdf").write_bytes(_pdf("Invoice 2291", _invoice_page()))
    (FOLDER / "contract.pdf").write_bytes(_pdf("Service agreement", *(_contract_page(number) for number in (1, 2, 3))))
    _write_text("browser.log", _browser_log())
    _write_text("server.log", _server_log(400))
    notes = "Called back at 10:40. Dana can be reached until 14:00.", "Clock of the SSO server was 4 min 31 s ahead; NTP was off."
    _write_text("notes.txt", "\n".join(notes) + "\n")
    scripts = ("Zażółć gęślą jaźń", "Съешь ещё этих булок", "あいうえお", "你好，世界", "שלום עולם", "مرحبا بالعالم", "🙂🚀", "Ångström")
    _write_text("unicode.txt", "\n".join(scripts) + "\n")
    days = [(month, day) for month in range(1, 13) for day in (1, 8, 15, 22)]
    rows = [f"2025-{month:02}-{day:02},{100 + month * 9 + day % 7},{(month * day * 37) % 900 + 80}.{day:02}" for month, day in days]
    _write_text("orders.csv", "\n".join(["date,orders,revenue", *rows]) + "\n")
    entries = [
        {
            "startedDateTime": f"2025-01-07T14:02:{second:02}Z",
            "time": 40 + second * 7,
            "request": {"method": "POST", "url": "https://app.northwind.example/api/session"},
            "response": {"status": 403},
        }
        for second in range(30)
    ]
    _write_text("network.json", json.dumps({"log": {"version": "1.2", "entries": entries}}, indent=1) + "\n")
    _write_text("report.html", _html_report())


def make_archives() -> None:
    _zip("logs.zip", {"logs/server.log": "server.log", "logs/browser.log": "browser.log", "screenshots/login-error.png": "login-error.png"})
    _zip("scans.zip", {"契約書/スキャン 1.jpg": "label.jpg", "read me.txt": "unicode.txt"})
    with (FOLDER / "server.log.gz").open("wb") as raw, gzip.GzipFile("server.log", "wb", fileobj=raw, mtime=0) as stream:
        stream.write((FOLDER / "server.log").read_bytes())
    target = FOLDER / "diagnostics.7z"
    target.unlink(missing_ok=True)
    members = ["server.log", "network.json", "provider-settings.png"]
    subprocess.run(["7z", "a", "-bso0", "-mtm=off", str(target), *members], cwd=FOLDER, check=True)


def _zip(name: str, members: dict[str, str]) -> None:
    with zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member, source in members.items():
            info = zipfile.ZipInfo(member, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, (FOLDER / source).read_bytes())


def _write_text(name: str, text: str) -> None:
    (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


def _browser_log() -> str:
    lines = []
    for turn in range(60):
        time = f"14:{2 + turn // 20:02}:{turn * 3 % 60:02}.{turn * 17 % 1000:03}"
        lines.append(f"{time} [auth] POST /api/session -> 403 (attempt {turn % 3 + 1})")
        lines.append(f"{time} [auth] SessionError: issued in the future, skew {268 + turn % 5} s")
    return "\n".join(lines) + "\n"


def _server_log(count: int) -> str:
    lines = []
    for turn in range(count):
        level, text = "INFO", f"request served in {turn * 7 % 90 + 5} ms"
        if turn % 9 == 0:
            level, text = "ERROR", "assertion not yet valid"
        elif turn % 5 == 0:
            level, text = "WARN", "clock skew 271 s"
        lines.append(f"2025-01-07T13:{turn // 60 % 60:02}:{turn % 60:02}Z {level:5} worker-{turn % 4} {text}")
    return "\n".join(lines) + "\n"


def _html_report() -> str:
    months = ("January", "February", "March", "April", "May", "June")
    rows = "".join(f"<tr><td>{month}</td><td>{62 + 7 * place}</td></tr>" for place, month in enumerate(months))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Orders</title>
<style>body {{ font-family: sans-serif; margin: 2em }} td, th {{ padding: 4px 16px; border-bottom: 1px solid #ccc }}</style>
<!-- A preview must run no script and load nothing from elsewhere. -->
<script>document.title = "a script ran"</script></head>
<body><h1>Orders a month</h1><table><tr><th>Month</th><th>Orders</th></tr>{rows}</table>
<p>Numbers of the export, in UTC.</p><img src="https://tracker.example/pixel.png" alt=""></body></html>
"""


def _pdf(title: str, *pages: str) -> bytes:
    """A PDF of A4 pages drawn with the two standard fonts (ISO 32000-1: sections 7.5 and 9.6.2.2)."""
    first_page = 5
    kids = " ".join(f"{first_page + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for place, page in enumerate(pages):
        fonts = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
        content = f"/Contents {first_page + 2 * place + 1} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {fonts} {content} >>")
        objects.append(f"<< /Length {len(page.encode('cp1252'))} >>\nstream\n{page}\nendstream")
    objects.append(f"<< /Title ({title}) >>")
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{offset:010} 00000 n \n" for offset in offsets).encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _line(x: float, y: float, size: int, text: str, *, bold: bool = False, color: str = "0.12 0.15 0.2") -> str:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT {color} rg /{'F2' if bold else 'F1'} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def _invoice_page() -> str:
    page = "0.09 0.20 0.36 rg 0 742 595 100 re f\n" + _line(50, 780, 30, "Fjord Analytics", bold=True, color="1 1 1")
    page += _line(50, 690, 22, "Invoice 2291", bold=True) + _line(50, 665, 11, "Northwind Logistics, Pier 9, Dock 4")
    page += "0.95 0.96 0.98 rg 50 600 495 28 re f\n" + _line(60, 610, 11, "Item", bold=True) + _line(470, 610, 11, "Amount", bold=True)
    items = (("40 seats, January", "1,200.00"), ("Reporting add-on", "180.00"), ("Support, 3 hours", "270.00"))
    for place, (name, amount) in enumerate(items):
        page += _line(60, 575 - 28 * place, 11, name) + _line(470, 575 - 28 * place, 11, amount)
    page += "0.8 0.83 0.88 RG 50 480 m 545 480 l S\n"
    page += _line(60, 455, 11, "Net") + _line(470, 455, 11, "1,650.00")
    page += _line(60, 430, 11, "VAT 19 %", color="0.8 0.1 0.15") + _line(470, 430, 11, "313.50")
    page += _line(60, 395, 15, "Total", bold=True) + _line(450, 395, 15, "€ 1,963.50", bold=True)
    return page + _line(50, 80, 9, "Payable within 30 days.")


def _contract_page(number: int) -> str:
    page = _line(60, 770, 20, f"Service agreement, part {number} of 3", bold=True)
    for paragraph in range(4):
        page += _line(60, 720 - 150 * paragraph, 13, f"{number}.{paragraph + 1}  General terms", bold=True)
        for row in range(5):
            text = "The provider keeps the service available and answers within the agreed time, except on public holidays."
            page += _line(60, 698 - 150 * paragraph - 18 * row, 9, text)
    return page + _line(290, 40, 9, str(number))


if __name__ == "__main__":
    main()
