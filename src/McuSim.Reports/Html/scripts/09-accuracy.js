// Accuracy: by class, and what is taken for what.

function accuracySection(accuracy, trained, entries) {
    const { classes, confusion } = accuracy, name = label => safe(classes[label]?.name ?? label);
    const taken = entries.map(([label, as, inputs]) => ({ label, as, inputs }));
    const confusions = el('div', {}, el('h3', {}, 'Taken for another'), taken.length ? dataTable('Most frequent confusions', [
        { title: 'Is', head: true, of: c => c.label, show: c => name(c.label) },
        { title: 'Taken for', of: c => c.as, show: c => name(c.as) },
        { title: 'Inputs', number: true, of: c => c.inputs, show: c => count(c.inputs) },
    ], taken, { filter: c => `${name(c.label)} ${name(c.as)}`, limit: 50 }).node : el('p', { class: 'faint' }, 'Nothing.'));
    return section('accuracy', 'Accuracy', `${count(accuracy.correct)} of ${plural(accuracy.samples, 'input')} right`,
        !trained && el('p', { class: 'warning' }, 'The weights are seeded random numbers, so this accuracy means nothing.'),
        !accuracy.complete && el('p', { class: 'warning' }, 'The evaluation was cancelled before the last input.'),
        el('p', {}, `Top-1 ${percent(accuracy.top1, 1, 2)}${accuracy.top5 === null ? '' : `, top-5 ${percent(accuracy.top5, 1, 2)}`}. `, el('span', { class: 'faint' }, `CRC-32 of all outputs: ${safe(accuracy.outputsCrc32)}.`)),
        facts(accuracy),
        confusion.length > 0
            ? el('div', { class: classes.length <= 16 ? 'split' : null }, el('div', {}, el('h3', {}, 'Confusion matrix'), matrix(accuracy, name)), confusions)
            : [el('p', { class: 'faint' }, `A confusion matrix of ${count(classes.length)} classes is too large to read; these are its largest entries.`), confusions],
        el('h3', {}, 'By class'), dataTable('Accuracy by class', [
            { title: 'Class', head: true, of: c => c.name, show: c => safe(c.name) },
            { title: 'Inputs', number: true, of: c => c.samples, show: c => count(c.samples) },
            { title: 'Right', number: true, of: c => c.samples ? c.correct / c.samples : 0, show: c => percent(c.correct, c.samples) },
            { title: '', optional: true, of: c => c.correct, show: c => bar([{ value: c.correct, colour: 'var(--c2)' }], c.samples) },
        ], classes, { filter: c => c.name, limit: 100 }).node);
}

// What an evaluation tells besides: its inputs, its engine, two classes, a reference, an earlier evaluation.
function facts({ dataset, fidelity, verified, twoClasses, reference, comparison }) {
    const engine = { board: 'the simulated board', exact: 'the simulated core without timing', native: `this computer’s processor, after ${count(verified ?? 0)} inputs were proven equal on the simulated core` };
    const share = value => value === null ? 'not defined' : fixed(value, 4);
    const rows = [
        ...(dataset ? [['Inputs', `${count(dataset.inputs)} of ${count(dataset.available)}${dataset.slice ? `, from ${count(dataset.slice.first)} on` : ''}${dataset.broken ? `; ${count(dataset.broken)} damaged and skipped` : ''}`], ['Recipe', safe([dataset.recipe, ...dataset.recipeSettings].join('; '))]] : []),
        ...(fidelity ? [['Ran on', engine[fidelity] ?? safe(fidelity)]] : []),
        ...(twoClasses ? [[`As a detector of ${safe(twoClasses.positive)}`, `AUC ${share(twoClasses.auc)}, precision ${share(twoClasses.precision)}, recall ${share(twoClasses.recall)}, F1 ${share(twoClasses.f1)}`]] : []),
        ...(reference ? [['Against a reference', `${safe(reference.source)}: ${count(reference.equal)} of ${count(reference.inputs)} outputs equal, ${count(reference.sameClass)} with the same class; RMSE ${reference.rmse}, largest difference ${reference.maxDifference}, mean cosine ${reference.meanCosine}`]] : []),
        ...(comparison ? [['Against an earlier evaluation', `${safe(comparison.model)}: ${count(comparison.onlyThisRight)} inputs right only now, ${count(comparison.onlyEarlierRight)} only then, ${count(comparison.bothRight)} both; p = ${comparison.pValue} (McNemar)`]] : []),
    ];
    return rows.length > 0 && el('dl', {}, rows.flatMap(([term, text]) => [el('dt', {}, term), el('dd', {}, text)]));
}

function matrix({ classes, confusion }, name) {
    const cell = (inputs, label, as) => {
        const share = inputs / Math.max(1, classes[label].samples), right = label === as;
        const node = el('td', { class: inputs ? null : 'zero', style: inputs ? { '--tone': right ? 'var(--c2)' : 'var(--c3)', '--share': String(Math.round(share * 1000) / 1000) } : {} }, inputs ? count(inputs) : '·');
        return tipped(node, () => tipList(right ? name(label) : `${name(label)} taken for ${name(as)}`, [['inputs', `${count(inputs)} of ${count(classes[label].samples)}`], ['share', percent(inputs, classes[label].samples)]]));
    };
    return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Confusion matrix' }, el('table', { class: 'matrix' },
        el('caption', {}, 'Rows: what the input is; columns: what it is taken for.'),
        el('thead', {}, el('tr', {}, el('td', {}), classes.map(c => el('th', { scope: 'col' }, el('span', {}, cut(c.name, 18)))))),
        el('tbody', {}, confusion.map((row, label) => el('tr', {}, el('th', { scope: 'row' }, cut(classes[label].name, 24)), row.map((inputs, as) => cell(inputs, label, as)))))));
}
