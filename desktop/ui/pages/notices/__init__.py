"""公示会议: what was put on the wall, until when, what was objected."""
