(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const root = document.documentElement;
  const store = (() => {
    try {
      localStorage.setItem('cf-migrate', '1');
      return localStorage;
    } catch {
      return { getItem: () => null, setItem: () => undefined };
    }
  })();

  for (const element of all('[data-enhanced]')) element.hidden = false;

  const theme = store.getItem('cf-migrate:theme');
  if (theme) root.dataset.theme = theme;

  const sections = all('main > section');
  const show = (index) => {
    sections.forEach((section, at) => section.classList.toggle('current', at === index));
    root.dataset.slide = String(index);
    scrollTo(0, 0);
  };
  const slides = (on) => {
    root.classList.toggle('slides', on);
    all('[data-action="slides"]').forEach((button) => button.setAttribute('aria-pressed', String(on)));
    if (on) show(0);
  };

  const foldable = () => all('main details');
  const actions = {
    theme: () => {
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      store.setItem('cf-migrate:theme', root.dataset.theme);
    },
    unfold: () => {
      const open = foldable().some((details) => !details.open);
      for (const details of foldable()) details.open = open;
    },
    slides: () => slides(!root.classList.contains('slides')),
    print: () => print(),
    export: () => save(),
  };
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-action]');
    if (button) actions[button.dataset.action]();
  });
  document.addEventListener('keydown', (event) => {
    if (!root.classList.contains('slides') || event.target.closest('input, [tabindex="0"]')) return;
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (event.key === 'Escape') slides(false);
    if (!step) return;
    event.preventDefault();
    show(Math.min(sections.length - 1, Math.max(0, Number(root.dataset.slide) + step)));
  });

  for (const block of all('[data-filtered]')) {
    const input = block.querySelector('[data-filter]');
    const status = block.querySelector('[data-filter-status]');
    const rows = all('tbody tr', block);
    input.addEventListener('input', () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) shown += 1;
      }
      for (const details of all('details', block)) {
        const some = all('tbody tr', details).some((row) => !row.hidden);
        details.hidden = words.length > 0 && !some;
        if (words.length > 0) details.open = some;
      }
      status.textContent = words.length > 0 ? `${shown} of ${rows.length} rows` : '';
    });
  }

  /* Only what really scrolls becomes a stop of the keyboard. */
  const reach = () => {
    for (const region of all('.scroll')) {
      const name = region.querySelector('caption').textContent;
      const scrolls = region.scrollWidth > region.clientWidth;
      for (const [key, value] of Object.entries({ tabindex: '0', role: 'region', 'aria-label': name })) {
        if (scrolls) region.setAttribute(key, value);
        else region.removeAttribute(key);
      }
    }
  };
  reach();
  addEventListener('resize', reach);
  document.addEventListener('toggle', reach, true);

  const memory = `cf-migrate:decisions:${root.dataset.report}`;
  const cards = all('[data-decision]');
  const read = (card) => ({
    answer: card.querySelector('input[type="radio"]:checked')?.value ?? '',
    owner: card.querySelector('[data-owner]').value.trim(),
    due: card.querySelector('[data-due]').value.trim(),
  });
  const remember = () => store.setItem(memory, JSON.stringify(Object.fromEntries(cards.map((card) => [card.dataset.decision, read(card)]))));
  try {
    const saved = JSON.parse(store.getItem(memory) ?? '{}');
    for (const card of cards) {
      const before = saved[card.dataset.decision];
      if (!before) continue;
      for (const radio of all('input[type="radio"]', card)) if (radio.value === before.answer) radio.checked = true;
      card.querySelector('[data-owner]').value = before.owner;
      card.querySelector('[data-due]').value = before.due;
    }
  } catch {
    store.setItem(memory, '{}');
  }
  for (const card of cards) card.addEventListener('change', remember);

  /* JSON strings are YAML strings. */
  const yaml = () => {
    const lines = cards.flatMap((card) => {
      const { answer, owner, due } = read(card);
      if (!answer && !owner && !due) return [];
      const fields = Object.entries({ answer, owner, due }).filter(([, value]) => value);
      return [`  ${JSON.stringify(card.dataset.decision)}:`, ...fields.map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`)];
    });
    return `# Answers of the review meeting. Keep this file beside the configuration of cf-migrate.\n${lines.length > 0 ? `decisions:\n${lines.join('\n')}` : 'decisions: {}'}\n`;
  };
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([yaml()], { type: 'text/yaml' }));
    link.download = 'decisions.yaml';
    link.click();
    URL.revokeObjectURL(link.href);
    for (const status of all('[data-export-status]')) status.textContent = 'decisions.yaml was saved.';
  };

  let folded = [];
  addEventListener('beforeprint', () => {
    folded = foldable().filter((details) => !details.open && !details.classList.contains('bulk'));
    for (const details of folded) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of folded) details.open = false;
  });
})();
