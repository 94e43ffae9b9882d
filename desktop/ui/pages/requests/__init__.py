"""诉求: is every matter answered?"""
