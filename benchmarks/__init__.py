"""Measurements, run by hand with `./dev bench`. They assert nothing about time: a slow machine is not a mistake."""
