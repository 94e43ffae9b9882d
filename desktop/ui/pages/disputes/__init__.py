"""纠纷: where does each dispute stand?"""
