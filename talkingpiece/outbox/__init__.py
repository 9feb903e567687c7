"""What agencies' systems are told of by themselves: that there is something new for them, never what it is.

Owns endpoints, events and their deliveries. Asks agreements, people. Refuses to send what the agency could not look
up at that very minute: the rooms above say so, each for its own kinds (`checks`).
"""
