// Cycles by layer with their causes: a column for each layer, the table behind it, and the layer that was chosen.

const meanings = {
    issue: 'instructions issued',
    dependency: 'waiting for an operand: load-use, address generation, multiplication',
    loadStore: 'further cycles of loads and stores within the core',
    branch: 'refilling the pipeline after a taken branch or a wrong prediction',
    divide: 'division and square root',
    instructionFetch: 'the fetch queue ran empty although memory answered at once',
    instructionFlash: 'wait states of flash for instructions',
    dataFlash: 'wait states of flash for data: weights, literals',
    instructionCache: 'misses of the instruction cache',
    dataCache: 'misses of the data cache by reads',
    bus: 'wait states and contention of buses and memory banks',
    unaligned: 'accesses that are not aligned to their size',
    writeStall: 'stores that the store buffer could not take at once',
    exception: 'exception entry and return',
};

function causePalette(causes) {
    const order = d3.sort(causes.filter(c => c.cycles > 0), (a, b) => d3.descending(a.cycles, b.cycles)).map(c => c.cause);
    return { order, of: cause => order.includes(cause) ? colours[Math.min(order.indexOf(cause), 9)] : colours[9] };
}

const split = (causes, palette, hidden) => d3.sort(causes.filter(c => !hidden?.has(c.cause)), (a, b) => d3.ascending(palette.order.indexOf(a.cause), palette.order.indexOf(b.cause)))
    .map(c => ({ value: c.cycles, colour: palette.of(c.cause), name: c.cause }));

function causesSection(time, palette) {
    const top = Math.max(...time.causes.map(c => c.cycles), 1);
    return section('causes', 'Where the cycles go', `${count(time.cycles)} cycles in all`,
        bar(split(time.causes, palette).map(p => ({ ...p, tip: () => tipList(safe(p.name), [['cycles', count(p.value)], ['share', percent(p.value, time.cycles)]]) })), time.cycles, 'wide'),
        dataTable('Cycles by cause', [
            { title: 'Cause', head: true, of: c => c.cause, show: c => el('span', {}, key(palette.of(c.cause)), safe(c.cause)) },
            { title: 'Cycles', number: true, of: c => c.cycles, show: c => count(c.cycles) },
            { title: 'Share', number: true, of: c => c.cycles, show: c => percent(c.cycles, time.cycles) },
            { title: '', optional: true, of: c => c.cycles, show: c => bar([{ value: c.cycles, colour: palette.of(c.cause) }], top) },
            { title: 'What it is', optional: true, of: c => c.cause, show: c => el('span', { class: 'faint' }, meanings[c.cause] ?? '') },
        ], d3.sort(time.causes.filter(c => c.cycles > 0), (a, b) => d3.descending(a.cycles, b.cycles))).node);
}

