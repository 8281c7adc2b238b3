"""Webex orders: mapped to organisations, their services set up; step by step, from where it stopped."""
