"""Segmentation into words: the engines, and the dictionary that jieba uses here."""
