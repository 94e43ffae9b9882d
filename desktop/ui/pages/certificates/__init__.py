"""权证: who has no certificate, and whose move is it?"""
