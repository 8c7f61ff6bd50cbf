/* What there is to see on a page: evaluated in it by test_pages.py, after axe. */
async () => {
  const all = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
  const words = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const texts = new Set([document.title.split(/ [·–] /)[0]]);
  while (words.nextNode()) texts.add(words.currentNode.data.trim());
  // A term stands within a line of text, as links do (WCAG 2.2, 2.5.8).
  const low = all("button:not(.term), .button, .action, [type=submit], summary").flatMap((e) => {
    const height = e.getBoundingClientRect().height;
    return height + 0.5 < (e.matches(".primary") ? 48 : 44) ? [[e.textContent.trim(), height]] : [];
  });
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const look = () => axe.run({ resultTypes: ["violations"], selectors: false }); // what passes needs no description
  const found = window.axe ? await look() : { violations: [] };
  return {
    lang: document.documentElement.lang,
    headings: all("h1").length,
    wider: document.documentElement.scrollWidth - innerWidth,
    step: document.querySelector("#report")?.dataset.reportStep,
    texts: [...texts],
    low,
    twice: ids.filter((id, at) => ids.indexOf(id) < at),
    axe: found.violations.map((v) => [v.id, v.nodes[0].html.slice(0, 200)]),
  };
};
