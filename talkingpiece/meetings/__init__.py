"""Step 7a. Meetings: planned, booked, begun, held, recorded without a verbatim account; outcome agreements.

Owns them. Asks engagement, consents, risk and cases. Refuses to book or begin while anything is missing; a meeting
stands only while its gate is open.
"""
