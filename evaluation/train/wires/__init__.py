"""Learns what reads wires in capitals, `processors/classify/learned/data/events.npz` and `slots.npz`, from MUC-4.

python -m evaluation.train.wires --gold FOLDER
"""
