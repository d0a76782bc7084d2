// A treemap: areas in proportion to values, in groups where there are several.
// options: id, label, rows() => [{ name, group, value, colour }], write(value), tipOf(row), share of the width that is its height

function treemap({ id, label, rows, write, tipOf, flat = 2.6 }) {
    const holder = el('div'), svg = d3.create('svg').attr('class', 'chart');
    let cells = [];
    holder.append(svg.node());
    const contentOf = i => tipOf(cells[i].data);
    const redraw = fitted(holder, width => {
        const height = Math.max(200, Math.min(380, width / flat)), groups = d3.groups(lumped(rows()), row => row.group), grouped = groups.length > 1 || groups[0]?.[0];
        const root = d3.hierarchy({ children: groups.map(([name, children]) => ({ name, children })) }).sum(d => d.children ? 0 : d.value).sort((a, b) => b.value - a.value);
        d3.treemap().size([width, height]).paddingInner(1).paddingTop(node => node.depth === 1 && grouped ? 18 : 0).round(true)(root);
        cells = root.leaves().filter(leaf => leaf.depth === 2);
        svg.attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height).selectAll('*').remove();
        const items = svg.append('g').selectAll('g').data(cells).join('g').attr('class', 'cell').attr('id', (_, i) => `${id}-${i}`).attr('role', 'option').attr('aria-selected', 'false')
            .attr('aria-label', d => [safe(d.data.name), d.data.group, write(d.value)].filter(Boolean).join(', '));
        items.append('rect').attr('x', d => d.x0).attr('y', d => d.y0).attr('width', d => Math.max(0, d.x1 - d.x0)).attr('height', d => Math.max(0, d.y1 - d.y0))
            .style('fill', d => light(d.data.colour, 82 - (d.parent.children.indexOf(d) % 4) * 10));
        items.on('pointermove', (event, d) => showTip(tipOf(d.data), event.clientX, event.clientY)).on('pointerleave', hideTip);

        const texts = svg.append('g').attr('aria-hidden', 'true').attr('pointer-events', 'none');
        const put = (text, x, y, room) => room > 30 ? texts.append('text').attr('x', x).attr('y', y).text(cut(text, Math.floor(room / 6.6))) : undefined;
        if (grouped) (root.children ?? []).forEach(d => put(`${d.data.name} ${write(d.value)}`, d.x0 + 2, d.y0 + 13, d.x1 - d.x0 - 4)?.style('font-weight', 600));
        for (const d of cells.filter(c => c.x1 - c.x0 > 44 && c.y1 - c.y0 > 16)) {
            put(d.data.name, d.x0 + 4, d.y0 + 13, d.x1 - d.x0 - 6)?.style('fill', '#10151b');
            if (d.y1 - d.y0 > 32) put(write(d.value), d.x0 + 4, d.y0 + 27, d.x1 - d.x0 - 6)?.style('fill', '#10151b');
        }
    });
    keyboard(svg.node(), label, '.cell', { contentOf });
    queueMicrotask(redraw);
    return { node: el('figure', {}, holder), redraw };
}

// What would be less than a thousandth is one cell a group.
function lumped(rows) {
    const least = sum(rows, r => r.value) / 1000, some = rows.filter(r => r.value > 0);
    return d3.groups(some, r => r.group).flatMap(([group, members]) => {
        const small = members.filter(r => r.value < least);
        return small.length < 3 ? members : [...members.filter(r => r.value >= least), { name: `${count(small.length)} smaller ones`, group, value: sum(small, r => r.value), colour: small[0].colour }];
    });
}
