"""What Flask and gunicorn start."""

from chapter import create_app

app = create_app()
