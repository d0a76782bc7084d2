// Memory over time: above, bytes of the arena alive in each layer; below, which buffer holds which bytes while.

function memorySection(report, view) {
    const { sram } = report.memory, layers = report.layers, n = layers.length;
    const lives = sram.buffers.map(b => ({ ...b, first: Math.max(0, b.firstLayer), last: Math.min(n - 1, b.lastLayer), scratch: b.name.endsWith('/scratch') }));
    lives.forEach((b, i) => { b.colour = b.scratch ? 'var(--c9)' : colours[i % 8]; });
    const peak = layers.findIndex(l => l.name === sram.peakLayer && l.liveBytes === Math.max(...layers.map(x => x.liveBytes)));
    view.peak = peak < 0 ? d3.maxIndex(layers, l => l.liveBytes) : peak;
    view.lives = lives;

    let byTime = false;
    const holder = el('div'), svg = d3.create('svg').attr('class', 'chart'), owners = el('div', { 'aria-live': 'polite' });
    holder.append(svg.node());
    const redraw = fitted(holder, draw);
    const alive = index => lives.filter(b => b.first <= index && index <= b.last);

    function edges(width, left) {
        const inner = width - left - 2;
        if (!byTime) return layers.map((_, i) => [left + inner * i / n, left + inner * (i + 1) / n]);
        const total = Math.max(1, sum(layers, l => l.cycles));
        let done = 0;
        return layers.map(l => { const from = left + inner * done / total; done += l.cycles; return [from, left + inner * done / total]; });
    }

    function draw(width) {
        const left = 62, top = 20, strip = 84, gap = 30, map = Math.max(170, Math.min(300, width / 3)), height = top + strip + gap + map + 34;
        const x = edges(width, left), y = d3.scaleLinear([0, Math.max(1, d3.max(layers, l => l.liveBytes))], [top + strip, top]);
        const at = d3.scaleLinear([0, Math.max(1, sram.arenaPlannedBytes)], [top + strip + gap, top + strip + gap + map]);
        svg.attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height).selectAll('*').remove();

        const line = layers.flatMap((l, i) => [[x[i][0], l.liveBytes], [x[i][1], l.liveBytes]]);
        svg.append('path').attr('d', d3.area(d => d[0], y(0), d => y(d[1]))(line)).attr('fill', 'var(--c0)').attr('fill-opacity', .22);
        svg.append('path').attr('d', d3.line(d => d[0], d => y(d[1]))(line)).attr('fill', 'none').attr('stroke', 'var(--c0)').attr('stroke-width', 2);
        svg.append('g').attr('transform', `translate(${left - 4} 0)`).call(d3.axisLeft(y).tickValues(byteTicks(d3.max(layers, l => l.liveBytes), 3)).tickFormat(size).tickSize(0));
        svg.append('g').attr('transform', `translate(${left - 4} 0)`).call(d3.axisLeft(at).tickValues(byteTicks(sram.arenaPlannedBytes, 5)).tickFormat(size).tickSize(0));
        const peakX = (x[view.peak][0] + x[view.peak][1]) / 2, peakRight = peakX > (left + width) / 2;
        svg.append('text').attr('class', 'faint').attr('x', peakRight ? left : width - 2).attr('y', 11).attr('text-anchor', peakRight ? 'start' : 'end').text('Bytes of the arena alive');
        svg.append('text').attr('class', 'faint').attr('x', left).attr('y', top + strip + gap - 7).text('Which buffer holds which bytes of the arena');
        const columns = svg.append('g').attr('class', 'columns');

        const holds = svg.append('g').selectAll('g').data(lives).join('g').attr('class', 'hold-group');
        holds.append('rect').attr('class', 'hold').attr('x', b => x[b.first][0]).attr('width', b => Math.max(1, x[b.last][1] - x[b.first][0]))
            .attr('y', b => at(b.offset)).attr('height', b => Math.max(1, at(b.offset + b.bytes) - at(b.offset))).attr('rx', 2).style('fill', b => light(b.colour)).attr('fill-opacity', .9);
        holds.filter(b => x[b.last][1] - x[b.first][0] > 64 && at(b.bytes) - at(0) > 15).append('text')
            .attr('x', b => x[b.first][0] + 5).attr('y', b => (at(b.offset) + at(b.offset + b.bytes)) / 2 + 4).attr('pointer-events', 'none').style('fill', '#10151b').style('font-weight', 600)
            .text(b => cut(b.name, Math.floor((x[b.last][1] - x[b.first][0] - 8) / 6.8)));
        holds.style('pointer-events', 'none');

        const items = columns.selectAll('g').data(layers).join('g').attr('class', 'item').attr('id', (_, i) => `${view.id}-memory-${i}`).attr('role', 'option')
            .attr('aria-selected', 'false').attr('aria-label', (l, i) => `${i}: ${safe(l.name)}, ${size(l.liveBytes)} alive`);
        items.append('rect').attr('class', 'column').attr('x', (_, i) => x[i][0]).attr('width', (_, i) => Math.max(.5, x[i][1] - x[i][0])).attr('y', top).attr('height', height - top - 34);
        columns.raise();
        items.on('pointermove', (event, l) => {
            const index = layers.indexOf(l), [, py] = d3.pointer(event, svg.node()), byte = at.invert(py);
            const over = alive(index).filter(b => b.offset <= byte && byte < b.offset + b.bytes).at(-1);
            holds.select('rect').classed('dim', b => over && b !== over);
            showTip(over ? bufferTip(over) : layerTip(index), event.clientX, event.clientY);
        }).on('pointerleave', () => { hideTip(); holds.select('rect').classed('dim', false); }).on('click', (_, l) => view.choose(layers.indexOf(l)));

        svg.append('line').attr('x1', peakX).attr('x2', peakX).attr('y1', top - 4).attr('y2', height - 34).attr('stroke', 'var(--bad)').attr('stroke-dasharray', '3 3').attr('pointer-events', 'none');
        svg.append('circle').attr('cx', peakX).attr('cy', y(layers[view.peak].liveBytes)).attr('r', 4).attr('fill', 'var(--bad)').attr('pointer-events', 'none');
        svg.append('text').attr('x', peakX + (peakRight ? -8 : 8)).attr('y', 11).attr('text-anchor', peakRight ? 'end' : 'start').attr('pointer-events', 'none')
            .style('fill', 'var(--bad)').style('font-weight', 600).text(`peak ${count(layers[view.peak].liveBytes)} bytes`);
        layerAxis(svg, x, height - 34, layers, width);
        mark();
    }

    function mark() {
        svg.selectAll('.item').classed('chosen', (_, i) => i === view.layer).attr('aria-selected', (_, i) => String(i === view.layer));
    }

    const bufferTip = b => tipList(safe(b.name), [['bytes', count(b.bytes)], ['at', count(b.offset)], ['alive', `layer ${b.first} to ${b.last}`], ...(b.inPlaceOf ? [['in place of', safe(b.inPlaceOf)]] : [])]);
    const layerTip = i => tipList(safe(layers[i].name), [['alive', `${count(layers[i].liveBytes)} bytes`], ...alive(i).sort((a, b) => b.bytes - a.bytes).slice(0, 6).map(b => [cut(b.name, 34), count(b.bytes), b.colour])]);

    function showOwners() {
        const index = view.layer ?? view.peak, layer = layers[index], now = alive(index).sort((a, b) => a.offset - b.offset);
        let covered = 0; // buffers in place of one another cover the same bytes, which the bar shows once
        now.forEach(b => { b.own = Math.max(0, b.offset + b.bytes - Math.max(covered, b.offset)); covered = Math.max(covered, b.offset + b.bytes); });
        const rows = [
            { name: 'stack', place: 'deepest', bytes: sram.stackBytes, colour: 'var(--c6)', note: 'measured from its top to the lowest byte written' },
            { name: 'static data', place: '', bytes: sram.staticBytes, colour: 'var(--c7)', note: '.data and .bss' },
            ...now.map(b => ({ name: b.name, place: count(b.offset), bytes: b.bytes, own: b.own, colour: b.colour, note: b.inPlaceOf ? `in place of ${b.inPlaceOf}, in the same bytes` : b.scratch ? 'scratch' : `alive from layer ${b.first} to ${b.last}` })),
            { name: 'not in use', place: '', bytes: Math.max(0, sram.arenaPlannedBytes - layer.liveBytes), colour: 'var(--track)', note: 'bytes of the arena that nothing alive covers' },
        ].filter(row => row.bytes > 0);
        owners.replaceChildren(
            el('h3', {}, `Who owns the bytes ${index === view.peak ? 'at the peak' : 'then'}: layer ${index}, ${safe(layer.name)}`),
            el('p', { class: 'small faint' }, `${count(layer.liveBytes)} of the arena's ${count(sram.arenaPlannedBytes)} bytes are alive; peak SRAM is arena + stack + data = ${count(sram.peakBytes)} bytes.`),
            bar(rows.map(r => ({ value: r.own ?? r.bytes, colour: r.colour, tip: () => tipList(safe(r.name), [['bytes', count(r.bytes)]]) })), Math.max(sum(rows, r => r.own ?? r.bytes), 1), 'wide'),
            dataTable('Owners of the bytes', [
                { title: 'Owner', head: true, of: r => r.name, show: r => el('span', {}, key(r.colour), safe(r.name)) },
                { title: 'Offset', number: true, optional: true, of: r => r.place, show: r => r.place },
                { title: 'Bytes', number: true, of: r => r.bytes, show: r => count(r.bytes) },
                { title: 'What', optional: true, of: r => r.note, show: r => safe(r.note) },
            ], rows).node);
    }

    view.listen(() => { mark(); showOwners(); });
    showOwners();
    const keys = keyboard(svg.node(), 'Memory by layer; arrow keys move, Enter chooses', '.item', { contentOf: layerTip, choose: i => view.choose(i) });
    keys.start(view.peak - 1);
    queueMicrotask(redraw);
    return section('memory', 'Memory over time', `${count(sram.arenaPlannedBytes)} bytes of arena, ${percent(sram.arenaTouchedBytes, sram.arenaPlannedBytes)} of them touched`,
        el('div', { class: 'controls' }, choice('Width of layers', [[false, 'layers alike'], [true, 'by cycles']], byTime, value => { byTime = value; redraw(); }), el('span', { class: 'faint small' }, 'Hover for names; choose a layer to see who owns the bytes then.')),
        el('figure', {}, holder), el('div', { class: 'detail-panel' }, owners), regions(report));
}

