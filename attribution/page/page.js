'use strict';

// Files may be missing beside the page. Such events do not bubble, and come
// before the rest of the page is there.
document.addEventListener('error', (event) => {
  const place = event.target instanceof HTMLMediaElement ? '.sound' : '.thumb';
  event.target.closest?.(place)?.classList.add('missing');
}, true);

// One sound at a time.
document.addEventListener('play', (event) => {
  for (const other of document.querySelectorAll('audio')) {
    if (other !== event.target) other.pause();
  }
}, true);

// A player is a small machine, and hundreds of them would keep the page from
// opening: each is made when it comes near to being seen.
const players = new IntersectionObserver((entries) => {
  for (const {isIntersecting, target} of entries) {
    if (!isIntersecting) continue;
    players.unobserve(target);
    const audio = document.createElement('audio');
    audio.controls = true;
    audio.preload = 'none';
    audio.src = target.dataset.src;
    audio.setAttribute('aria-label', target.dataset.name);
    target.append(audio);
  }
}, {rootMargin: '100%'});

document.addEventListener('DOMContentLoaded', () => {
  for (const sound of document.querySelectorAll('.sound')) {
    sound.querySelector('noscript').remove(); // here it would be text to search
    players.observe(sound);
  }
  const bar = document.getElementById('bar');
  if (!bar) return;
  const [find, license, provider] = ['find', 'license', 'provider'].map((id) => document.getElementById(id));
  const [count, reset, none] = ['count', 'reset', 'none'].map((id) => document.getElementById(id));
  const total = Number(count.dataset.total);
  const sections = [...document.querySelectorAll('main > section')];
  const cards = [...document.querySelectorAll('.card')].map((element) => ({
    element,
    licenses: element.dataset.l.split(' '),
    provider: element.dataset.p,
  }));

  // Letters without their accents, so that "Jose" finds "José".
  const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const textOf = (card) => card.text ??= plain(card.element.textContent);

  const works = (n) => n === 1 ? '1 work' : `${n} works`;

  function filter() {
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) {
      const show = (!license.value || card.licenses.includes(license.value)) &&
        (!provider.value || card.provider === provider.value) &&
        words.every((word) => textOf(card).includes(word));
      if (card.element.hidden === show) card.element.hidden = !show;
      if (show) shown++;
    }
    for (const section of sections) section.hidden = !section.querySelector('.card:not([hidden])');
    none.hidden = shown > 0;
    count.textContent = shown === total ? works(total) : `${shown} of ${works(total)}`;
    reset.disabled = !(find.value || license.value || provider.value);
  }

  bar.addEventListener('input', filter);
  bar.addEventListener('submit', (event) => event.preventDefault());
  bar.addEventListener('reset', () => {
    find.focus();
    setTimeout(filter);
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, select, textarea, audio');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      find.focus();
    }
  });
  // A browser that comes back to the page fills in what was there.
  addEventListener('pageshow', filter);
  bar.hidden = false;
});
