// A table that can be sorted by its headings and filtered by a text.
// columns: [{ title, of: row => value, show: row => text or node, number, optional, head }]

function dataTable(caption, columns, rows, { filter, pick, selected, limit = 0, sorted } = {}) {
    let order = sorted ?? null, text = '', all = rows.length <= limit || !limit;
    const body = el('tbody'), heads = columns.map((column, index) => el('th', { scope: 'col', class: classOf(column) }, column.title
        ? el('button', { type: 'button', onclick: () => { order = { index, down: order?.index === index ? !order.down : !!column.number }; fill(); } }, column.title)
        : el('span', { class: 'hidden' }, 'as a bar')));
    const note = el('span', { class: 'faint small', role: 'status' });
    const more = el('button', { type: 'button', onclick: () => { all = true; fill(); } });

    function fill() {
        heads.forEach((head, i) => order?.index === i ? head.setAttribute('aria-sort', order.down ? 'descending' : 'ascending') : head.removeAttribute('aria-sort'));
        let shown = rows.filter(row => !text || filter(row).toLowerCase().includes(text));
        if (order) {
            const { of } = columns[order.index], sign = order.down ? -1 : 1;
            shown = d3.sort(shown, (a, b) => sign * d3.ascending(of(a) ?? -1, of(b) ?? -1));
        }
        const matching = shown.length;
        if (!all && !text) shown = shown.slice(0, limit);
        body.replaceChildren(...shown.map(line));
        note.textContent = text ? `${count(matching)} of ${count(rows.length)}` : '';
        more.hidden = all || !!text;
        more.textContent = `Show all ${count(rows.length)}`;
    }

    function line(row) {
        const tr = el('tr', { class: pick ? 'pick' : null, tabindex: pick ? '0' : null }, columns.map((column, i) => {
            const shown = column.show ? column.show(row) : column.of(row);
            return column.head ? el('th', { scope: 'row', class: classOf(column) }, shown ?? '') : el('td', { class: classOf(column) }, shown ?? '');
        }));
        if (selected?.(row)) tr.classList.add('selected');
        if (pick) {
            tr.addEventListener('click', () => pick(row));
            tr.addEventListener('keydown', event => { if (event.key === 'Enter') pick(row); });
        }
        return tr;
    }

    fill();
    const search = filter && el('input', { type: 'search', placeholder: 'Filter …', 'aria-label': `Filter: ${caption}`, oninput: event => { text = event.target.value.trim().toLowerCase(); fill(); } });
    const node = el('div', { class: 'data' },
        filter && rows.length > 5 && el('div', { class: 'controls' }, search, note),
        el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
            el('table', {}, el('caption', { class: 'hidden' }, caption), el('thead', {}, el('tr', {}, heads)), body)),
        more);
    return { node, refresh: fill };
}

const classOf = column => [column.number && 'number', column.optional && 'optional'].filter(Boolean).join(' ') || null;
