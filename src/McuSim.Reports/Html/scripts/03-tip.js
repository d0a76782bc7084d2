// One tooltip for the page. What it says is also in a table or in the labels that screen readers are given.

const tip = el('div', { id: 'tip', role: 'tooltip' });

function showTip(content, x, y) {
    tip.replaceChildren(...[content].flat());
    tip.classList.add('on');
    const box = tip.getBoundingClientRect(), gap = 14;
    tip.style.left = `${Math.max(4, x + gap + box.width > innerWidth ? x - gap - box.width : x + gap)}px`;
    tip.style.top = `${Math.max(4, y + gap + box.height > innerHeight ? y - gap - box.height : y + gap)}px`;
}

const hideTip = () => tip.classList.remove('on');

function tipped(node, content) {
    node.addEventListener('pointermove', event => showTip(content(), event.clientX, event.clientY));
    node.addEventListener('pointerleave', hideTip);
    return node;
}

const tipList = (title, rows) => [el('b', {}, title), el('ul', {}, rows.map(([name, value, colour]) => el('li', {}, el('span', {}, colour ? key(colour) : '', name), value)))];

// Makes the items of a chart reachable by arrow keys: the chart is one stop of the tab key, and a list for screen readers.
function keyboard(svg, label, selector, { activate, choose, contentOf }) {
    const items = () => [...svg.querySelectorAll(selector)];
    let active = -1;
    svg.setAttribute('tabindex', '0');
    svg.setAttribute('role', 'listbox');
    svg.setAttribute('aria-label', label);
    const go = index => {
        const all = items();
        if (!all.length) return;
        all[active]?.classList.remove('active');
        active = Math.max(0, Math.min(all.length - 1, index));
        const item = all[active];
        item.classList.add('active');
        svg.setAttribute('aria-activedescendant', item.id);
        const box = item.getBoundingClientRect();
        if (contentOf) showTip(contentOf(active), box.left + box.width / 2, box.top + Math.min(box.height / 2, 60));
        activate?.(active);
    };
    svg.addEventListener('keydown', event => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (step) go(active + step);
        else if (event.key === 'Home') go(0);
        else if (event.key === 'End') go(items().length - 1);
        else if ((event.key === 'Enter' || event.key === ' ') && active >= 0) choose?.(active);
        else if (event.key === 'Escape') hideTip();
        else return;
        event.preventDefault();
    });
    svg.addEventListener('blur', () => { items()[active]?.classList.remove('active'); svg.removeAttribute('aria-activedescendant'); hideTip(); });
    return { start: index => { active = index; } };
}
