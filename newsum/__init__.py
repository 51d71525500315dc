"""One call turns a news article, English or Chinese, into an English and a Chinese summary."""

__version__ = "0.1.0"
