"""What people receive: messages with invitations, and the blue ticket."""
