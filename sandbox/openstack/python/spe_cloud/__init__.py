"""What runs inside the services of the sandbox's OpenStack."""
