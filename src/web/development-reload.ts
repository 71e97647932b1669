// Runs in public pages while they are worked on, and never in a built one: they have no scripts of
// their own that could take a change in, so the page is fetched again (see development-web.ts).
import.meta.hot?.on('countersign:pages-changed', () => location.reload());
