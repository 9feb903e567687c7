"""Step 8. What is fed to offender managers, from an allow-list, after each person has seen their own sentences.

Owns the reports. Asks meetings, consents and information sharing. Refuses a report that somebody objected to, or one
for which no ground is in force.
"""
