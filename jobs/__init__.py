"""What happens without being asked, and every call to the outside that must survive a crash."""
