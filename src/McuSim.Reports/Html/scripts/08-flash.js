// Flash by symbol as a treemap, with the table behind it.

const partColours = { code: 'var(--c0)', constants: 'var(--c1)', 'start-up': 'var(--c4)' };

function flashSection(report, baseline, view) {
    const { flash } = report.memory, before = new Map((baseline?.memory?.flash.symbols ?? []).map(s => [`${s.part}/${s.name}`, s.bytes]));
    const holder = el('div'), svg = d3.create('svg').attr('class', 'chart');
    holder.append(svg.node());
    let chosen = 'all', cells = [];
    const redraw = fitted(holder, draw);
    const contentOf = i => tipList(safe(cells[i].data.name), [['part', safe(cells[i].data.part)], ['bytes', count(cells[i].data.bytes)], ['share', percent(cells[i].data.bytes, flash.totalBytes)]]);

    function draw(width) {
        const height = Math.max(220, Math.min(380, width / 2.6));
        const parts = d3.groups(flash.symbols.filter(s => s.bytes > 0 && (chosen === 'all' || s.part === chosen)), s => s.part);
        const root = d3.hierarchy({ children: parts.map(([part, symbols]) => ({ name: part, part, children: lumped(symbols, part) })) }).sum(d => d.children ? 0 : d.bytes).sort((a, b) => b.value - a.value);
        d3.treemap().size([width, height]).paddingInner(1).paddingTop(node => node.depth === 1 ? 18 : 0).round(true)(root);
        cells = root.leaves();
        svg.attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height).selectAll('*').remove();
        svg.append('g').attr('aria-hidden', 'true').selectAll('text').data(root.children ?? []).join('text').attr('x', d => d.x0 + 2).attr('y', d => d.y0 + 13).style('font-weight', 600)
            .text(d => d.x1 - d.x0 > 60 ? cut(`${d.data.name} ${size(d.value)}`, Math.floor((d.x1 - d.x0) / 6.6)) : '');
        const items = svg.append('g').selectAll('g').data(cells).join('g').attr('class', 'cell').attr('id', (_, i) => `${view.id}-symbol-${i}`).attr('role', 'option').attr('aria-selected', 'false')
            .attr('aria-label', d => `${safe(d.data.name)}, ${safe(d.data.part)}, ${count(d.data.bytes)} bytes`);
        items.append('rect').attr('x', d => d.x0).attr('y', d => d.y0).attr('width', d => Math.max(0, d.x1 - d.x0)).attr('height', d => Math.max(0, d.y1 - d.y0))
            .attr('fill', d => partColours[d.data.part] ?? 'var(--c5)').attr('fill-opacity', (d, i) => .95 - (d.parent.children.indexOf(d) % 4) * .14);
        const roomy = items.filter(d => d.x1 - d.x0 > 44 && d.y1 - d.y0 > 16);
        roomy.append('text').attr('x', d => d.x0 + 4).attr('y', d => d.y0 + 13).style('fill', '#10151b').attr('pointer-events', 'none').text(d => cut(d.data.name, Math.floor((d.x1 - d.x0 - 6) / 6.6)));
        roomy.filter(d => d.y1 - d.y0 > 32).append('text').attr('x', d => d.x0 + 4).attr('y', d => d.y0 + 27).style('fill', '#10151b').attr('pointer-events', 'none').text(d => size(d.data.bytes));
        items.on('pointermove', (event, d) => showTip(contentOf(cells.indexOf(d)), event.clientX, event.clientY)).on('pointerleave', hideTip);
    }

    // What would be less than a thousandth is one cell.
    function lumped(symbols, part) {
        const small = symbols.filter(s => s.bytes < flash.totalBytes / 1000);
        return small.length < 3 ? symbols : [...symbols.filter(s => !small.includes(s)), { name: `${count(small.length)} smaller ones`, part, bytes: sum(small, s => s.bytes) }];
    }

    keyboard(svg.node(), 'Symbols in flash; arrow keys move', '.cell', { contentOf });
    queueMicrotask(redraw);
    const table = dataTable('Symbols in flash', [
        { title: 'Symbol', head: true, of: s => s.name, show: s => el('span', {}, key(partColours[s.part] ?? 'var(--c5)'), safe(s.name)) },
        { title: 'Part', optional: true, of: s => s.part, show: s => safe(s.part) },
        { title: 'Bytes', number: true, of: s => s.bytes, show: s => count(s.bytes) },
        { title: 'Share', number: true, of: s => s.bytes, show: s => percent(s.bytes, flash.totalBytes) },
        ...(before.size ? [{ title: 'Against baseline', number: true, of: s => s.bytes - (before.get(`${s.part}/${s.name}`) ?? 0), show: s => signed(s.bytes - (before.get(`${s.part}/${s.name}`) ?? 0), count) }] : []),
    ], flash.symbols, { filter: s => `${s.name} ${s.part}`, limit: 200 });
    return section('flash', 'Flash by symbol', `${count(flash.totalBytes)} of ${count(flash.capacityBytes)} bytes`,
        el('div', { class: 'controls' }, choice('Part of flash', [['all', 'all'], ...Object.keys(partColours).map(p => [p, p])], chosen, value => { chosen = value; redraw(); })),
        el('figure', {}, holder), el('details', {}, el('summary', {}, `All ${count(flash.symbols.length)} symbols as a table`), table.node));
}
