"""Chats that messengers export as text or JSON."""
