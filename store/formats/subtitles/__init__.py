"""Subtitles, SRT and WebVTT: the reader."""
