// Elements of the page. Every text goes through textContent: no name in a report is ever read as markup.

function el(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === undefined || value === null || value === false) continue;
        if (name === 'style') Object.entries(value).forEach(([key, v]) => node.style.setProperty(key, v));
        else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
        else node.setAttribute(name, value === true ? '' : value);
    }
    node.append(...children.flat().filter(child => child !== undefined && child !== null && child !== false).map(child => child instanceof Node ? child : String(child)));
    return node;
}

const colours = Array.from({ length: 10 }, (_, i) => `var(--c${i})`);
// A colour with white in it, on which dark text can be read in both themes.
const light = (colour, share = 80) => `color-mix(in srgb, ${colour} ${share}%, white)`;
const key = colour => el('span', { class: 'key', style: { background: colour }, 'aria-hidden': 'true' });

function section(id, title, note, ...children) {
    return el('section', { id, 'aria-labelledby': `${id}-title` },
        el('header', {}, el('h2', { id: `${id}-title` }, title), note && el('span', { class: 'faint small' }, note)), ...children);
}

// A bar of parts: [{ value, colour, title }] against a whole.
function bar(parts, whole, kind = '') {
    return el('div', { class: `bar ${kind}`, 'aria-hidden': 'true' }, parts.filter(p => p.value > 0).map(p => {
        const piece = el('span', { style: { width: `${Math.min(100, p.value / Math.max(whole, 1) * 100)}%`, background: p.colour } });
        return p.tip ? tipped(piece, p.tip) : piece;
    }));
}

// Buttons of which one is pressed.
function choice(label, options, chosen, change) {
    const buttons = options.map(([value, text]) => el('button', { type: 'button', 'aria-pressed': String(value === chosen), onclick: () => {
        buttons.forEach((b, i) => b.setAttribute('aria-pressed', String(options[i][0] === value)));
        change(value);
    } }, text));
    return el('span', { class: 'choice', role: 'group', 'aria-label': label }, buttons);
}

// Calls draw with the width of a node, now and whenever it changes.
function fitted(node, draw) {
    let last = 0;
    const redraw = () => { const width = Math.floor(node.clientWidth); if (width > 0) { last = width; draw(width); } };
    new ResizeObserver(() => { if (Math.abs(Math.floor(node.clientWidth) - last) > 1) redraw(); }).observe(node);
    return redraw;
}
