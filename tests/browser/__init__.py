"""The reader in a browser, in headless Chromium: `make test-browser`."""
