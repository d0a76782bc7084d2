// The figures that most readers came for, each against what there is, what was allowed, and what it was before.

function tile(title, figure, details, { meter, change } = {}) {
    return el('div', { class: 'tile' }, el('h2', {}, title), el('div', { class: 'figure' }, figure),
        meter && el('div', { class: 'meter', role: 'img', 'aria-label': `${title}: ${percent(meter.used, meter.whole)} of ${meter.of}` },
            el('span', { style: { width: `${Math.min(100, meter.used / meter.whole * 100)}%`, background: meter.used > (meter.budget ?? meter.whole) ? 'var(--bad)' : 'var(--c0)' } }),
            meter.budget && el('i', { class: 'budget', style: { left: `calc(${Math.min(100, meter.budget / meter.whole * 100)}% - 1px)` } })),
        [details].flat().filter(Boolean).map(detail => el('div', { class: 'detail' }, detail)), change);
}

// How a figure moved since the baseline; less is better unless said otherwise.
function changed(now, before, write, moreIsBetter = false) {
    if (before === undefined || before === null) return null;
    const delta = now - before, better = moreIsBetter ? delta > 0 : delta < 0;
    return el('div', { class: `detail ${delta === 0 ? '' : better ? 'good' : 'bad'}` },
        delta === 0 ? 'as in the baseline' : `${signed(delta, write)}${before > 0 ? ` (${signed(delta / before * 100, v => fixed(v, 2))} %)` : ''} against the baseline`);
}

const sramCapacity = report => sum(report.memory.sram.regions.filter(r => r.contents.some(c => ['stack', 'data', 'arena'].includes(c.name))), r => r.capacityBytes);

// The budget of a figure, where a check limits it: a mark on its meter and a line below.
function budget(report, rule, write) {
    const verdict = data.verdicts.find(v => v.rule === rule && v.bound !== null && v.subject === rawTitleOf(report));
    return { bound: verdict?.bound, line: verdict && el('span', { class: verdict.passed ? 'good' : 'bad' }, `${verdict.passed ? 'within' : 'over'} the limit of ${write(verdict.bound)}`) };
}

// How far the latency can be trusted, as recorded comparisons with boards go.
function trustLine(trust) {
    if (!trust) return null;
    const where = { chip: 'on this chip', similar: 'on chips with the same core and kind of memory' }[trust.tier];
    const range = trust.highMilliseconds === null ? `from ${milliseconds(trust.lowMilliseconds)}` : `${milliseconds(trust.lowMilliseconds)} to ${milliseconds(trust.highMilliseconds)}`;
    return `±${fixed(trust.percent, 1)} %: ${range}; ${where ? `compared with ${plural(trust.points, 'published figure')} ${where}` : 'from documents alone'}`;
}

function networkTiles(report, baseline) {
    const { time, memory, accuracy } = report, { sram, flash } = memory, old = baseline?.fits ? baseline : null;
    const latency = budget(report, 'latency', milliseconds), peak = budget(report, 'sram.peak', size), stored = budget(report, 'flash.total', size), right = budget(report, 'accuracy.top1', v => `${fixed(v, 2)} %`);
    const whole = sramCapacity(report), inMs = cycles => milliseconds(cycles * 1000 / report.board.clockHz);
    return el('div', { class: 'tiles' },
        tile('Latency', milliseconds(time.milliseconds), [
            `${count(time.cycles)} cycles`,
            `${fixed(time.cyclesPerInstruction, 2)} per instruction${report.build.executedMacs ? `, ${fixed(time.cycles / report.build.executedMacs, 2)} per MAC` : ''}`,
            trustLine(report.trust), latency.line,
            time.spread && `median; ${inMs(time.spread.min)} to ${inMs(time.spread.max)}`,
        ], { meter: latency.bound && { used: time.milliseconds, whole: Math.max(time.milliseconds, latency.bound) * 1.15, budget: latency.bound, of: 'the scale' }, change: changed(time.cycles, old?.time.cycles, v => `${count(v)} cycles`) }),
        tile('Peak SRAM', size(sram.peakBytes), [
            `${percent(sram.peakBytes, whole)} of ${size(whole)}`,
            peak.line,
            `arena ${size(sram.arenaPlannedBytes)}, stack ${size(sram.stackBytes)}, data ${size(sram.staticBytes)}`,
        ], { meter: { used: sram.peakBytes, whole, budget: peak.bound, of: size(whole) }, change: changed(sram.peakBytes, old?.memory.sram.peakBytes, v => `${count(v)} bytes`) }),
        tile('Flash', size(flash.totalBytes), [
            `${percent(flash.totalBytes, flash.capacityBytes)} of ${size(flash.capacityBytes)}`,
            stored.line,
            `constants ${size(flash.constantBytes)}, code ${size(flash.codeBytes)}, start-up ${size(flash.startupBytes)}`,
        ], { meter: { used: flash.totalBytes, whole: flash.capacityBytes, budget: stored.bound, of: size(flash.capacityBytes) }, change: changed(flash.totalBytes, old?.memory.flash.totalBytes, v => `${count(v)} bytes`) }),
        accuracy
            ? tile('Accuracy', percent(accuracy.top1, 1, 2), [
                `${count(accuracy.correct)} of ${plural(accuracy.samples, 'input')} right`,
                right.line,
                accuracy.top1Interval && `${percent(accuracy.top1Interval.low, 1)} to ${percent(accuracy.top1Interval.high, 1)} with 95 % confidence`,
                accuracy.top5 !== null && `top-5 ${percent(accuracy.top5, 1, 2)}`,
                !report.model.trainedWeights && 'random weights: means nothing',
                !accuracy.complete && 'cancelled before the last input',
            ], { change: changed(accuracy.top1 * 100, old?.accuracy?.top1 * 100 || null, v => `${fixed(v, 2)} points`, true) })
            : tile('Work', `${rough(report.model.macs)} MACs`, [
                `${plural(report.model.operators, 'operator')}, ${plural(report.layers.length, 'layer')}`,
                !report.model.trainedWeights && 'seeded random weights',
                `output CRC ${safe(report.output.crc32)}`,
            ]));
}
