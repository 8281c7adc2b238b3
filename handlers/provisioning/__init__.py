"""Webex orders: mapped to organisations, their services set up."""
