/* What doesn't fit: how much wider than the screen the page is, and what is too low for a finger. */
() => {
  const all = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
  // A term stands within a line of text, as links do (WCAG 2.2, 2.5.8).
  const low = all("button:not(.term), .button, .action, [type=submit], summary").flatMap((e) => {
    const height = e.getBoundingClientRect().height;
    return height + 0.5 < (e.matches(".primary") ? 48 : 44) ? [[e.textContent.trim(), height]] : [];
  });
  return { low, wider: document.documentElement.scrollWidth - innerWidth };
};
