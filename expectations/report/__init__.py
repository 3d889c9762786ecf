"""What people and programs read: findings.json, the page, the terminal."""
