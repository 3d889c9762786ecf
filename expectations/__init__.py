"""Is it so?"""
