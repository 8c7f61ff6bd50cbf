"""Courses: with dates and places, or to study by oneself."""