function regions(report) {
    const use = { stack: 6, data: 7, arena: 0, code: 5, constants: 1, 'start-up': 4 };
    return el('div', {}, el('h3', {}, 'The board’s memories'), report.memory.sram.regions.map(r => el('div', {},
        el('div', { class: 'small' }, el('b', {}, safe(r.name)), ` ${size(r.usedBytes)} reserved of ${size(r.capacityBytes)}, ${percent(r.usedBytes, r.capacityBytes)}: ${r.contents.map(c => `${safe(c.name)} ${size(c.bytes)}`).join(', ')}`),
        bar(r.contents.map(c => ({ value: c.bytes, colour: colours[use[c.name] ?? 9], tip: () => tipList(safe(c.name), [['bytes', count(c.bytes)]]) })), r.capacityBytes, 'wide'))));
}

// Ticks that are round in bytes or KB.
function byteTicks(most, n) {
    const unit = most < 1024 ? 1 : 1024, step = Math.max(1, d3.tickStep(0, Math.max(most, 1) / unit, n)) * unit;
    return d3.range(0, most + 1, step);
}

// Numbers of layers where there is room for them.
function layerAxis(svg, x, y, layers, width) {
    let free = 0;
    const axis = svg.append('g').attr('aria-hidden', 'true');
    layers.forEach((_, i) => {
        const middle = (x[i][0] + x[i][1]) / 2;
        if (middle < free) return;
        free = middle + 26;
        axis.append('text').attr('class', 'faint').attr('x', middle).attr('y', y + 15).attr('text-anchor', 'middle').text(i);
    });
    axis.append('text').attr('class', 'faint').attr('x', width - 2).attr('y', y + 30).attr('text-anchor', 'end').text('layer, in the order they run');
}
