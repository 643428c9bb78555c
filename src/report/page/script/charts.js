// Charts: SVG files, unpacked one after the other and shown as pictures with their own words.

async function showCharts() {
  const figures = [...document.querySelectorAll('figure[data-chart]')];
  byId('charts').hidden = !document.querySelector('.charts > *');
  for (const figure of figures) {
    const bytes = await inflate(figure.textContent);
    const text = new TextDecoder().decode(bytes);
    const svg = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    const words = (tag) => svg.querySelector(`:scope > ${tag}`)?.textContent ?? '';
    const image = make('img', { alt: `Chart: ${words('title')} The description follows.`, width: svg.getAttribute('width'), height: svg.getAttribute('height') });
    const loaded = new Promise((resolve) => image.addEventListener('load', resolve, { once: true }));
    image.src = URL.createObjectURL(new Blob([bytes], { type: 'image/svg+xml' }));
    const save = make('button', { type: 'button', class: 'csv' }, 'Download SVG', make('span', { class: 'hidden' }, ` of ${words('title')}`));
    save.addEventListener('click', () => download(`${figure.dataset.chart}.svg`, bytes, 'image/svg+xml'));
    const described = make('details', {}, make('summary', {}, 'In words'), make('p', {}, words('desc')));
    figure.replaceChildren(image, make('figcaption', {}, described, save));
    await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 3000))]);
  }
}
