"""Webex wholesale: files of users, planned and applied."""
