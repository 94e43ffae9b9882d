"""The main job from end to end with people who do not exist: for trying out, showing, testing."""
