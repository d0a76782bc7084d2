using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>The same run under another set-up of the board.</summary>
/// <param name="Settings">What is set up otherwise, as <c>dcache=off,flash-ws=2</c>.</param>
/// <param name="Note">What a reader should know of it, or null.</param>
/// <param name="Cycles">Core cycles.</param>
/// <param name="Milliseconds">The same at its clock.</param>
/// <param name="DifferenceCycles">Its cycles less those of the run as it is.</param>
/// <param name="DifferencePercent">Its time against that of the run as it is, in percent of the latter.</param>
/// <param name="Causes">Cycles by cause; they sum exactly to <paramref name="Cycles"/>.</param>
/// <param name="Changes">What each cause takes more (or less), most first; they sum exactly to <paramref name="DifferenceCycles"/>.</param>
public sealed record WhatIfUse(
    string Settings, string? Note, long Cycles, double Milliseconds, long DifferenceCycles, double DifferencePercent,
    ImmutableArray<CauseUse> Causes, ImmutableArray<CauseUse> Changes);

/// <summary>A setting that costs time, and how much: the run was timed again without it.</summary>
/// <param name="Setting">What to change, as <c>dcache=on</c>.</param>
/// <param name="Sentence">What is wrong and what it costs, in one sentence.</param>
/// <param name="CostCycles">Core cycles that the change saves (of another clock: the time that it saves, in cycles of the program's clock); negative where the program's setting is faster than the chip allows.</param>
/// <param name="CostPercent">The same in percent of all cycles, or of the time.</param>
public sealed record Advice(string Setting, string Sentence, long CostCycles, double CostPercent);
