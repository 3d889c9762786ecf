"""What does the document say?"""
