"""Pages that scripts make, as a browser shows them.

The browser has no network of its own: whatever a page asks for is judged here (`rules`), fetched by our own client
with its guard and limits, and handed to the browser. `chromium` is the only module that knows Playwright.
"""
