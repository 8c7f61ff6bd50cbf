/* What there is to see on a page: evaluated in it by test_pages.py, after axe. */
async () => {
  const words = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const texts = new Set([document.title.split(/ [·–] /)[0]]);
  while (words.nextNode()) texts.add(words.currentNode.data.trim());
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const found = await axe.run({ resultTypes: ["violations"], selectors: false }); // what passes needs no description
  return {
    lang: document.documentElement.lang,
    headings: [...document.querySelectorAll("h1")].filter((e) => e.checkVisibility()).length,
    step: document.querySelector("#report")?.dataset.reportStep,
    texts: [...texts],
    twice: ids.filter((id, at) => ids.indexOf(id) < at),
    axe: found.violations.map((v) => [v.id, v.nodes[0].html.slice(0, 200)]),
  };
};
