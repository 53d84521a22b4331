"""Rules about notifications: what is recorded, when it is sent, and what a message holds."""
