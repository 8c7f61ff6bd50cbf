"""QR codes, to scan off a screen or a poster."""

import io

import segno
from markupsafe import Markup


def inline(text: str) -> Markup:
    """``text`` as a QR code to put into a page; dark on light in every scheme, so that cameras can read it."""
    return Markup(
        segno.make(text, error="m").svg_inline(border=4, light="#fff", dark="#000", svgclass="qr", omitsize=True)
    )


def svg(text: str) -> bytes:
    """``text`` as an SVG file."""
    file = io.BytesIO()
    segno.make(text, error="m").save(file, kind="svg", scale=8, border=4, light="#fff")
    return file.getvalue()
