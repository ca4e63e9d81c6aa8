"""Fits the weights by which the figures room takes a metric and a subject among candidates."""