function layersSection(report, baseline, palette, view) {
    const layers = report.layers.map((l, index) => ({ ...l, index })), total = report.time.cycles, hidden = new Set();
    const before = new Map((baseline?.layers ?? []).map(l => [l.name, l]));
    const holder = el('div'), svg = d3.create('svg').attr('class', 'chart'), panel = el('div', { 'aria-live': 'polite' });
    holder.append(svg.node());
    const redraw = fitted(holder, draw);
    const visible = l => sum(l.causes.filter(c => !hidden.has(c.cause)), c => c.cycles);
    const contentOf = i => tipList(safe(layers[i].name), [
        ['kernel', safe(layers[i].kernel)], ['cycles', `${count(layers[i].cycles)} (${percent(layers[i].cycles, total)})`],
        ...split(layers[i].causes, palette).filter(p => p.value > 0).map(p => [safe(p.name), percent(p.value, layers[i].cycles), p.colour]),
    ]);

    function draw(width) {
        const left = 62, top = 8, inner = Math.max(150, Math.min(240, width / 3.4)), height = top + inner + 34;
        const x = d3.scaleBand(d3.range(layers.length), [left, width - 2]).paddingInner(layers.length > 120 ? 0 : .12), y = d3.scaleLinear([0, Math.max(1, d3.max(layers, visible))], [top + inner, top]).nice(4);
        svg.attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height).selectAll('*').remove();
        svg.append('g').attr('transform', `translate(${left - 4} 0)`).call(d3.axisLeft(y).ticks(4).tickFormat(rough).tickSize(-(width - left))).select('.domain').remove();
        const items = svg.append('g').selectAll('g').data(layers).join('g').attr('class', 'item').attr('id', (_, i) => `${view.id}-layer-${i}`).attr('role', 'option').attr('aria-selected', 'false')
            .attr('aria-label', (l, i) => `${i}: ${safe(l.name)}, ${count(l.cycles)} cycles, ${percent(l.cycles, total)}`);
        items.append('rect').attr('class', 'column').attr('x', (_, i) => x(i)).attr('width', x.step()).attr('y', top).attr('height', inner);
        items.each(function (l, i) {
            let base = 0;
            for (const part of split(l.causes, palette, hidden)) {
                if (part.value <= 0) continue;
                d3.select(this).append('rect').attr('x', x(i)).attr('width', Math.max(1, x.bandwidth())).attr('y', y(base + part.value)).attr('height', y(base) - y(base + part.value)).attr('fill', part.colour);
                base += part.value;
            }
        });
        items.on('pointermove', (event, l) => showTip(contentOf(l.index), event.clientX, event.clientY)).on('pointerleave', hideTip).on('click', (_, l) => view.choose(l.index));
        layerAxis(svg, layers.map((_, i) => [x(i), x(i) + x.bandwidth()]), top + inner, layers, width);
        mark();
    }

    function mark() {
        svg.selectAll('.item').classed('chosen', (_, i) => i === view.layer).attr('aria-selected', (_, i) => String(i === view.layer));
    }

    const most = Math.max(...layers.map(l => l.cycles), 1);
    const table = dataTable('Layers, in the order they run', [
        { title: '#', number: true, of: l => l.index, show: l => l.index },
        { title: 'Layer', head: true, of: l => l.name, show: l => safe(l.name) },
        { title: 'Kernel', optional: true, of: l => l.kernel, show: l => safe(l.kernel) },
        { title: 'Output', optional: true, of: l => sum(l.outputShape, d => d), show: l => shape(l.outputShape) },
        { title: 'MACs', number: true, optional: true, of: l => l.macs, show: l => l.macs ? rough(l.macs) : '' },
        { title: 'Cycles', number: true, of: l => l.cycles, show: l => count(l.cycles) },
        { title: 'Share', number: true, of: l => l.cycles, show: l => percent(l.cycles, total) },
        { title: 'Causes', optional: true, of: l => l.cycles, show: l => bar(split(l.causes, palette, hidden), most) },
        { title: '/MAC', number: true, optional: true, of: l => l.cyclesPerMac ?? 0, show: l => l.cyclesPerMac === null ? '' : fixed(l.cyclesPerMac, 2) },
        { title: 'Alive', number: true, of: l => l.liveBytes, show: l => size(l.liveBytes) },
        ...(before.size ? [{ title: 'Against baseline', number: true, of: l => delta(l) ?? 0, show: l => delta(l) === null ? 'new' : moved(delta(l), count) }] : []),
    ], layers, { filter: l => `${l.name} ${l.kernel} ${l.operator}`, pick: l => view.choose(l.index), selected: l => l.index === view.layer });

    function delta(l) { const old = before.get(l.name); return old ? l.cycles - old.cycles : null; }

    function showChosen() {
        if (view.layer === undefined) return;
        const l = layers[view.layer];
        panel.replaceChildren(el('div', { class: 'detail-panel' }, el('h3', {}, `Layer ${l.index}: ${safe(l.name)}`), el('div', { class: 'split' },
            el('dl', {}, [
                ['Operator', `${safe(l.operator)}, number ${l.operatorIndex} in the model`], ['Fused', l.fused.map(safe).join(', ') || 'nothing'], ['Kernel', safe(l.kernel)], ['Output', shape(l.outputShape)],
                ['Work', l.macs ? `${count(l.macs)} MACs, ${fixed(l.cyclesPerMac, 2)} cycles each` : 'no MACs'],
                ['Cycles', `${count(l.cycles)} of ${count(total)}, ${count(l.instructions)} instructions`], ['Memory', `${count(l.liveBytes)} bytes of the arena alive`],
                ['Flash', `${count(l.constantBytes)} bytes of constants, ${count(l.codeBytes)} of code`],
                ...(before.size ? [['Before', before.get(l.name) ? `${count(before.get(l.name).cycles)} cycles, kernel ${safe(before.get(l.name).kernel)}` : 'not in the baseline']] : []),
            ].flatMap(([term, text]) => [el('dt', {}, term), el('dd', {}, text)])),
            el('div', {}, split(l.causes, palette).filter(p => p.value > 0).map(p => el('div', { class: 'small' },
                key(p.colour), `${safe(p.name)} ${count(p.value)} (${percent(p.value, l.cycles)})`, bar([p], l.cycles)))))));
    }

    const keys = el('ul', { class: 'keys', 'aria-label': 'Causes shown in the chart' }, palette.order.map(cause => el('li', {}, el('button', { type: 'button', 'aria-pressed': 'true', title: meanings[cause] ?? null, onclick: event => {
        const off = !hidden.delete(cause) && hidden.add(cause);
        event.currentTarget.setAttribute('aria-pressed', String(!off));
        redraw();
        table.refresh();
    } }, key(palette.of(cause)), safe(cause)))));
    view.listen(() => { mark(); showChosen(); table.refresh(); });
    keyboard(svg.node(), 'Cycles by layer; arrow keys move, Enter chooses', '.item', { contentOf, choose: i => view.choose(i) });
    queueMicrotask(redraw);
    const outside = total - sum(layers, l => l.cycles);
    return section('layers', 'Cycles by layer', `${plural(layers.length, 'layer')}; ${count(outside)} cycles outside them`, el('figure', {}, holder), keys, panel, table.node);
}
