"""Learns `processors/classify/learned/data/events.npz` from MUC-4.

python -m evaluation.train.events --gold FOLDER
"""
