"""公示会议: what was put on the wall, and what was talked over."""
