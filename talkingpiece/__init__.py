"""Talking Piece: casework for a restorative justice service that starts with victims."""
